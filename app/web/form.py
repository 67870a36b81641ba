"""Forms: WTForms bound to the visit, with the filters and limits every text field needs."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length, StopValidation

from app.foundation.words import N_


def strip(value: str | None) -> str | None:
    """Take outer white space away; a password never passes through here."""
    return value.strip() if isinstance(value, str) else value


class Needed(InputRequired):
    """Something that can be read was entered: white space and signs that nobody sees are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse what holds no visible letter."""
        if not any(letter.isprintable() and not letter.isspace() for letter in str(field.data or "")):
            field.errors[:] = []
            raise StopValidation(self.message)


def line(label: str, *, most: int = 200, needed: str = N_("Enter this.")) -> Any:
    """Return a required one-line field of at most `most` characters."""
    too_long = N_("This is too long: use fewer characters.")
    return StringField(label, [Needed(needed), Length(max=most, message=too_long)], filters=[strip])


def sent(form_class: type[Form]) -> Form:
    """Return the form filled with what was sent."""
    return form_class(request.form)


def sent_json() -> Any:
    """Return what was sent as JSON, None for what is none; too deep to be read is none either."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def errors_of(form: Form) -> dict[str, str]:
    """Return the first error of each wrong field, for the error summary and the field itself."""
    return {name: str(messages[0]) for name, messages in form.errors.items() if name and messages}

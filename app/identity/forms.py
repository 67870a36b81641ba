"""The forms of identity: which fields, how long, what is said when one is wrong."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional, Regexp

from app.foundation.words import N_
from app.identity.services.coordinating import DOCUMENTS
from app.web.form import Needed, line, strip

_LONGEST_PASSWORD = 500  # longer than any that is taken: a wrong one must be able to be wrong


def _password(label: str, needed: str) -> Any:
    return PasswordField(label, [InputRequired(needed), Length(max=_LONGEST_PASSWORD)])


def _other(label: str, most: int, *checks: Any) -> Any:
    too_long = N_("This is too long: use fewer characters.")
    return StringField(label, [Optional(), Length(max=most, message=too_long), *checks], filters=[strip])


class SignInForm(Form):
    """Name or service number, and password; the first step of signing in."""

    name = line(N_("Name or service number"), most=120, needed=N_("Enter your sign-in name or your service number."))
    password = _password(N_("Password"), N_("Enter your password."))
    shared = BooleanField(N_("This is a shared computer"))


class CodeForm(Form):
    """One code of the app, or a recovery code."""

    code = line(N_("Code"), most=40, needed=N_("Enter the code."))


class AgainForm(Form):
    """The password once more, before something that opens the account to whoever does it."""

    password = _password(N_("Your password"), N_("Enter your password."))


class PasskeyNameForm(Form):
    """What its owner calls a passkey; empty for what the browser calls itself."""

    name = _other(N_("Name"), 60)


class ReasonForm(Form):
    """Why something is done to somebody's account."""

    reason = StringField(
        validators=[
            Needed(N_("Say why: it is kept, and the second person reads it.")),
            Length(max=500, message=N_("This is too long: use at most 500 characters.")),
        ],
        filters=[strip],
    )


class PinForm(Form):
    """The number that opens a locked shared computer again."""

    pin = StringField(
        validators=[
            InputRequired(N_("Enter your PIN.")),
            Regexp(r"\A[0-9]{4,8}\Z", message=N_("A PIN has 4 to 8 digits.")),
        ],
        filters=[strip],
    )


class TextNumberForm(Form):
    """The number of one's own phone."""

    number = line(N_("Number of your phone"), most=40, needed=N_("Enter the number of your phone."))


class TextCodeForm(Form):
    """The code that was sent to the phone."""

    code = line(N_("Code from the text"), most=20, needed=N_("Enter the code that was sent to your phone."))


class MailAddressForm(Form):
    """One's own e-mail address."""

    address = line(N_("E-mail address"), most=254, needed=N_("Enter your e-mail address."))


class MailCodeForm(Form):
    """The code that was sent to the address."""

    code = line(N_("Code from the letter"), most=20, needed=N_("Enter the code that was sent to your address."))


class NewSecondFactorForm(AgainForm):
    """The password and the app's first code."""

    code = line(N_("Code from the app"), most=40, needed=N_("Enter the code that the app shows now."))


class _NewPassword(Form):
    new = _password(N_("New password"), N_("Enter a new password."))
    again = PasswordField(N_("New password again"), [EqualTo("new", N_("The two passwords are not the same."))])


class PasswordForm(AgainForm, _NewPassword):
    """The present password and the new one, twice."""


class LetInForm(_NewPassword):
    """What someone enters who was given a code by their coordinator."""

    name = line(N_("Name or service number"), most=120, needed=N_("Enter your sign-in name or your service number."))
    code = line(N_("Code from your coordinator"), most=40, needed=N_("Enter the code that you were given."))


class ConfirmIdentityForm(Form):
    """Which document the coordinator saw, and that the person was there with it."""

    document = RadioField(
        N_("Which document did you see?"),
        [InputRequired(N_("Choose the document that you saw."))],
        choices=list(DOCUMENTS),
        validate_choice=True,
    )
    together = BooleanField(
        N_("I saw the person and the document together"),
        [InputRequired(N_("Confirm only if you saw the person and the document together."))],
    )


class NewOfficerForm(Form):
    """An officer as on the identity document; `key` makes sending twice harmless."""

    key = StringField(validators=[InputRequired(), Regexp(r"\A[0-9a-z]{16}\Z")])
    name = line(N_("Name in Latin letters"), most=200, needed=N_("Enter the name as on the identity document."))
    name_original = _other(N_("Name in its own script"), 200)
    rank = _other(N_("Rank"), 80)
    service_number = _other(N_("Service number"), 40)
    sign_in_name = _other(
        N_("Sign-in name"),
        60,
        Length(min=3, message=N_("Use at least 3 characters.")),
        Regexp(r"\A\S+\Z", message=N_("A sign-in name has no spaces.")),
    )
    agency = SelectField(N_("Agency"), [InputRequired(N_("Choose an agency."))], validate_choice=False)

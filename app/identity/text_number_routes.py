"""Texts to one's phone: the number, the code that was sent to it, and taking it away again (O36)."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import keyring_of, myself
from app.identity.domain.phone_numbers import international
from app.identity.forms import TextCodeForm, TextNumberForm
from app.identity.services import text_numbers
from app.identity.services.actor import acting
from app.identity.text_number_queries import own_number
from app.web.access import requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("text_numbers", __name__)
NO_NUMBER = N_("Enter the number with its country code, such as +44 7700 900123.")
WRONG_CODE = N_("This code is not right or too old. After five wrong ones, have a new one sent.")


@pages.get("/messages/texts")
@requires(Permission.ACCOUNT_KEEP)
def texts(visit: Visit) -> Response:
    """How the own number stands, and what can be done next."""
    return _page(visit, {})


@pages.post("/messages/texts/number")
@requires(Permission.ACCOUNT_KEEP)
def give(visit: Visit) -> Response:
    """Keep a number and send it a code; where nothing sends texts none is taken."""
    form = sent(TextNumberForm)
    number = international(form.data["number"] or "") if form.validate() else None
    if number is None:
        return _page(visit, errors_of(form) or {"number": NO_NUMBER}, form.data["number"] or "")
    if visit.parts["texts"] is None:
        raise NotFound
    actor, keyring, locale = acting(myself(visit)), keyring_of(visit), visit.locale
    visit.write(lambda unit: text_numbers.give_number(unit, keyring, actor, number, locale))
    return redirect("/messages/texts", 303)


@pages.post("/messages/texts/code")
@requires(Permission.ACCOUNT_KEEP)
def confirm(visit: Visit) -> Response:
    """Take the code; texts go to the number from then on."""
    form, actor, keyring = sent(TextCodeForm), acting(myself(visit)), keyring_of(visit)
    if not form.validate():
        return _page(visit, errors_of(form))
    code = "".join(form.data["code"].split())
    if not visit.write(lambda unit: text_numbers.confirm_number(unit, keyring, actor, code)):
        return _page(visit, {"code": WRONG_CODE})
    return redirect("/messages/texts", 303)


@pages.post("/messages/texts/remove")
@requires(Permission.ACCOUNT_KEEP)
def remove(visit: Visit) -> Response:
    """Forget the number."""
    actor = acting(myself(visit))
    visit.write(lambda unit: text_numbers.remove_number(unit, actor))
    return redirect("/messages/texts", 303)


def _page(visit: Visit, errors: dict[str, str], number: str = "") -> Response:
    return render(
        "identity/texts.html",
        status=422 if errors else 200,
        own=own_number(visit.read, myself(visit).id),
        sends=visit.parts["texts"] is not None,
        entered=number,
        errors=errors,
    )

"""One's own e-mail address: entered, in use once its code came back, changed and removed (O36)."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.words import N_
from app.identity.browser import keyring_of, myself
from app.identity.domain.mail_addresses import deliverable
from app.identity.forms import MailAddressForm, MailCodeForm
from app.identity.mail_address_queries import own_mail
from app.identity.services import mail_addresses
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("mail_addresses", __name__)
PAGE = "/account/email"
NO_ADDRESS = N_("Enter one whole address, such as name@agency.example. Before the @ only Latin letters are possible.")
WRONG_CODE = N_("This code is not right or too old. After five wrong ones, have a new one sent.")


@pages.get("/account/email")
@requires(Permission.ACCOUNT_KEEP)
def address(visit: Visit) -> Response:
    """How the own address stands, and what can be done next."""
    return _page(visit, {})


@pages.post("/account/email/address")
@requires(Permission.ACCOUNT_KEEP, fresh=True)
def give(visit: Visit) -> Response:
    """Keep an address and send it a code."""
    form = sent(MailAddressForm)
    given = deliverable(form.data["address"] or "") if form.validate() else None
    if given is None:
        return _page(visit, errors_of(form) or {"address": NO_ADDRESS}, form.data["address"] or "")
    actor, keyring, locale = acting(myself(visit)), keyring_of(visit), visit.locale
    visit.write(lambda unit: mail_addresses.give_address(unit, keyring, actor, given, locale))
    return redirect(PAGE, 303)


@pages.post("/account/email/code")
@requires(Permission.ACCOUNT_KEEP)
def confirm(visit: Visit) -> Response:
    """Take the code; letters go to the address from then on."""
    form, actor, keyring = sent(MailCodeForm), acting(myself(visit)), keyring_of(visit)
    if not form.validate():
        return _page(visit, errors_of(form))
    code = "".join(form.data["code"].split())
    if not visit.write(lambda unit: mail_addresses.confirm_address(unit, keyring, actor, code)):
        return _page(visit, {"code": WRONG_CODE})
    return redirect(f"{PAGE}?changed=used", 303)


@pages.post("/account/email/keep")
@requires(Permission.ACCOUNT_KEEP)
def keep(visit: Visit) -> Response:
    """Leave the address as it was before another was given."""
    actor = acting(myself(visit))
    visit.write(lambda unit: mail_addresses.keep_address(unit, actor))
    return redirect(PAGE, 303)


@pages.post("/account/email/remove")
@requires(Permission.ACCOUNT_KEEP, fresh=True)
def remove(visit: Visit) -> Response:
    """Forget the address."""
    actor, keyring = acting(myself(visit)), keyring_of(visit)
    visit.write(lambda unit: mail_addresses.remove_address(unit, keyring, actor))
    return redirect(f"{PAGE}?changed=removed", 303)


def _page(visit: Visit, errors: dict[str, str], entered: str = "") -> Response:
    return render(
        "identity/email.html",
        status=422 if errors else 200,
        own=own_mail(visit.read, myself(visit).id),
        entered=entered,
        changed=request.args.get("changed", ""),
        errors=errors,
    )

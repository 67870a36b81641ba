"""The PIN of a sitting at a shared computer: chosen after sign-in, asked for when the screen is locked (O6, U21)."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.words import N_
from app.identity.browser import cookie_hash, counted_network, give_cookie, keyring_of, myself, take_cookie
from app.identity.forms import PinForm
from app.identity.services import pins, throttling
from app.identity.services.actor import acting
from app.web.access import public, requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.safe_address import own_address
from app.web.visit import Visit

pages = Blueprint("identity_pin", __name__)
WRONG = N_("This is not the PIN. After five wrong ones you sign in with your password.")


@pages.get("/account/pin")
@requires(Permission.ACCOUNT_KEEP)
def pin_page(visit: Visit) -> Response:
    """Where the PIN of this sitting is chosen, or left out."""
    onward = own_address(request.args.get("next"))
    return _choice(onward, {}) if myself(visit).shared_computer else redirect("/account", 303)


@pages.post("/account/pin")
@requires(Permission.ACCOUNT_KEEP)
def choose_pin(visit: Visit) -> Response:
    """Keep the PIN for this session."""
    me, form, onward = myself(visit), sent(PinForm), own_address(request.form.get("next"))
    if not me.shared_computer:
        return redirect("/account", 303)
    if not form.validate():
        return _choice(onward, errors_of(form))
    keyring, pin = keyring_of(visit), form.data["pin"]
    visit.write(lambda unit: pins.choose_pin(unit, keyring, me.session_hash, acting(me), pin))
    return redirect(onward, 303)


def _choice(onward: str, errors: dict[str, str]) -> Response:
    return render("identity/choose_pin.html", status=422 if errors else 200, next=onward, errors=errors)


def locked_page(onward: str, errors: dict[str, str] | None = None) -> Response:
    """Return the locked screen: it names nobody."""
    return render("identity/locked.html", status=422 if errors else 200, next=onward, errors=errors or {})


@pages.post("/sign-in/pin")
@public
def open_again(visit: Visit) -> Response:
    """Open the locked session with its PIN; the fifth wrong one ends it."""
    form, onward = sent(PinForm), own_address(request.form.get("next"))
    hashed, keyring = cookie_hash(visit), keyring_of(visit)
    if visit.person or not pins.is_locked(visit.read, hashed, visit.now):
        return redirect("/sign-in", 303)
    if not form.validate():
        return locked_page(onward, errors_of(form))
    tried, pin = counted_network(visit), form.data["pin"]
    token, left = visit.write(lambda unit: pins.open_again(unit, keyring, hashed, pin))
    if token is None:
        return locked_page(onward, {"pin": WRONG}) if left else redirect("/sign-in", 303)
    visit.write(lambda unit: throttling.forgive(unit, tried))
    give_cookie(visit, token)
    return redirect(onward, 303)


@pages.post("/sign-in/other")
@public
def somebody_else(visit: Visit) -> Response:
    """Somebody else wants the computer: the locked session ends and its drafts are erased."""
    hashed = cookie_hash(visit)
    if visit.person is None and pins.is_locked(visit.read, hashed, visit.now):
        visit.write(lambda unit: pins.end_locked(unit, hashed))
    take_cookie(visit)
    answer = render("identity/signed_out.html")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer

"""Signing in, choosing a role, signing out."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.words import N_
from app.identity import passwords
from app.identity.account_queries import account_named, second_factor_of
from app.identity.browser import (
    cookie_hash,
    counted,
    counted_password,
    device,
    give_cookie,
    keyring_of,
    myself,
    remember_device,
    take_cookie,
    visitor,
)
from app.identity.devices import device_label
from app.identity.forms import CodeForm, SignInForm
from app.identity.passkey_browser import to_sign_in
from app.identity.passkey_queries import has_passkey
from app.identity.pin_routes import locked_page
from app.identity.services import browser_sessions, second_factor, signing_in, throttling
from app.identity.services.actor import acting
from app.identity.services.pins import is_locked
from app.identity.sessions import SignedInPerson
from app.web.access import public, requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.safe_address import own_address
from app.web.visit import Visit

pages = Blueprint("identity_sign_in", __name__)
SET_UP, PIN = "/account/second-factor", "/account/pin"
WRONG = N_("The name and the password do not fit together. Check both; capital letters count in the password.")
WRONG_CODE = N_("This code is not right, or it was used before. Wait for the next one, or use a recovery code.")


@pages.get("/sign-in")
@public
def sign_in_page(visit: Visit) -> Response:
    """The first step, the second step where the password is passed, or on where nothing is left to pass."""
    person, onward = visitor(visit), own_address(request.args.get("next"))
    if person is None and is_locked(visit.read, cookie_hash(visit), visit.now):
        return locked_page(onward)
    if person is None:
        return _password_page(visit, onward)
    if person.stage == "second":
        return _code_page(visit, person, onward)
    return redirect(_set_up(visit, person) if person.stage == "enrol" else onward, 303)


@pages.post("/sign-in")
@public
def sign_in(visit: Visit) -> Response:
    """Take the password, or the code where the password is passed."""
    person, onward = visitor(visit), own_address(request.form.get("next"))
    if person is None:
        return _take_password(visit, onward)
    if person.stage == "second":
        return _take_code(visit, person, onward)
    return redirect(_set_up(visit, person) if person.stage == "enrol" else onward, 303)


def _set_up(visit: Visit, person: SignedInPerson) -> str:
    """Where who lacks a second factor sets one up; who lacks only the passkey that staff need is led to passkeys."""
    return SET_UP if second_factor_of(visit.read, person.id).confirmed_at is None else "/account/passkeys"


def _take_password(visit: Visit, onward: str) -> Response:
    form = sent(SignInForm)
    if not form.validate():
        return _password_page(visit, onward, form.data, errors_of(form))
    keyring, name, password = keyring_of(visit), form.data["name"], form.data["password"]
    account = account_named(visit.read, keyring, name, visit.now)
    tried = counted_password(visit, account.person_id if account else None, name)
    right = passwords.is_right(account.password_hash if account else None, password)
    if account is None or not right:
        visit.write(lambda unit: signing_in.note_wrong_password(unit, account))
        return _password_page(visit, onward, form.data, {"name": WRONG})
    browser = signing_in.Browser(device_label(device()), form.data["shared"], cookie_hash(visit))
    opened = visit.write(lambda unit: signing_in.open_after_password(unit, keyring, account, tried, browser, password))
    give_cookie(visit, opened.token)
    if opened.stage != "full":
        return redirect("/sign-in?next=" + quote(onward), 303)
    remember_device(visit, account.person_id, shared=browser.shared)
    return redirect(_after(onward, shared=browser.shared), 303)


def _take_code(visit: Visit, person: SignedInPerson, onward: str) -> Response:
    form = sent(CodeForm)
    if not form.validate():
        return _code_page(visit, person, onward, errors_of(form))
    keyring = keyring_of(visit)
    tried = counted(visit, throttling.second_factor_bucket(keyring, person.id))
    opened = visit.write(
        lambda unit: second_factor.pass_second_factor(
            unit, keyring, person.session_hash, acting(person), form.data["code"], tried
        )
    )
    if opened is None:
        return _code_page(visit, person, onward, {"code": WRONG_CODE})
    give_cookie(visit, opened.token)
    remember_device(visit, person.id, shared=person.shared_computer)
    return redirect(
        _after(onward, shared=person.shared_computer) if opened.stage == "full" else "/account/passkeys", 303
    )


def _after(onward: str, *, shared: bool) -> str:
    """Where a finished sign-in leads; at a shared computer first to the PIN of this sitting."""
    return PIN + "?next=" + quote(onward) if shared else onward


def step_page(visit: Visit, onward: str, errors: dict[str, str]) -> Response:
    """Return the step at which the visitor stands, with what was wrong."""
    person = visitor(visit)
    if person and person.stage == "second":
        return _code_page(visit, person, onward, errors)
    return _password_page(visit, onward, None, errors)


def _password_page(
    visit: Visit, onward: str, entered: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> Response:
    values = entered or {}
    return render(
        "identity/sign_in.html",
        status=422 if errors else 200,
        name=values.get("name", ""),
        shared=bool(values.get("shared")),
        next=onward,
        passkey=to_sign_in(visit),
        errors=errors or {},
    )


def _code_page(visit: Visit, person: SignedInPerson, onward: str, errors: dict[str, str] | None = None) -> Response:
    return render(
        "identity/sign_in_code.html",
        status=422 if errors else 200,
        next=onward,
        has_code=second_factor_of(visit.read, person.id).confirmed_at is not None,
        passkey=to_sign_in(visit) if has_passkey(visit.read, person.id) else "",
        errors=errors or {},
    )


@pages.post("/sign-out")
@public
def sign_out(visit: Visit) -> Response:
    """End the session, whatever its stage, and have the browser forget what it stored (O6)."""
    person = visitor(visit)
    if person:
        visit.write(lambda unit: browser_sessions.sign_out(unit, person.session_hash, acting(person)))
    take_cookie(visit)
    answer = render("identity/signed_out.html")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@pages.post("/role")
@requires(Permission.ACCOUNT_KEEP)
def choose_role(visit: Visit) -> Response:
    """Change the active role to another that is held."""
    me, role = myself(visit), request.form.get("role", "")
    stage = visit.write(lambda unit: browser_sessions.choose_role(unit, me.session_hash, acting(me), role))
    return redirect("/" if stage == "full" else SET_UP, 303)

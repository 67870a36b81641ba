"""A person's own account: who they are, their password, their second factor, their signed-in browsers."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity import passwords
from app.identity.account_queries import open_sessions, own_details, second_factor_of
from app.identity.browser import gave_password_again, give_cookie, myself
from app.identity.forms import PasswordForm
from app.identity.mail_address_queries import own_mail
from app.identity.passkey_queries import own_passkeys, staff_need_one_from
from app.identity.policy import ROLE_LABELS, STAFF_ROLES
from app.identity.services import browser_sessions, password_keeping
from app.identity.services.actor import acting
from app.identity.sessions import OFFICER_IDLE
from app.web.access import requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_account", __name__)
WRONG_PASSWORD = N_("This is not your password.")


@pages.get("/account")
@requires(Permission.ACCOUNT_KEEP)
def account(visit: Visit) -> Response:
    """What is stored of the person, and what they may change."""
    me = myself(visit)
    return render(
        "identity/account.html",
        me=me,
        details=own_details(visit.read, me.id),
        mail=own_mail(visit.read, me.id),
        roles=[ROLE_LABELS[role] for role in me.roles],
        second_factor=second_factor_of(visit.read, me.id),
        sessions=open_sessions(visit.read, me.id, visit.now - OFFICER_IDLE),
        passkeys=len(own_passkeys(visit.read, me.id)),
        needed_from=staff_need_one_from(visit.read) if STAFF_ROLES.intersection(me.roles) else None,
        changed=request.args.get("changed", ""),
    )


@pages.get("/account/password")
@requires(Permission.ACCOUNT_KEEP)
def password_page(visit: Visit) -> Response:
    """Where the password is changed."""
    return _password_page({})


@pages.post("/account/password")
@requires(Permission.ACCOUNT_KEEP)
def change_password(visit: Visit) -> Response:
    """Change the password; every other session ends."""
    form, me = sent(PasswordForm), myself(visit)
    errors = errors_of(form) if not form.validate() else new_password_problem(visit, form.data["new"])
    if not errors and not gave_password_again(visit, form.data["password"]):
        errors = {"password": WRONG_PASSWORD}
    if errors:
        return _password_page(errors)
    new_hash = passwords.hashed(form.data["new"])
    token = visit.write(lambda unit: password_keeping.change_password(unit, me.session_hash, acting(me), new_hash))
    if token:
        give_cookie(visit, token)
    return redirect("/account?changed=password", 303)


def new_password_problem(visit: Visit, new: str) -> dict[str, str]:
    """Return what is wrong with the signed-in person's new password, as errors of the field `new`."""
    me = myself(visit)
    details = own_details(visit.read, me.id)
    own = [text for text in (details.name, details.sign_in_name, details.service_number) if text]
    strong = second_factor_of(visit.read, me.id).confirmed_at is not None
    problem = passwords.problem_with(new, second_factor=strong, own=own)
    return {"new": problem} if problem else {}


def _password_page(errors: dict[str, str]) -> Response:
    return render("identity/password.html", status=422 if errors else 200, errors=errors)


@pages.post("/account/sessions/<public_id>/end")
@requires(Permission.ACCOUNT_KEEP)
def end_session(visit: Visit, public_id: str) -> Response:
    """End one of the own sessions on another device."""
    me = myself(visit)
    if not visit.write(lambda unit: browser_sessions.end_session(unit, public_id, acting(me))):
        raise NotFound
    return redirect("/account?changed=sessions", 303)


@pages.post("/account/sessions/end-others")
@requires(Permission.ACCOUNT_KEEP)
def end_others(visit: Visit) -> Response:
    """End every own session but this one."""
    me = myself(visit)
    visit.write(lambda unit: browser_sessions.end_other_sessions(unit, me.session_hash, acting(me)))
    return redirect("/account?changed=sessions", 303)

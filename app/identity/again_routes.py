"""Proving once more who one is, before a sensitive act: password and code, or a passkey; what was entered is kept."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import Refusal
from app.foundation.words import N_
from app.identity.account_queries import second_factor_of
from app.identity.account_routes import WRONG_PASSWORD
from app.identity.browser import counted, counted_network, gave_password_again, give_cookie, keyring_of, myself
from app.identity.forms import AgainForm, CodeForm
from app.identity.passkey_browser import AGAIN, NOT_TAKEN, to_prove_again, used
from app.identity.policy import STAFF_ROLES
from app.identity.services import passkeys, proving, throttling
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.errors import wants_json
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.safe_address import own_address
from app.web.visit import Visit

pages = Blueprint("identity_again", __name__)
WRONG_CODE = N_("This code is not right, or it was used before. Wait for the next one.")
USE_PASSKEY = N_("Use your passkey: your account has no codes.")
_TOKEN = "csrf_token"  # noqa: S105 - the name of a field


class NotProven(Refusal):
    """A program asks for a sensitive act; only a page can ask its person for their factors."""

    code = "not_proven"
    message = N_("For this you have to confirm that it is you. Open the page in your browser and do it there.")
    status = 403


def ask_again(visit: Visit) -> Response:
    """Answer in place of a page marked `fresh`: where the factors are given again. What was sent comes with it."""
    if wants_json():
        raise NotProven
    if request.method in {"GET", "HEAD"}:
        return redirect("/account/again?next=" + quote(request.full_path.removesuffix("?")), 303)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != _TOKEN]
    return _page(visit, request.path, urlencode(fields), status=403, files=bool(request.files))


@pages.get("/account/again")
@requires(Permission.ACCOUNT_KEEP)
def again_page(visit: Visit) -> Response:
    """Where the factors are given again."""
    return _page(visit, own_address(request.args.get("next")), "")


@pages.post("/account/again")
@requires(Permission.ACCOUNT_KEEP)
def prove_again(visit: Visit) -> Response:
    """Take password and, where one is set up, code."""
    errors = _wrong_password(visit) or _wrong_code(visit)
    if errors:
        return _again(visit, errors)
    me = myself(visit)
    return _go_on(visit, visit.write(lambda unit: proving.note_proven(unit, me.session_hash, acting(me), "password")))


@pages.post("/account/again/passkey")
@requires(Permission.ACCOUNT_KEEP)
def prove_with_passkey(visit: Visit) -> Response:
    """Take one of the person's own passkeys."""
    me = myself(visit)
    tried = counted_network(visit)
    found, named = used(visit, AGAIN, me.session_hash)
    if found is None or found.key.person_id != me.id:
        visit.write(lambda unit: passkeys.note_wrong_passkey(unit, named))
        return _again(visit, {"passkey": NOT_TAKEN})
    return _go_on(
        visit, visit.write(lambda unit: proving.prove_with_passkey(unit, me.session_hash, acting(me), found, tried))
    )


def _wrong_password(visit: Visit) -> dict[str, str]:
    form = sent(AgainForm)
    if not form.validate():
        return errors_of(form)
    return {} if gave_password_again(visit, form.data["password"]) else {"password": WRONG_PASSWORD}


def _wrong_code(visit: Visit) -> dict[str, str]:
    """Use up the code, where a second factor stands; its tries are counted like those of a sign-in."""
    me, form, keyring = myself(visit), sent(CodeForm), keyring_of(visit)
    if second_factor_of(visit.read, me.id).confirmed_at is None:
        return {"passkey": USE_PASSKEY} if STAFF_ROLES.intersection(me.roles) else {}
    if not form.validate():
        return errors_of(form)
    tried = counted(visit, throttling.second_factor_bucket(keyring, me.id))
    right = visit.write(lambda unit: proving.use_code_again(unit, keyring, acting(me), form.data["code"], tried))
    return {} if right else {"code": WRONG_CODE}


def _again(visit: Visit, errors: dict[str, str]) -> Response:
    return _page(visit, own_address(request.form.get("to")), request.form.get("kept", ""), status=422, errors=errors)


def _page(
    visit: Visit, to: str, kept: str, *, status: int = 200, files: bool = False, errors: dict[str, str] | None = None
) -> Response:
    me = myself(visit)
    return render(
        "identity/again.html",
        status=status,
        to=to,
        kept=kept,
        files=files,
        has_code=second_factor_of(visit.read, me.id).confirmed_at is not None,
        options=to_prove_again(visit, me),
        errors=errors or {},
    )


def _go_on(visit: Visit, token: str | None) -> Response:
    """Lead back to the page, or show once more what was entered, ready to be sent."""
    to, kept = own_address(request.form.get("to")), request.form.get("kept", "")
    if token:
        give_cookie(visit, token)
        visit.form_token = keyring_of(visit).request_token(token)
    if not kept:
        return redirect(to, 303)
    return render("identity/go_on.html", to=to, fields=parse_qsl(kept, keep_blank_values=True))

"""The pages of the own passkeys: list, add, name, remove; and signing in with one.

Those under `/account/passkeys` that staff reach while their sign-in is unfinished are `@public` for the same reason as
`/account/second-factor`: the views send away who has not passed what comes before.
"""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.identity.account_queries import own_details
from app.identity.again_routes import ask_again
from app.identity.browser import counted_network, device, give_cookie, myself, remember_device, visitor
from app.identity.devices import device_label
from app.identity.forms import PasskeyNameForm
from app.identity.passkey_browser import NOT_TAKEN, SIGN_IN, added, to_add, used
from app.identity.passkey_queries import OwnPasskey, own_passkeys, passkey_is_needed, staff_need_one_from
from app.identity.policy import STAFF_ROLES
from app.identity.services import passkeys
from app.identity.services.actor import acting
from app.identity.services.signing_in import Browser
from app.identity.sessions import SignedInPerson, hash_of
from app.identity.sign_in_routes import step_page
from app.web.access import FRESH, public, requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.safe_address import own_address
from app.web.visit import Visit

pages = Blueprint("identity_passkeys", __name__)
LIST = "/account/passkeys"


@pages.get(LIST)
@public
def passkey_list(visit: Visit) -> Response:
    """The own passkeys, and where one is added."""
    person = _may_add(visit)
    return _page(visit, person, {}) if person else redirect("/sign-in?next=" + LIST, 303)


@pages.post(LIST)
@public
def add_passkey(visit: Visit) -> Response:
    """Take the passkey that the browser made; asks for every factor again where they were given too long ago."""
    person, form = _may_add(visit), sent(PasskeyNameForm)
    if person is None:
        return redirect("/sign-in?next=" + LIST, 303)
    if visit.now - person.proven_at > FRESH:
        return ask_again(visit)
    if not form.validate():
        return _page(visit, person, errors_of(form))
    new = added(visit, person, form.data["name"] or device_label(device()))
    if new is None:
        return _page(visit, person, {"passkey": NOT_TAKEN})
    token = visit.write(lambda unit: passkeys.add_passkey(unit, person.session_hash, acting(person), new))
    if token:
        give_cookie(visit, token)
    return redirect(LIST + "?changed=added", 303)


def _may_add(visit: Visit) -> SignedInPerson | None:
    person = visitor(visit)
    return person if person and person.stage in {"enrol", "full"} else None


def _page(visit: Visit, person: SignedInPerson, errors: dict[str, str]) -> Response:
    return render(
        "identity/passkeys.html",
        status=422 if errors else 200,
        passkeys=own_passkeys(visit.read, person.id),
        options=to_add(visit, person, own_details(visit.read, person.id).sign_in_name),
        name=request.form.get("name", ""),
        needed_from=staff_need_one_from(visit.read) if STAFF_ROLES.intersection(person.roles) else None,
        needed=passkey_is_needed(visit.read, visit.now),
        unfinished=person.stage == "enrol",
        shared=person.shared_computer,
        changed=request.args.get("changed", ""),
        errors=errors,
    )


@pages.get("/account/passkeys/<public_id>")
@requires(Permission.ACCOUNT_KEEP)
def passkey(visit: Visit, public_id: str) -> Response:
    """Where one passkey is named anew or removed."""
    return _one_page(_own(visit, public_id), {})


@pages.post("/account/passkeys/<public_id>")
@requires(Permission.ACCOUNT_KEEP)
def rename_passkey(visit: Visit, public_id: str) -> Response:
    """Give the passkey another name."""
    one, form = _own(visit, public_id), sent(PasskeyNameForm)
    errors = {} if form.validate() else errors_of(form)
    if errors:
        return _one_page(one, errors)
    name = form.data["name"] or one.name
    visit.write(lambda unit: passkeys.rename_passkey(unit, public_id, acting(myself(visit)), name))
    return redirect(LIST + "?changed=named", 303)


@pages.post("/account/passkeys/<public_id>/remove")
@requires(Permission.ACCOUNT_KEEP, fresh=True)
def remove_passkey(visit: Visit, public_id: str) -> Response:
    """Remove the passkey: it opens nothing from now on."""
    visit.write(lambda unit: passkeys.remove_passkey(unit, public_id, acting(myself(visit))))
    return redirect(LIST + "?changed=removed", 303)


def _own(visit: Visit, public_id: str) -> OwnPasskey:
    found = [one for one in own_passkeys(visit.read, myself(visit).id) if one.public_id == public_id]
    if not found:
        raise NotFound
    return found[0]


def _one_page(one: OwnPasskey, errors: dict[str, str]) -> Response:
    name = request.form.get("name", one.name)
    return render("identity/passkey.html", status=422 if errors else 200, passkey=one, name=name, errors=errors)


@pages.post("/sign-in/passkey")
@public
def sign_in_with_passkey(visit: Visit) -> Response:
    """Sign in with a passkey: nothing else is asked, and nobody's wrong guesses stand in the way (S8)."""
    onward, half = own_address(request.form.get("next")), visitor(visit)
    tried = counted_network(visit)
    found, named = used(visit, SIGN_IN, visit.form_token)
    if found is None:
        visit.write(lambda unit: passkeys.note_wrong_passkey(unit, named))
        return step_page(visit, onward, {"passkey": NOT_TAKEN})
    shared = half.shared_computer if half else bool(request.form.get("shared"))
    browser = Browser(device_label(device()), shared, hash_of(visit.session_token))
    opened = visit.write(lambda unit: passkeys.open_with_passkey(unit, found, browser, tried))
    give_cookie(visit, opened.token)
    remember_device(visit, found.key.person_id, shared=shared)
    return redirect(onward, 303)

"""Setting up the second factor and its recovery codes (O4).

`/account/second-factor` is `@public` because staff reach it before their sign-in is finished, when they hold no
permission yet. The view itself sends away who has not passed the password, or still owes a code.
"""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.words import N_
from app.identity.account_queries import own_details, second_factor_of
from app.identity.account_routes import WRONG_PASSWORD
from app.identity.again_routes import ask_again
from app.identity.browser import gave_password_again, give_cookie, keyring_of, myself, visitor
from app.identity.forms import AgainForm, CodeForm, NewSecondFactorForm
from app.identity.one_time_codes import proposed_secret, set_up_address
from app.identity.services import second_factor
from app.identity.services.actor import acting
from app.identity.sessions import SignedInPerson
from app.identity.square_code import square_code
from app.web.access import FRESH, public, requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_second_factor", __name__)
WRONG_FIRST_CODE = N_("This is not the code that the app shows now. Check that the clock of your phone is right.")


@pages.get("/account/second-factor")
@public
def second_factor_page(visit: Visit) -> Response:
    """The secret as a square code and as letters, and where its first code is entered."""
    person = _may_set_up(visit)
    if person is None:
        return redirect("/sign-in?next=/account/second-factor", 303)
    return ask_again(visit) if _long_ago(visit, person) else _page(visit, person, {})


@pages.post("/account/second-factor")
@public
def set_up_second_factor(visit: Visit) -> Response:
    """Take the app's first code; shows the recovery codes, this once."""
    person = _may_set_up(visit)
    if person is None:
        return redirect("/sign-in", 303)
    if _long_ago(visit, person):
        return ask_again(visit)
    if errors := _problem(visit, person):
        return _page(visit, person, errors)
    keyring, code = keyring_of(visit), request.form["code"]
    secret = proposed_secret(keyring, visit.form_token)
    made = visit.write(
        lambda unit: second_factor.confirm_second_factor(
            unit, keyring, person.session_hash, acting(person), secret, code
        )
    )
    return _codes_page(visit, *made) if made else _page(visit, person, {"code": WRONG_FIRST_CODE})


def _may_set_up(visit: Visit) -> SignedInPerson | None:
    person = visitor(visit)
    return person if person and person.stage in {"enrol", "full"} else None


def _long_ago(visit: Visit, person: SignedInPerson) -> bool:
    """Whether every factor has to be given again before one is replaced: a password alone must not open the rest."""
    return person.stage == "full" and visit.now - person.proven_at > FRESH


def _problem(visit: Visit, person: SignedInPerson) -> dict[str, str]:
    """The password is asked for again where it was not given just now, in this same sign-in."""
    form = sent(NewSecondFactorForm if person.stage == "full" else CodeForm)
    if not form.validate():
        return errors_of(form)
    if person.stage == "full" and not gave_password_again(visit, form.data["password"]):
        return {"password": WRONG_PASSWORD}
    return {}


def _page(visit: Visit, person: SignedInPerson, errors: dict[str, str]) -> Response:
    secret = proposed_secret(keyring_of(visit), visit.form_token)
    address = set_up_address(secret, own_details(visit.read, person.id).sign_in_name)
    return render(
        "identity/second_factor.html",
        status=422 if errors else 200,
        state=second_factor_of(visit.read, person.id),
        unfinished=person.stage == "enrol",
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        address=address,
        square=square_code(address),
        errors=errors,
    )


def _codes_page(visit: Visit, token: str, codes: tuple[str, ...]) -> Response:
    give_cookie(visit, token)
    visit.form_token = keyring_of(visit).request_token(token)
    return render("identity/recovery_codes.html", codes=codes)


@pages.post("/account/second-factor/kept")
@public
def keep_codes(visit: Visit) -> Response:
    """The person says that they kept the recovery codes; who still lacks a needed passkey is led on to it."""
    person = _may_set_up(visit)
    if person is None:
        return redirect("/sign-in", 303)
    visit.write(lambda unit: second_factor.keep_recovery_codes(unit, acting(person)))
    return redirect("/account?changed=second-factor" if person.stage == "full" else "/account/passkeys", 303)


@pages.get("/account/recovery-codes")
@requires(Permission.ACCOUNT_KEEP)
def recovery_codes_page(visit: Visit) -> Response:
    """Where new recovery codes are asked for."""
    return render("identity/new_recovery_codes.html", state=second_factor_of(visit.read, myself(visit).id), errors={})


@pages.post("/account/recovery-codes")
@requires(Permission.ACCOUNT_KEEP)
def make_recovery_codes(visit: Visit) -> Response:
    """Replace the recovery codes; shows the new ones, this once."""
    form, me, keyring = sent(AgainForm), myself(visit), keyring_of(visit)
    state = second_factor_of(visit.read, me.id)
    errors = {} if form.validate() else errors_of(form)
    if state.confirmed_at is None:
        return redirect("/account/second-factor", 303)
    if not errors and not gave_password_again(visit, form.data["password"]):
        errors = {"password": WRONG_PASSWORD}
    if errors:
        return render("identity/new_recovery_codes.html", status=422, state=state, errors=errors)
    codes = visit.write(lambda unit: second_factor.make_recovery_codes(unit, keyring, acting(me)))
    return render("identity/recovery_codes.html", codes=codes)

"""Setting a first or a new password with a coordinator's code (O1, O5)."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.foundation.words import N_
from app.identity import passwords
from app.identity.account_queries import account_named
from app.identity.browser import counted, keyring_of
from app.identity.forms import LetInForm
from app.identity.services import letting_in, throttling
from app.web.access import public
from app.web.form import errors_of, sent
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_let_in", __name__)
NO_FIT = N_("The name and the code do not fit together, or the code is used or older than a day. Ask for a new one.")


@pages.get("/let-in")
@public
def let_in_page(visit: Visit) -> Response:
    """Where a code from the coordinator is entered."""
    return _page("", {})


@pages.post("/let-in")
@public
def let_in(visit: Visit) -> Response:
    """Set the password of who holds the code; says nothing of whether the name exists."""
    form, keyring = sent(LetInForm), keyring_of(visit)
    errors = _problem(form.data["new"], form.data["name"]) if form.validate() else errors_of(form)
    if errors:
        return _page(form.data["name"], errors)
    name, code = form.data["name"], form.data["code"]
    account = account_named(visit.read, keyring, name, visit.now)
    tried = counted(visit, throttling.let_in_bucket(keyring, account.person_id if account else name, visit.network))
    new_hash = passwords.hashed(form.data["new"])
    used = visit.write(lambda unit: letting_in.use_let_in_code(unit, keyring, account, code, new_hash, tried))
    if not used:
        return _page(name, {"code": NO_FIT})
    return render("identity/let_in_done.html", had_second_factor=bool(account and account.second_factor))


def _problem(new: str, name: str) -> dict[str, str]:
    problem = passwords.problem_with(new, second_factor=False, own=[name])
    return {"new": problem} if problem else {}


def _page(name: str, errors: dict[str, str]) -> Response:
    return render("identity/let_in.html", status=422 if errors else 200, name=name, errors=errors)

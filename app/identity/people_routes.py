"""The coordinator's pages: the officers of the own subtree (X1)."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.identity.agency_profile import agency_profile
from app.identity.browser import keyring_of, myself
from app.identity.forms import ConfirmIdentityForm, NewOfficerForm
from app.identity.queries import (
    PAGE,
    Officer,
    OfficerRow,
    agencies_of,
    officer_of,
    officers_named,
    officers_of,
    shown_card,
)
from app.identity.reading_log import note_person_read, note_reading
from app.identity.services import coordinating, letting_in
from app.identity.services.actor import acting
from app.identity.services.coordinating import DOCUMENTS
from app.identity.services.people import NewPerson, ServiceNumberTaken, SignInNameTaken
from app.identity.unreachable_queries import unreachable_since
from app.web.access import requires
from app.web.form import errors_of, sent
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_people", __name__)
_FIELD_OF = {SignInNameTaken: "sign_in_name", ServiceNumberTaken: "service_number"}


@pages.get("/people")
@requires(Permission.PEOPLE_COORDINATE)
def people(visit: Visit) -> Response:
    """The officers of the subtree, 50 a page; all, those not confirmed, or those of a name."""
    me, name, after = myself(visit), request.args.get("name", "")[:200].strip(), request.args.get("after", "")
    waiting = request.args.get("show") == "not-confirmed"
    rows = _rows(visit, name, after, waiting)
    why = "officers-found" if name else "identities-to-confirm" if waiting else "officers-page"
    note_reading(visit, AuditTag.PEOPLE_LISTED, f"agency:{me.agency_id}", why, count=min(len(rows), PAGE))
    return render(
        "identity/people.html",
        rows=rows[:PAGE],
        name=name,
        waiting=waiting,
        later=None if name else _later(rows, waiting),
        cut=bool(name and rows[PAGE:]),
        earlier=bool(after),
    )


def _rows(visit: Visit, name: str, after: str, waiting: bool) -> tuple[OfficerRow, ...]:
    """One more than a page holds, where there are more."""
    path = myself(visit).agency_path
    if name:
        return officers_named(visit.read, keyring_of(visit), path, name, visit.now)
    return officers_of(visit.read, path, visit.now, after=after, not_confirmed=waiting)


def _later(rows: tuple[OfficerRow, ...], waiting: bool) -> str | None:
    shown = "show=not-confirmed&" if waiting else ""
    return f"/people?{shown}after={rows[PAGE - 1].public_id}" if rows[PAGE:] else None


def _officer(visit: Visit, public_id: str, *, active: bool = False) -> Officer:
    now = visit.database.clock()  # an officer added in this visit holds the role only since after it began
    found = officer_of(visit.read, myself(visit).agency_path, public_id, now)
    if found is None or (active and found.state != "active"):
        raise NotFound
    return found


@pages.get("/people/<public_id>")
@requires(Permission.PEOPLE_COORDINATE)
def person(visit: Visit, public_id: str) -> Response:
    """One officer and what a coordinator does for them."""
    officer = _officer(visit, public_id)
    by = shown_card(visit.read, officer.identity_confirmed_by) if officer.identity_confirmed_by else None
    note_person_read(visit, officer.id, "officer-page")
    return render(
        "identity/person.html",
        officer=officer,
        confirmed_by=by.name if by else "",
        mine=officer.id == visit.me.id,
        unreachable=unreachable_since(visit.read, officer.id),
    )


@pages.get("/people/<public_id>/let-in")
@requires(Permission.PEOPLE_COORDINATE, fresh=True)
def let_in_page(visit: Visit, public_id: str) -> Response:
    """What a code does, before it is made."""
    officer = _officer(visit, public_id, active=True)
    note_person_read(visit, officer.id, "let-in")
    return render("identity/make_code.html", officer=officer)


@pages.post("/people/<public_id>/let-in")
@requires(Permission.PEOPLE_COORDINATE, fresh=True)
def make_code(visit: Visit, public_id: str) -> Response:
    """Make the code and show it, this once."""
    officer, me, keyring = _officer(visit, public_id, active=True), myself(visit), keyring_of(visit)
    code = visit.write(lambda unit: letting_in.make_let_in_code(unit, keyring, officer.id, acting(me)))
    return _code_page(visit, officer, code, added=False)


def _code_page(visit: Visit, officer: Officer, code: str, *, added: bool) -> Response:
    until = visit.now + letting_in.VALID_FOR
    return render(
        "identity/code.html", officer=officer, sign_in_name=officer.sign_in_name, code=code, until=until, added=added
    )


@pages.get("/people/<public_id>/confirm-identity")
@requires(Permission.PEOPLE_COORDINATE)
def confirm_page(visit: Visit, public_id: str) -> Response:
    """The check before confirming."""
    officer = _officer(visit, public_id, active=True)
    note_person_read(visit, officer.id, "confirm-identity")
    return _confirm_page(officer, {})


@pages.post("/people/<public_id>/confirm-identity")
@requires(Permission.PEOPLE_COORDINATE)
def confirm(visit: Visit, public_id: str) -> Response:
    """Note that the coordinator saw person and document together."""
    officer, me, form = _officer(visit, public_id, active=True), myself(visit), sent(ConfirmIdentityForm)
    if not form.validate():
        return _confirm_page(officer, errors_of(form), form.data.get("document") or "")
    document = form.data["document"]
    visit.write(lambda unit: coordinating.confirm_identity(unit, officer.id, document, acting(me)))
    return redirect(f"/people/{public_id}", 303)


def _confirm_page(officer: Officer, errors: dict[str, str], document: str = "") -> Response:
    return render(
        "identity/confirm_identity.html",
        status=422 if errors else 200,
        officer=officer,
        documents=DOCUMENTS,
        document=document,
        errors=errors,
    )


@pages.get("/people/new")
@requires(Permission.PEOPLE_COORDINATE)
def new_page(visit: Visit) -> Response:
    """Where an officer is added."""
    return _new_page(visit, {"key": new_public_id()}, {})


@pages.post("/people/new")
@requires(Permission.PEOPLE_COORDINATE)
def add(visit: Visit) -> Response:
    """Add the officer and show the code of their first invitation, this once."""
    form, me, keyring = sent(NewOfficerForm), myself(visit), keyring_of(visit)
    if not form.validate():
        return _new_page(visit, form.data, errors_of(form))
    new = _new_person(visit, form.data)
    try:
        invited = visit.write(lambda unit: coordinating.add_officer(unit, keyring, new, acting(me)))
    except (SignInNameTaken, ServiceNumberTaken) as refusal:
        return _new_page(visit, form.data, {_FIELD_OF[type(refusal)]: refusal.message})
    if invited is None:
        return redirect(f"/people/{quote(form.data['key'])}", 303)
    return _code_page(visit, _officer(visit, form.data["key"]), invited.code, added=True)


def _new_person(visit: Visit, entered: dict[str, str]) -> NewPerson:
    agencies = {agency.public_id: agency.id for agency in agencies_of(visit.read, myself(visit).agency_path)}
    if entered["agency"] not in agencies:
        raise NotFound
    return NewPerson(
        agency_id=agencies[entered["agency"]],
        sign_in_name=entered["sign_in_name"] or "",
        name=entered["name"],
        name_original=entered["name_original"] or None,
        rank=entered["rank"] or "",
        service_number=entered["service_number"] or None,
        locale=agency_profile(visit.read, visit.me.agency_id).locale or visit.locale,
        public_id=entered["key"],
    )


def _new_page(visit: Visit, entered: dict[str, str], errors: dict[str, str]) -> Response:
    agencies = agencies_of(visit.read, myself(visit).agency_path)
    return render(
        "identity/new_person.html",
        status=422 if errors else 200,
        entered=entered,
        agencies=[(agency.public_id, agency.name) for agency in agencies],
        errors=errors,
    )

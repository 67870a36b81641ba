"""Declaring a conflict of interest, and ending it: for everybody who may assess or decide."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.parting_queries import own_declarations
from app.accreditation.services.declaring import KINDS, NewConflict, declare_conflict, end_conflict
from app.accreditation.services.looking_up import STAFF_NAMES, take_look
from app.foundation.errors import TooOften
from app.foundation.words import N_
from app.identity.agency_queries import all_agencies
from app.identity.queries import person_cards, person_signing_in_as
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

conflict_pages = Blueprint("conflicts", __name__, url_prefix="/accreditation/conflicts")
_MOST = 500
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")
_ABOUT = N_("Enter a sign-in name, or choose an agency; not both.")
_NOBODY = N_("Nobody signs in with this name. Ask the coordinator of the officer's agency for it.")
_OWN = N_("This is you: nobody acts in their own case anyway.")
_KIND = N_("Choose what kind of conflict it is.")


@conflict_pages.get("")
@requires(Permission.PRACTICAL_ASSESS)
def conflicts(visit: Visit) -> Response:
    """What one declared, and the form."""
    return _page(visit, {})


@conflict_pages.post("")
@requires(Permission.PRACTICAL_ASSESS)
def declare(visit: Visit) -> Response:
    """Declare a conflict about a person or an agency."""
    new, errors = _entered(visit)
    if errors:
        return _page(visit, errors)
    actor = acting(visit.me)
    visit.write(lambda unit: declare_conflict(unit, new, actor))
    return redirect("/accreditation/conflicts", 303)


@conflict_pages.post("/<public_id>/end")
@requires(Permission.PRACTICAL_ASSESS)
def end(visit: Visit, public_id: str) -> Response:
    """End an own declaration."""
    actor = acting(visit.me)
    visit.write(lambda unit: end_conflict(unit, public_id, actor))
    return redirect("/accreditation/conflicts", 303)


def _entered(visit: Visit) -> tuple[NewConflict, dict[str, str]]:
    kind, typed = request.form.get("kind", ""), request.form.get("person", "").strip()[:200]
    chosen, note = request.form.get("agency", ""), request.form.get("note", "").strip()
    agency = next((one.id for one in all_agencies(visit.read) if one.public_id == chosen), None)
    errors = {} if kind in KINDS else {"kind": _KIND}
    errors |= {"note": _LONG} if len(note) > _MOST else {}
    if bool(typed) == bool(agency):
        return NewConflict(kind, note), {"person": _ABOUT, **errors}
    person = _looked_up(visit, typed) if typed else None
    if typed and person in {None, visit.me.id}:
        errors = {"person": _OWN if person else _NOBODY, **errors}
    return NewConflict(kind, note, person, agency), errors


def _looked_up(visit: Visit, typed: str) -> str | None:
    """Whose sign-in name it is; so many in an hour, as with every look at people."""
    keyring, me = visit.parts["keyring"], visit.me.id
    seconds = visit.write(lambda unit: take_look(unit, STAFF_NAMES, STAFF_NAMES.bucket(keyring, me)))
    if seconds:
        raise TooOften(seconds=seconds)
    return person_signing_in_as(visit.read, keyring, typed)


def _page(visit: Visit, errors: dict[str, str]) -> Response:
    own = own_declarations(visit.read, visit.me.id)
    cards = person_cards(visit.read, [one.about_person_id for one in own if one.about_person_id])
    return render("accreditation/conflicts.html", status=422 if errors else 200, errors=errors, form=request.form,
                  own=own, names={key: card.name for key, card in cards.items()}, kinds=KINDS,
                  agencies=[("", ""), *((one.public_id, one.name) for one in all_agencies(visit.read))])  # fmt: skip

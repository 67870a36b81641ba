"""A coordinator's cohorts: the list, one cohort with its officers and practical days (X1)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.cohort_form import Errors, read_cohort, read_day
from app.accreditation.cohort_queries import (
    MOST,
    CohortRecord,
    assessors_for,
    cohort_of,
    cohorts_of,
    days_of,
    members_of,
)
from app.accreditation.domain.cohort import TooMany, read_list
from app.accreditation.queries import schemes_in_force
from app.accreditation.services import practical_days, training_together
from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import keyring_of, myself
from app.identity.queries import officer_of, person_cards, true_cards
from app.identity.reading_log import note_reading
from app.identity.services.actor import acting
from app.identity.sign_in_names import people_called
from app.web.access import requires
from app.web.days import as_boxes, boxes_of
from app.web.locales import gettext_for, isolated
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("cohorts", __name__, url_prefix="/people/cohorts")
_NOBODY = N_("Enter sign-in names or service numbers of your officers, one in a line; at most 500.")
_UNKNOWN = N_("None of your officers is called so: %(names)s. Everybody else is in. Look at the spelling.")


@pages.get("")
@requires(Permission.PEOPLE_COORDINATE)
def cohorts(visit: Visit) -> Response:
    """The cohorts of the own agencies, and the form for another."""
    return _list(visit, {})


@pages.post("")
@requires(Permission.PEOPLE_COORDINATE)
def make(visit: Visit) -> Response:
    """Make a cohort."""
    new, errors = read_cohort(request.form, _titles(visit), visit.locale)
    if new is None:
        return _list(visit, errors)
    actor, agency = acting(myself(visit)), visit.me.agency_id
    made = visit.write(lambda unit: training_together.make_cohort(unit, agency, new, actor))
    return redirect(f"/people/cohorts/{made}", 303)


@pages.get("/<public_id>")
@requires(Permission.PEOPLE_COORDINATE)
def cohort(visit: Visit, public_id: str) -> Response:
    """One cohort: its officers, its practical days."""
    return _cohort_page(visit, _found(visit, public_id), {})


@pages.post("/<public_id>/officers")
@requires(Permission.PEOPLE_COORDINATE)
def officers(visit: Visit, public_id: str) -> Response:
    """Put those of a list in, or take one out."""
    found, me, out = _found(visit, public_id), myself(visit), request.form.get("out", "")
    if out:
        return _take_out(visit, found, out)
    people, errors = _named(visit)
    if people:
        visit.write(lambda unit: training_together.put_in(unit, found, people, me.agency_path, acting(me)))
    return _cohort_page(visit, found, errors) if errors else redirect(f"/people/cohorts/{public_id}", 303)


def _take_out(visit: Visit, found: CohortRecord, public_id: str) -> Response:
    officer, actor = officer_of(visit.read, myself(visit).agency_path, public_id, visit.now), acting(myself(visit))
    if officer is None:
        raise NotFound
    visit.write(lambda unit: training_together.take_out(unit, found, officer.id, actor))
    return redirect(f"/people/cohorts/{found.public_id}", 303)


@pages.post("/<public_id>/days")
@requires(Permission.PEOPLE_COORDINATE)
def plan(visit: Visit, public_id: str) -> Response:
    """Plan a practical day."""
    found, actor, wanted = _found(visit, public_id), acting(myself(visit)), set(request.form.getlist("assessor"))
    cards = person_cards(visit.read, assessors_for(visit.read, found.scheme))
    chosen = tuple(sorted(one.id for one in cards.values() if one.public_id in wanted))
    new, errors = read_day(request.form, chosen, visit.locale, visit.now.date())
    if new is None:
        return _cohort_page(visit, found, errors)
    day = visit.write(lambda unit: practical_days.plan_day(unit, found, new, actor))
    return redirect(f"/people/days/{day}", 303)


@pages.post("/<public_id>/close")
@requires(Permission.PEOPLE_COORDINATE)
def close(visit: Visit, public_id: str) -> Response:
    """Close it: it is kept, and no filter any more."""
    found, actor = _found(visit, public_id), acting(myself(visit))
    visit.write(lambda unit: training_together.close_cohort(unit, found, actor))
    return redirect("/people/cohorts", 303)


def _found(visit: Visit, public_id: str) -> CohortRecord:
    found = cohort_of(visit.read, myself(visit).agency_path, public_id)
    if found is None:
        raise NotFound
    return found


def _titles(visit: Visit) -> dict[str, str]:
    return {one.scheme.key: one.scheme.title for one in schemes_in_force(visit.read)}


def _named(visit: Visit) -> tuple[list[str], dict[str, Any]]:
    """Return the ids of whom the list means, and what is wrong with it; who is not of the subtree is unknown (X1)."""
    try:
        typed = read_list(request.form.get("names", ""))
    except TooMany:
        typed = ()
    if not typed:
        return [], {"names": _NOBODY}
    called = people_called(visit.read, keyring_of(visit), typed)
    cards, path = true_cards(visit.read, {who for ids in called.values() for who in ids}), myself(visit).agency_path
    meant = {one: [who for who in ids if cards[who].agency_path.startswith(path)] for one, ids in called.items()}
    unknown = [one for one, ids in meant.items() if len(ids) != 1]
    said = gettext_for(visit.locale)[0](_UNKNOWN, names=isolated(", ".join(unknown))) if unknown else ""
    return [ids[0] for ids in meant.values() if len(ids) == 1], {"names": said} if said else {}


def _list(visit: Visit, errors: Errors) -> Response:
    found, sent = cohorts_of(visit.read, myself(visit).agency_path), request.form
    return render(
        "accreditation/cohorts.html",
        status=422 if errors else 200,
        cohorts=found[:MOST],
        more=bool(found[MOST:]),
        titles=_titles(visit),
        entered=sent,
        starts=boxes_of(sent, "starts") if errors else as_boxes(visit.now.date()),
        ends=boxes_of(sent, "ends"),
        errors=errors,
    )


def _cohort_page(visit: Visit, found: CohortRecord, errors: dict[str, Any]) -> Response:
    visit.path = "/people/cohorts"
    members = members_of(visit.read, myself(visit).agency_path, visit.now, found.id)
    note_reading(visit, AuditTag.PEOPLE_LISTED, f"cohort:{found.id}", "cohort-page", count=len(members))
    cards = true_cards(visit.read, members)
    return render(
        "accreditation/cohort.html",
        status=422 if errors else 200,
        cohort=found,
        title=_titles(visit).get(found.scheme, found.scheme),
        members=sorted(cards.values(), key=lambda card: card.name),
        days=days_of(visit.read, found.id),
        assessors=list(person_cards(visit.read, assessors_for(visit.read, found.scheme)).values()),
        today=visit.now.date(),
        entered=request.form,
        held=boxes_of(request.form, "held"),
        errors=errors,
    )

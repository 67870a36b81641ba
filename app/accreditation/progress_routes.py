"""The coordinator's page of progress: who stands still longest first, and a ready-made word to them."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.cohort_queries import CohortRecord, cohort_of, cohorts_of, members_of
from app.accreditation.progress_page import progress_table
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.identity.browser import myself
from app.identity.reading_log import note_reading
from app.identity.services.actor import acting
from app.learning.officer_queries import PAGE, OfficerStanding, officers_not_on, officers_on
from app.learning.services.reminding import remind_officers
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("officer_progress", __name__, url_prefix="/people/progress")
SHOWN = ("all", "stuck", "not-enrolled")


@pages.get("")
@requires(Permission.PEOPLE_COORDINATE)
def progress(visit: Visit) -> Response:
    """The officers on the courses of one scheme, fifty a page."""
    schemes = [one for one in schemes_in_force(visit.read) if one.scheme.courses]
    found = _chosen(schemes, request.args.get("scheme", ""))
    if found is None:
        return render("accreditation/progress_empty.html")
    return _table_page(visit, schemes, found)


@pages.post("/remind")
@requires(Permission.PEOPLE_COORDINATE)
def remind(visit: Visit) -> Response:
    """Tell the chosen officers, in ready-made words, that their coordinator asks them to go on."""
    found = _chosen(list(schemes_in_force(visit.read)), request.form.get("scheme", ""))
    if found is None:
        raise NotFound
    me, people, courses = myself(visit), request.form.getlist("officer")[:PAGE], found.scheme.courses
    told = visit.write(lambda unit: remind_officers(unit, people, courses, me.agency_path, acting(me)))
    return redirect(f"/people/progress?scheme={found.scheme.key}&told={told}", 303)


def _table_page(visit: Visit, schemes: list[SchemeInForce], found: SchemeInForce) -> Response:
    show, after, told = (request.args.get(name, "") for name in ("show", "after", "told"))
    show = show if show in SHOWN else "all"
    cohort = _cohort(visit, found)
    officers = _officers(visit, found, show, after[:40], cohort)
    agency, count = f"agency:{visit.me.agency_id}", min(len(officers), PAGE)
    note_reading(visit, AuditTag.PEOPLE_LISTED, agency, "progress-page", count=count)
    return render(
        "accreditation/progress.html",
        schemes=[(one.scheme.key, one.scheme.title) for one in schemes],
        scheme=found.scheme,
        show=show,
        table=progress_table(visit, found, officers[:PAGE]),
        told=told[:4] if told.isascii() and told.isdigit() else "",
        cohorts=[(one.public_id, one.name) for one in _cohorts(visit, found)],
        cohort=cohort.public_id if cohort else "",
        **_pages(_base(found, cohort) + f"&show={show}", officers, after),
    )


def _pages(base: str, officers: tuple[OfficerStanding, ...], after: str) -> dict[str, Any]:
    """Where the next page is and, from a later one, the first."""
    later = f"{base}&after={officers[PAGE - 1].public_id}" if officers[PAGE:] else None
    return {"later": later, "earlier": base if after else None}


def _chosen(schemes: list[SchemeInForce], key: str) -> SchemeInForce | None:
    return next((one for one in schemes if one.scheme.key == key), schemes[0] if schemes and not key else None)


def _cohorts(visit: Visit, found: SchemeInForce) -> list[CohortRecord]:
    every = cohorts_of(visit.read, myself(visit).agency_path)
    return [one for one in every if one.scheme == found.scheme.key and not one.ended_at]


def _cohort(visit: Visit, found: SchemeInForce) -> CohortRecord | None:
    """Return the cohort that the address narrows the page to; an unknown one narrows nothing."""
    wanted = request.args.get("cohort", "")
    return cohort_of(visit.read, myself(visit).agency_path, wanted) if re.fullmatch(r"\w{1,16}", wanted) else None


def _base(found: SchemeInForce, cohort: CohortRecord | None) -> str:
    return f"/people/progress?scheme={found.scheme.key}" + (f"&cohort={cohort.public_id}" if cohort else "")


def _officers(
    visit: Visit, found: SchemeInForce, show: str, after: str, cohort: CohortRecord | None
) -> tuple[OfficerStanding, ...]:
    path, courses = myself(visit).agency_path, found.scheme.courses
    among = members_of(visit.read, path, visit.now, cohort.id) if cohort else None
    if show == "not-enrolled":
        return officers_not_on(visit.read, path, courses, visit.now, after=after, among=among)
    return officers_on(visit.read, path, courses, visit.now, after=after, stuck_only=show == "stuck", among=among)

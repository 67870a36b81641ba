"""Who assesses for which accreditation, from when to when; accreditation staff appoint by name."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.domain.scheme import Scheme
from app.accreditation.queries import schemes_in_force
from app.accreditation.request_queries import appointments
from app.accreditation.services.assessing import appoint, end_appointment
from app.accreditation.services.looking_up import STAFF_NAMES, take_look
from app.foundation.errors import NotFound, TooOften
from app.foundation.words import N_
from app.identity.queries import people_in_role, person_cards, person_signing_in_as
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.days import NoSuchDay, boxes_of, day_of
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

assessor_pages = Blueprint("assessors", __name__, url_prefix="/accreditation/assessors")
_NOBODY = N_("No trainer and nobody of accreditation staff signs in with this name. Ask them for it.")
_SCHEME = N_("Choose an accreditation.")
_NO_DAY = N_("Enter a day that exists, such as 31 3 2027, or leave it empty.")
_PAST = N_("Enter today or a later day, or leave it empty.")
_ASSESS = ("trainer", "accreditation")
"""Roles whose pages let somebody assess."""


@assessor_pages.get("")
@requires(Permission.SCHEME_MANAGE)
def assessors(visit: Visit) -> Response:
    """Every appointment, those in force first, and the form."""
    return _page(visit, {})


@assessor_pages.post("")
@requires(Permission.SCHEME_MANAGE)
def appoint_assessor(visit: Visit) -> Response:
    """Appoint somebody, up to a day where one is given; twice is once, and another day changes it."""
    typed, scheme, actor = (
        request.form.get("person", "").strip()[:200],
        request.form.get("scheme", ""),
        acting(visit.me),
    )
    until, wrong = _last_day(visit)
    errors = {} if scheme in {one.key for one in _practised(visit)} else {"scheme": _SCHEME}
    errors |= {"until": wrong} if wrong else {}
    person = _looked_up(visit, typed)
    if person is None:
        errors = {"person": _NOBODY, **errors}
    if errors or person is None:
        return _page(visit, errors)
    visit.write(lambda unit: appoint(unit, actor, person, scheme, until))
    return redirect("/accreditation/assessors", 303)


@assessor_pages.post("/end")
@requires(Permission.SCHEME_MANAGE)
def end(visit: Visit) -> Response:
    """End an appointment; what was assessed under it stands."""
    public_id, scheme, actor = request.form.get("person", ""), request.form.get("scheme", ""), acting(visit.me)
    known = (one for one in appointments(visit.read) if one.ended_at is None)
    found = next((one for one in known if (one.public_id, one.scheme) == (public_id, scheme)), None)
    if found is None:
        raise NotFound
    visit.write(lambda unit: end_appointment(unit, actor, found.person_id, scheme))
    return redirect("/accreditation/assessors", 303)


def _last_day(visit: Visit) -> tuple[date | None, str | None]:
    try:
        day = day_of(boxes_of(request.form, "until"), visit.locale)
    except NoSuchDay:
        return None, _NO_DAY
    return (None, _PAST) if day and day < visit.now.date() else (day, None)


def _practised(visit: Visit) -> list[Scheme]:
    """The schemes that ask for a practical or an interview."""
    return [one.scheme for one in schemes_in_force(visit.read) if one.scheme.sheets]


def _looked_up(visit: Visit, typed: str) -> str | None:
    """Whose sign-in name it is, among those who may assess; so many in an hour, as with every look at people."""
    keyring, me = visit.parts["keyring"], visit.me.id
    seconds = visit.write(lambda unit: take_look(unit, STAFF_NAMES, STAFF_NAMES.bucket(keyring, me)))
    if seconds:
        raise TooOften(seconds=seconds)
    found = person_signing_in_as(visit.read, keyring, typed)
    able = {one for role in _ASSESS for one in people_in_role(visit.read, role, visit.now)}
    return found if found in able else None


def _page(visit: Visit, errors: dict[str, str]) -> Response:
    visit.path = "/accreditation/assessors"
    known, schemes = appointments(visit.read), _practised(visit)
    cards = person_cards(visit.read, {one.person_id for one in known}) if known else {}
    titles = {one.scheme.key: one.scheme.title for one in schemes_in_force(visit.read)}
    return render("accreditation/assessors.html", status=422 if errors else 200, errors=errors, form=request.form,
                  until=boxes_of(request.form, "until"), today=visit.now.date(),
                  rows=[(one, cards[one.person_id], titles.get(one.scheme, one.scheme)) for one in known],
                  schemes=[("", ""), *((one.key, one.title) for one in schemes)])  # fmt: skip

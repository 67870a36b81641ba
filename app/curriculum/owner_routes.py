"""The owners of a course: one of them adds another trainer, or ends one."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.owner_queries import owners
from app.curriculum.services.owning import add_owner, end_owner
from app.foundation.errors import TooOften
from app.foundation.words import N_
from app.identity.queries import people_in_role, person_signing_in_as
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_owners", __name__)


@pages.get("/authoring/<course>/owners")
@requires(Permission.COURSE_AUTHOR)
def owners_page(visit: Visit, course: str) -> Response:
    """Who may edit the course."""
    return _page(visit, open_course(visit, course), {})


@pages.post("/authoring/<course>/owners")
@requires(Permission.COURSE_AUTHOR, fresh=True)
def add(visit: Visit, course: str) -> Response:
    """Make another trainer an owner."""
    opened, person_id = open_course(visit, course), _trainer(visit)
    if person_id is None:
        return _page(visit, opened, {"sign_in": N_("No trainer signs in with this name. Ask them how they sign in.")})
    title = opened.desk.title or opened.version.title
    added = visit.write(partial(add_owner, course=course, title=title, by=visit.me.id, person_id=person_id))
    if not added:
        return _page(visit, opened, {"sign_in": N_("This trainer is an owner already.")})
    return redirect(f"/authoring/{course}/owners", 303)


@pages.post("/authoring/<course>/owners/end")
@requires(Permission.COURSE_AUTHOR, fresh=True)
def end(visit: Visit, course: str) -> Response:
    """End an owner, who may be oneself."""
    opened, chosen = open_course(visit, course), request.form.get("owner", "")
    person_id = next((one.id for one in owners(visit.read, course) if one.public_id == chosen), None)
    if person_id is None:
        return _page(visit, opened, {"owner": N_("This person is no owner of the course any longer.")})
    title = opened.desk.title or opened.version.title
    visit.write(partial(end_owner, course=course, title=title, by=visit.me.id, person_id=person_id))
    return redirect("/authoring" if person_id == visit.me.id else f"/authoring/{course}/owners", 303)


def _trainer(visit: Visit) -> str | None:
    """Return whose sign-in name was typed, where they are a trainer now; so many looks in an hour."""
    typed, keyring, me = request.form.get("sign_in", "").strip()[:100], visit.parts["keyring"], visit.me.id
    seconds = visit.write(lambda unit: visit.parts["staff_look"](unit, keyring, me)) if typed else 0
    if seconds:
        raise TooOften(seconds=seconds)
    found = person_signing_in_as(visit.read, keyring, typed) if typed else None
    return found if found in people_in_role(visit.read, "trainer", visit.now) else None


def _page(visit: Visit, opened: OpenCourse, errors: dict[str, str]) -> Response:
    return render(
        "curriculum/owners.html",
        status=422 if errors else 200,
        opened=opened,
        version=opened.version,
        owners=owners(visit.read, opened.course),
        me=visit.me.id,
        entered=request.form.get("sign_in", ""),
        errors=errors,
    )

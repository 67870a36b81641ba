"""The issuer's profile for accreditation staff: what stands on certificates, changed without a developer."""

from __future__ import annotations

import base64
import json

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.domain.issuer_profile import Profile
from app.accreditation.domain.specimen import specimen_statement
from app.accreditation.domain.statement import canonical
from app.accreditation.profile_forms import EnteredProfile, entered_profile, filled_in
from app.accreditation.profile_pictures import LIMIT, PICTURES, digests_of, media_type, picture_of, stored
from app.accreditation.profile_queries import profile_in_force, profile_versions
from app.accreditation.queries import schemes_in_force
from app.accreditation.services.keeping_profile import put_profile_in_force
from app.foundation.apart import TooMuch, ask_apart
from app.foundation.errors import NotFound, Refusal
from app.foundation.words import N_
from app.identity.queries import person_cards
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

profile_pages = Blueprint("issuer_profile", __name__, url_prefix="/accreditation/issuer")
DESIGN = "alliance"
_APART = "app.accreditation.apart_specimen"
_HOME = "/accreditation/issuer"


class NoSpecimen(Refusal):
    """The specimen could not be printed."""

    code = "no_specimen"
    message = N_("The specimen could not be printed. Go back, take a picture out, and try again.")


@profile_pages.get("")
@requires(Permission.SCHEME_MANAGE)
def issuer_profile(visit: Visit) -> Response:
    """The profile in force and the versions before it."""
    found, versions = profile_in_force(visit.read), profile_versions(visit.read)
    cards = person_cards(visit.read, {one.made_by for one in versions}) if versions else {}
    return render(
        "accreditation/issuer.html",
        found=found,
        pictures=digests_of(found.profile) if found else {},
        versions=versions,
        names={key: one.name for key, one in cards.items()},
        house=visit.parts["issuer"],
        done=request.args.get("done") == "1",
    )


@profile_pages.get("/change")
@requires(Permission.SCHEME_MANAGE)
def change_page(visit: Visit) -> Response:
    """Where another version is written; it begins as the one in force."""
    found, house = profile_in_force(visit.read), visit.parts["issuer"]
    begun = filled_in(found.profile if found else None, house.name, house.base_url)
    return _form(begun, found.number if found else 0)


@profile_pages.post("/change")
@requires(Permission.SCHEME_MANAGE)
def change(visit: Visit) -> Response:
    """Check what was entered, print a specimen, put it in force, or go back to the form."""
    storage, step, based_on = visit.parts["storage"], request.form.get("step", ""), _based_on()
    given = entered_profile(storage, DESIGN, plain_allowed=visit.parts["demo"])
    if given.errors or step == "change":
        visit.path = f"{_HOME}/change"
        return _form(given, based_on)
    profile = given.profile(storage)
    if step in {"look", "specimen"}:
        made = _specimen(visit, profile)
        return _download(made["pdf"]) if step == "specimen" else _check(visit, given, based_on, made["picture"])
    if step != "confirm":
        return _check(visit, given, based_on)
    actor = acting(visit.me)
    visit.write(lambda unit: put_profile_in_force(unit, actor, profile, based_on))
    return redirect(f"{_HOME}?done=1", 303)


@profile_pages.get("/pictures/<digest>")
@requires(Permission.SCHEME_MANAGE)
def picture(visit: Visit, digest: str) -> Response:
    """A picture of a profile, or of one that is being written."""
    content = picture_of(visit.parts["storage"], digest)
    if content is None:
        raise NotFound
    return Response(content, mimetype=media_type(content))


def _based_on() -> int:
    text = request.form.get("based_on", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _form(given: EnteredProfile, based_on: int) -> Response:
    return render(
        "accreditation/issuer_form.html",
        status=422 if given.errors else 200,
        words=given.words,
        pictures=given.pictures,
        errors=given.errors,
        based_on=based_on,
        limit=LIMIT,
    )


def _check(visit: Visit, given: EnteredProfile, based_on: int, seen: bytes = b"") -> Response:
    visit.path = f"{_HOME}/change"
    return render(
        "accreditation/issuer_check.html",
        words=given.words,
        pictures=given.pictures,
        names=PICTURES,
        based_on=based_on,
        schemes=tuple((one.scheme.key, one.scheme.title) for one in schemes_in_force(visit.read)),
        scheme=request.form.get("scheme", ""),
        seen=stored(visit.parts["storage"], seen),
    )


def _specimen(visit: Visit, profile: Profile) -> dict[str, bytes]:
    """Return PDF and picture of a specimen of the chosen accreditation. Raises `NoSpecimen`."""
    wanted, found = request.form.get("scheme", ""), schemes_in_force(visit.read)
    scheme = next((one.scheme for one in found if one.scheme.key == wanted), found[0].scheme if found else None)
    text = canonical(specimen_statement(profile, scheme, visit.now.date()))
    visit.close()  # printing takes a second or two: the connection is for others meanwhile
    asked = json.dumps({"statement": text, "language": visit.locale}).encode()
    try:
        answer = ask_apart(_APART, asked)
    except TooMuch as problem:
        raise NoSpecimen from problem
    if "pdf" not in answer:
        raise NoSpecimen
    return {name: base64.b64decode(answer[name]) for name in ("pdf", "picture")}


def _download(pdf: bytes) -> Response:
    made = Response(pdf, mimetype="application/pdf")
    made.headers["Content-Disposition"] = 'attachment; filename="specimen.pdf"'
    return made

"""What each form of the matrix sends: right enough to be taken where the person may send it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from app.curriculum.domain.module_list import module_lines
from tests.domain.curriculum.small_course import LESSON

if TYPE_CHECKING:
    from tests.access.table import Line
    from tests.access.world import World

_QUESTION = {
    "stem": "What now?", "kind": "single", "option-1": "This", "option-2": "That", "right": "1",
    "reason-1": "Yes.", "reason-2": "No.", "outcome": "see",
}  # fmt: skip
FORMS: dict[str, dict[str, str]] = {
    "/attempts/<public_id>": {"save": ""},
    "/people/<public_id>/confirm-identity": {"document": "passport", "together": "y"},
    "/people/<public_id>/cover-name": {"cover": "Another Name"},
    "/people/<public_id>/vetting": {"last-day": "31", "last-month": "12", "last-year": "2030"},
    "/people/cohorts": {
        "name": "Spring",
        "scheme": "cfr-knowledge",
        "starts-day": "1",
        "starts-month": "3",
        "starts-year": "2030",
        "ends-day": "1",
        "ends-month": "9",
        "ends-year": "2030",
    },
    "/people/cohorts/<public_id>/officers": {"names": "kofi"},
    "/people/cohorts/<public_id>/days": {
        "held-day": "1",
        "held-month": "3",
        "held-year": "2031",
        "place": "Hall",
        "seats": "3",
        "hours": "6",
    },
    "/people/days/<public_id>": {"act": "places"},
    "/people/agency": {"zone": "Africa/Accra"},
    "/people/<public_id>/nominate": {"course": "closed-course", "reason": "The work."},
    "/accreditation/nominations/places": {"course": "no-such-course", "places": "2"},
    "/role": {"role": "officer"},
    "/account/email/address": {"address": "ama@police.example"},
    "/account/passkeys/<public_id>": {"name": "My other phone"},
    "/users/<public_id>/roles": {"role": "trainer", "reason": "Teaches from May."},
    "/users/<public_id>/lock": {"reason": "The phone was stolen."},
    "/users/<public_id>/role-proposal": {"role": "operator", "reason": "Runs the server from May."},
    "/users/roles/<public_id>": {"answer": "agree"},
    "/users/<public_id>/recovery": {"reason": "The phone is lost."},
    "/users/recovery/<public_id>": {"answer": "agree"},
    "/settings/<key>": {"value": "2027-03-01", "reason": "Told in May.", "seen": "0"},
    "/accreditation/cases/<public_id>/claim": {"act": "claim"},
    "/accreditation/cases/<public_id>/check": {"outcome": "defer", "text": ""},
    "/accreditation/cases/<public_id>/decide": {"outcome": "defer", "text": ""},
    "/accreditation/cases/<public_id>/answer": {"answer": "object"},
    "/accreditation/claims/<public_id>": {"verdict": "accepted"},
    "/people/requests/<public_id>": {"answer": "yes"},
    "/follow-up/<public_id>": {"act": "skip"},
    "/follow-up/<public_id>/words": {"act": "withdraw"},
    "/accreditation/quotes/<public_id>": {"act": "show"},
    "/grants": {
        "for": "demo-partner",
        "reference": "M-1",
        "amount": "1000",
        "currency": "EUR",
        "first": "2026-Q1",
        "last": "2026-Q2",
    },
    "/data-use": {"data": "low", "back": "/help"},
    "/language": {"language": "en", "back": "/help"},
    "/sign-in": {"name": "nobody", "password": "not a password"},
    "/let-in": {"name": "", "code": "", "new": "", "again": ""},
    "/verify/<number>": {"name": "Somebody Else"},
    "/accreditation/register/by-name": {"name": "Amara", "reason": "appeal"},
    "/authoring/<course>/new-lesson/<module>": {"title": "A new lesson", "body": "Words."},
    "/authoring/<course>/new-question/<path:path>": _QUESTION,
    "/authoring/<course>/question/<key>/<path:path>": {**_QUESTION, "action": "preview"},
    "/authoring/<course>/revisions/<path:path>": {"number": "0"},
    "/authoring/new": {"title": "A course", "summary": "What one learns."},
    "/authoring/<course>/new-module": {"title": "Another module", "minutes": "5"},
    "/authoring/<course>/move": {"way": "down", "module": "01-first-steps"},
    "/authoring/<course>/new-quiz/<module>": {"title": "Another quiz", "kind": "practice"},
    "/authoring/<course>/owners": {"sign_in": "nobody"},
    "/authoring/<course>/owners/end": {"owner": "nobody"},
    "/authoring/<course>/new-bank": {"title": "Another bank"},
    "/authoring/<course>/bring-questions/<path:path>": {"table": "question\tanswer 1\tanswer 2\tright\nWhat?\tA\tB\t1"},
    "/authoring/<course>/brought-document/<public_id>": {"picture-1": "A scene."},
    "/authoring/<course>/reports/<public_id>": {"answer": "Thank you.", "verdict": "declined"},
    "/certificates/<number>/language": {"language": "en"},
    "/certificates/transcript": {"language": "en"},
    "/courses/<course>/language": {"language": "en"},
    "/courses/<course>/newer-version": {"number": "1"},
    "/authoring/<course>/translate": {"language": "de"},
    "/authoring/<course>/translate/<language>/<path:path>": {
        "title": "Voir",
        "based_on": hashlib.sha256(b"").hexdigest(),
    },
    "/courses/<course>/<module>/<slug>/report": {"text": "A slip."},
    "/attempts/<public_id>/challenge/<item>": {"text": "A doubt."},
    "/authoring/reviews/<course>/comment": {"path": LESSON, "line": "1", "comment": "A word."},
    "/authoring/reviews/<course>/send-back": {"note": "Not yet."},
}
"""By rule. Forms that ask for a password again are sent empty: 422 to whoever may, which costs no argon2."""

BY_OBJECT: dict[tuple[str, str], dict[str, str]] = {("/role", "unheld"): {"role": "operator"}}


def form_for(world: World, line: Line) -> dict[str, Any]:
    """Return the fields of the form that the line sends."""
    made = {
        "/people/new": _new_officer,
        "/accreditation/schemes/<key>/change": _scheme_change,
        "/people/table": _table_of_officers,
        "/authoring/<course>/text/<path:path>": _saved_text,
        "/authoring/<course>/take-out/<path:path>": _saved_text,
        "/authoring/<course>/modules/<folder>": _module,
        "/authoring/<course>/revisions/<path:path>": _revision,
        "/authoring/reviews/<course>/approve": _approval,
        "/accreditation/assessors/end": _appointment,
        "/users/<public_id>/mandates": _mandate,
    }.get(line.rule)
    if made:
        return made(world, line.thing)
    return dict(BY_OBJECT.get((line.rule, line.thing), FORMS.get(line.rule, {})))


def json_for(world: World, line: Line) -> dict[str, Any]:
    """Return what the page's script sends instead of a form."""
    if line.rule == "/authoring/paste":
        return {"json": {"html": "<p><b>Words</b></p>"}}
    if line.rule != "/attempts/<public_id>/save":
        return {}
    return {"json": {"writer": "matrix", "sequence": 1, "item": world.objects[line.thing]["item"], "answer": []}}


def _new_officer(world: World, thing: str) -> dict[str, str]:
    return {"key": "0123456789abcdef", "name": "A New Officer", "agency": _agency(world, thing)}


def _table_of_officers(world: World, thing: str) -> dict[str, str]:
    return {"table": "name,service_number\nA New Officer,N-1", "agency": _agency(world, thing), "step": "confirm"}


def _mandate(world: World, _thing: str) -> dict[str, str]:
    last = {"last-day": "1", "last-month": "9", "last-year": str(date.today().year + 1)}  # noqa: DTZ011
    return {"agency": _agency(world, "far-agency"), "reason": "Somebody is away.", **last}


def _agency(world: World, thing: str) -> str:
    country = {"own-agency": "GH", "far-agency": "MA"}.get(thing, "")
    agency = world.scalar("SELECT public_id FROM agency WHERE country = :c AND kind = 'police'", c=country)
    return agency or "0123456789abcdef"


def _scheme_change(world: World, thing: str) -> dict[str, str]:
    newest = "SELECT id FROM scheme_version WHERE scheme = :key ORDER BY number DESC LIMIT 1"
    return {"key": "z" * 16, "based_on": world.scalar(newest, key=world.objects[thing]["key"]) or ""}


def _text(world: World, thing: str, path: str = "") -> str:
    place = world.objects[thing]
    held = world.scalar(
        "SELECT s.content FROM source_file s JOIN course_version v ON v.id = s.version_id "
        "JOIN course c ON c.id = v.course_id WHERE c.key = :key AND s.path = :path ORDER BY v.number DESC",
        key=place["course"],
        path=path or place["path"],
    )
    return (held or b"").decode()


def _saved_text(world: World, thing: str) -> dict[str, str]:
    text = _text(world, thing)
    return {"file": text + "\nMore.\n", "based_on": hashlib.sha256(text.encode()).hexdigest()}


def _module(world: World, thing: str) -> dict[str, str]:
    place = world.objects[thing]
    listed = module_lines(_text(world, thing, "course.yml"), place["folder"])
    return {"title": "A module", "minutes": "5", "based_on": hashlib.sha256(listed.encode()).hexdigest()}


def _revision(world: World, thing: str) -> dict[str, str]:
    return {"number": "0", "based_on": _saved_text(world, thing)["based_on"]}


def _approval(world: World, thing: str) -> dict[str, str]:
    held = "SELECT v.source_hash FROM course_version v JOIN course c ON c.id = v.course_id WHERE c.key = :key"
    return {"source_hash": world.scalar(held, key=world.objects[thing]["course"]) or ""}


def _appointment(world: World, thing: str) -> dict[str, str]:
    public_id = world.scalar("SELECT public_id FROM person WHERE id = :id", id=world.people["rev"])
    return {"person": public_id, "scheme": "cfr-1" if thing == "appointment" else "no-such-scheme"}

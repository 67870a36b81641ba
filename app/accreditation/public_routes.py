"""The public check of a certificate by its number (A17, A22)."""

from __future__ import annotations

import re

from flask import Blueprint, jsonify, redirect, request
from werkzeug.wrappers import Response
from wtforms import Form

from app.accreditation.afterwards import after_answer
from app.accreditation.domain.number import parse_number
from app.accreditation.open_form import open_form
from app.accreditation.proof_routes import offline_text
from app.accreditation.public_record import for_programs, public_record
from app.accreditation.queries import CheckedCredential, credential_for_checkers
from app.accreditation.services.looking_up import (
    NAMES,
    UNKNOWN_NUMBERS,
    count_look,
    is_holders_name,
    line_of,
    refuse_too_many,
    take_look,
)
from app.accreditation.staff_looks import note_if_staff
from app.accreditation.uploads import MEGABYTES
from app.foundation.errors import TooOften
from app.foundation.words import N_
from app.identity.queries import is_covered
from app.web.access import public
from app.web.errors import wants_json
from app.web.form import errors_of, line, sent
from app.web.rendering import render
from app.web.visit import Visit

public_pages = Blueprint("verify", __name__)
_NO_LETTER = re.compile(r"[^0-9A-Za-z-]+")
_LONGEST = 40


class NameForm(Form):
    """The name that stands on the paper."""

    name = line(N_("Name on the paper"), needed=N_("Enter the name as it stands on the paper."))


@public_pages.get("/verify")
@public
def number_box(visit: Visit) -> Response:
    """Where a number is typed; a number in the address leads on to its own page."""
    typed = request.args.get("number", "").strip()
    if typed:
        return redirect(f"/verify/{parse_number(typed) or _harmless(typed)}", 303)
    return render("accreditation/verify.html", megabytes=MEGABYTES, offline_size=len(offline_text(visit).encode()))


@public_pages.get("/verify/<number>")
@public
def verified(visit: Visit, number: str) -> Response:
    """What the register says of a number."""
    found = _looked_up(visit, number)
    return _unknown(visit, number) if found is None else _known(visit, found)


@public_pages.post("/verify/<number>")
@public
def compare_name(visit: Visit, number: str) -> Response:
    """Tell whether the certificate was issued to the name that was typed; the name itself is never given."""
    found = _looked_up(visit, number)
    if found is None:
        return _unknown(visit, number)
    form = sent(NameForm)
    if not form.validate():
        return _known(visit, found, errors=errors_of(form), typed=form.name.data, status=422)
    _count_comparison(visit, found.credential.number)
    named = is_holders_name(visit.parts["keyring"], found.credential, form.name.data)
    covered = is_covered(visit.read, found.credential.person_id)
    matches = named and not covered and not found.protected  # a guess at a protected name is confirmed to nobody
    return _known(visit, found, typed=form.name.data, matches=matches)


def _looked_up(visit: Visit, number: str) -> CheckedCredential | None:
    """A number that cannot be one is looked up all the same, so that both cost the same."""
    bucket = _network(visit)
    refuse_too_many(visit.read, UNKNOWN_NUMBERS, bucket, visit.now)
    found = credential_for_checkers(visit.read, parse_number(number) or "")
    if found is None:
        after_answer(visit, lambda unit: count_look(unit, bucket))
    else:
        note_if_staff(visit, found.credential)
    return found


def _network(visit: Visit) -> str:
    return UNKNOWN_NUMBERS.bucket(visit.parts["keyring"], line_of(visit.network))


def _unknown(visit: Visit, number: str) -> Response:
    """One page for numbers that were never given and for what is no number: nothing in it depends on what was typed."""
    if wants_json():
        answer: Response = jsonify(number=number[:_LONGEST], status="unknown")
        answer.status_code = 404
        return answer
    visit.path = "/verify"
    open_form(visit)
    return render("accreditation/unknown.html", status=404, megabytes=MEGABYTES)


def _known(
    visit: Visit,
    found: CheckedCredential,
    *,
    errors: dict[str, str] | None = None,
    typed: str = "",
    matches: bool | None = None,
    status: int = 200,
) -> Response:
    record = public_record(visit, found)
    if wants_json() and matches is None:
        return jsonify(for_programs(record))
    open_form(visit)
    return render(
        "accreditation/answer.html",
        status=status,
        record=record,
        errors=errors or {},
        typed=typed,
        matches=matches,
        today=visit.now.date(),
        megabytes=MEGABYTES,
    )


def _count_comparison(visit: Visit, number: str) -> None:
    bucket = NAMES.bucket(visit.parts["keyring"], line_of(visit.network), number)
    seconds = visit.write(lambda unit: take_look(unit, NAMES, bucket))
    if seconds:
        raise TooOften(seconds=seconds)


def _harmless(typed: str) -> str:
    return _NO_LETTER.sub("", typed)[:_LONGEST] or "-"

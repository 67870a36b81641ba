"""Schemes for accreditation staff: which are in force, and what one of them asks, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accreditation.domain.cut_score import cuts_asked
from app.accreditation.domain.judged import percent_shown
from app.accreditation.domain.scheme import Scheme
from app.accreditation.queries import schemes_in_force
from app.accreditation.scheme_change_queries import changes_waiting, versions_of
from app.accreditation.scheme_words import sentences
from app.accreditation.services.gathering import course_titles
from app.foundation.errors import NotFound
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

scheme_pages = Blueprint("schemes", __name__, url_prefix="/accreditation/schemes")


@dataclass(frozen=True, slots=True)
class CutScoreRow:
    """How the cut score of an examination was set, in whole per cent."""

    examination: str
    cut: int
    method: str
    panel: int
    on: date


@scheme_pages.get("")
@requires(Permission.SCHEME_MANAGE)
def schemes(visit: Visit) -> Response:
    """The schemes in force, and the changes that wait for a second person."""
    found = schemes_in_force(visit.read)
    return render(
        "accreditation/schemes.html",
        schemes=[one.scheme for one in found],
        waiting=changes_waiting(visit.read),
        titles={one.scheme.key: one.scheme.title for one in found},
    )


@scheme_pages.get("/<key>")
@requires(Permission.SCHEME_MANAGE)
def scheme(visit: Visit, key: str) -> Response:
    """One scheme: what it certifies, what it asks, who decides, how long it holds, how it is renewed, its versions."""
    found = next((one for one in schemes_in_force(visit.read) if one.scheme.key == key), None)
    if found is None:
        raise NotFound
    asked, renewal = found.scheme, found.scheme.renewal
    return render(
        "accreditation/scheme.html",
        scheme=asked,
        asked=sentences(visit, found.version_id, asked, asked.requirements),
        renewal=renewal,
        asked_again=sentences(visit, found.version_id, asked, renewal.requirements) if renewal else (),
        **_cut_scores(asked, course_titles(visit.read, found.version_id, asked)),
        versions=versions_of(visit.read, key),
        waiting=[one for one in changes_waiting(visit.read) if one.scheme == key],
    )


def _cut_scores(scheme: Scheme, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return how the cut scores were set, and the examinations of which that is not recorded."""
    rows = [
        CutScoreRow(_named(key, titles), percent_shown(one.cut), one.method, one.panel, one.on)
        for key, one in scheme.cut_scores.items()
    ]
    unset = [_named(key, titles) for key in cuts_asked(scheme.requirements) if key not in scheme.cut_scores]
    return {"cut_scores": rows, "unset": unset}


def _named(examination: str, titles: Mapping[str, str]) -> str:
    """Return the title of the course whose examination it is, and which one where it is not the final one."""
    course, _, quiz = examination.partition("/")
    title = titles.get(course, course)
    return title if quiz.startswith("final") else f"{title} ({quiz})"

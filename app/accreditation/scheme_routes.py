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
from app.accreditation.listing import LONGEST, PAGE, address, asked, picks, place, typed
from app.accreditation.queries import schemes_in_force
from app.accreditation.scheme_change_queries import changes_waiting, versions_of
from app.accreditation.scheme_words import sentences
from app.accreditation.services.gathering import course_titles
from app.accreditation.shown import KINDS
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

scheme_pages = Blueprint("schemes", __name__, url_prefix="/accreditation/schemes")
HERE = "/accreditation/schemes"
_ALL = N_("All kinds")


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
    """The schemes in force, of one kind or with certain words in the title, and the changes that wait."""
    found = [one.scheme for one in schemes_in_force(visit.read)]
    return render("accreditation/schemes.html", kinds=KINDS, any=bool(found), waiting=changes_waiting(visit.read),
                  titles={one.key: one.title for one in found}, **_narrowed(found))  # fmt: skip


def _narrowed(found: list[Scheme]) -> dict[str, Any]:
    """Return one page of the schemes that the address asks for, and the links to the others."""
    kind, find, after = asked("kind", KINDS), typed(), place(LONGEST)
    listed = [one for one in found if kind in {"", one.kind} and _speaks_of(one, find)]
    start = next((number for number, one in enumerate(listed, 1) if one.key == after), 0)
    rows = listed[start : start + PAGE]
    kinds = [(key, label) for key, label in KINDS.items() if key in {one.kind for one in found}]
    return {
        "schemes": rows,
        "find": find,
        "of_kinds": picks(HERE, "kind", [("", _ALL), *kinds], kind, find=find),
        "first": address(HERE, kind=kind, find=find) if start else "",
        "later": address(HERE, kind=kind, find=find, after=rows[-1].key) if listed[start + PAGE :] else "",
    }


def _speaks_of(scheme: Scheme, words: str) -> bool:
    """Whether every word stands in the key or in a title of the scheme, in whatever language."""
    said = " ".join((scheme.key, scheme.title, *dict(scheme.titles or {}).values())).casefold()
    return all(word in said for word in words.casefold().split())


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

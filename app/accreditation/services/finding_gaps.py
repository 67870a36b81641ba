"""The gaps of a refusal with the words of the outcomes, as they are frozen with it and as the officer reads them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.gaps import gaps_in
from app.accreditation.domain.requirements import Judgement
from app.accreditation.domain.scheme import Scheme
from app.curriculum.queries import live_course


def gaps_of(
    connection: sa.Connection, scheme: Scheme, judgement: Judgement, evidence: Evidence
) -> list[dict[str, Any]]:
    """Return what is missing; `areas` are (outcome in the words of its course, share, what is asked)."""
    gaps = gaps_in(scheme.requirements, judgement, evidence)
    courses = {course for gap in gaps for course, *_ in gap["areas"]}
    words = {course: _outcomes(connection, course) for course in sorted(courses)}
    for gap in gaps:
        gap["areas"] = [[words[course].get(key, key), *shares] for course, key, *shares in gap["areas"]]
    return gaps


def _outcomes(connection: sa.Connection, course: str) -> dict[str, str]:
    live = live_course(connection, course)
    return dict(live.outline.outcomes) if live else {}

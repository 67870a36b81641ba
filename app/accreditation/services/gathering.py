"""The evidence of one person, gathered from the parts below; nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from app.accreditation.domain.evidence import (
    CourseEvidence,
    CredentialEvidence,
    Evidence,
    ExaminationEvidence,
    PracticeEvidence,
)
from app.accreditation.domain.life import state_of
from app.accreditation.domain.requirements import leaves_of
from app.accreditation.domain.scheme import Scheme
from app.accreditation.evidence_queries import practice_of
from app.accreditation.queries import CredentialRecord, credentials_of, schemes_in_force
from app.assessment.queries import ReleasedAttempt, released_attempts
from app.curriculum.queries import live_course, outline_of
from app.foundation.fixed import Fixed
from app.foundation.kept import Kept
from app.learning.queries import Standing, standings_of

_titles: Kept[Mapping[str, str]] = Kept(200)


def gather_evidence(
    connection: sa.Connection,
    person_id: str,
    identity_confirmed_at: datetime | None,
    on: date,
    *,
    study_alone: bool = False,
    known_held: Sequence[CredentialRecord] | None = None,
) -> Evidence:
    """Return everything that requirements may look at on the day `on`, in four statements (outlines are kept).

    `study_alone` leaves practice and held credentials out, for a scheme that asks for neither: two statements fewer.
    `known_held` are the credentials of the person where they were read already.
    """
    studied = evidence_from(
        connection, standings_of(connection, person_id), released_attempts(connection, person_id), identity_confirmed_at
    )
    if study_alone:
        return with_practice(studied, (), (), on)
    held = credentials_of(connection, person_id) if known_held is None else known_held
    return with_practice(studied, practice_of(connection, person_id), held, on)


def with_practice(
    studied: Evidence, practice: Iterable[PracticeEvidence], held: Iterable[CredentialRecord], on: date
) -> Evidence:
    """Return the evidence of study together with that of practice and with the credentials held."""
    return replace(studied, practice=tuple(practice), credentials=tuple(_credential(one) for one in held), on=on)


def _credential(held: CredentialRecord) -> CredentialEvidence:
    state = state_of(held.events, date.max, date.min)  # what its life says; the day is for the requirement to judge
    return CredentialEvidence(held.number, held.scheme, held.title, state.value, held.valid_until)


def evidence_from(
    connection: sa.Connection,
    standings: Iterable[Standing],
    attempts: Iterable[ReleasedAttempt],
    identity_confirmed_at: datetime | None,
) -> Evidence:
    """Return the evidence of records that were read already."""
    courses = {standing.course: _course(connection, standing) for standing in standings}
    papers = {f"{course}/{key}" for course, one in courses.items() for key in one.papers}
    examinations: dict[str, list[ExaminationEvidence]] = defaultdict(list)
    for attempt in attempts:
        if attempt.kind == "examination" or attempt.quiz not in papers:  # passed as practice, it is no examination now
            examinations[attempt.quiz].append(_examination(connection, attempt))
    return Evidence(
        identity_confirmed_at=identity_confirmed_at,
        courses=Fixed(courses),
        examinations=Fixed({quiz: tuple(found) for quiz, found in examinations.items()}),
    )


def _examination(connection: sa.Connection, attempt: ReleasedAttempt) -> ExaminationEvidence:
    sat = outline_of(connection, attempt.edition)
    return ExaminationEvidence(
        attempt.id, attempt.score, attempt.redlines_right, attempt.submitted_at, attempt.areas, attempt.possible,
        reviewed=bool(sat and sat.reviewed),
    )  # fmt: skip


def course_titles(connection: sa.Connection, version_id: str, scheme: Scheme) -> Mapping[str, str]:
    """Return key → title of the courses, examinations, sheets and schemes that a scheme rests on; kept by version."""
    return _titles.get(version_id, lambda: _read_titles(connection, scheme)) or {}


def _read_titles(connection: sa.Connection, scheme: Scheme) -> Mapping[str, str] | None:
    live = {course: live_course(connection, course) for course in sorted(scheme.courses | scheme.renewal_courses)}
    found = {course: one.outline.title for course, one in live.items() if one}
    found |= {f"{course}/{paper.key}": paper.title for course, one in live.items() if one
              for paper in one.outline.activities if paper.examination}  # fmt: skip
    found |= {key: sheet.title for key, sheet in scheme.sheets.items()}
    held = {str(values["scheme"]) for kind, values in leaves_of(scheme.requirements) if kind == "credential"}
    if held:
        found |= {one.scheme.key: one.scheme.title for one in schemes_in_force(connection) if one.scheme.key in held}
    return found if set(live) <= set(found) else None


def _course(connection: sa.Connection, standing: Standing) -> CourseEvidence:
    outline = outline_of(connection, standing.version_id)
    # Who moved to a newer version since has completed the earlier one: that is what the evidence names.
    completed = outline_of(connection, standing.earlier) if standing.earlier else outline
    if outline is None or completed is None:
        raise LookupError(standing.version_id)
    return CourseEvidence(
        title=outline.title,
        done=sum(standing.has_learnt([activity]) for activity in outline.to_learn),
        asked=len(outline.to_learn),
        completed_at=standing.completed_at,
        version=completed.number,
        reviewed=bool(completed.reviewed),
        href=f"/courses/{standing.course}",
        modules=Fixed({module.key: standing.has_done(module) for module in completed.modules}),
        joined_at=standing.joined_at,
        papers=Fixed({one.key: one.title for one in outline.activities if one.examination}),
    )

"""Reads of what was recorded of people's practice, and of who may assess it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.evidence import PracticeEvidence
from app.accreditation.models import AssessorAppointment, EvidenceEntry, EvidenceRequest, EvidenceRuling
from app.foundation.lines import lines, moment_in, read_lines, seconds

COUNTS_AT_ONCE = frozenset({"practical", "interview", "employer-statement", "code-of-conduct"})
"""Kinds that need nobody else's word; of the others the latest ruling decides."""

LATEST = (
    sa.select(EvidenceRuling.id)
    .where(EvidenceRuling.evidence_id == EvidenceEntry.id)
    .order_by(EvidenceRuling.position.desc())
    .limit(1)
    .correlate(EvidenceEntry)
    .scalar_subquery()
)
ENTRIES = (
    sa.select(
        EvidenceEntry.id,
        EvidenceEntry.public_id,
        EvidenceEntry.person_id,
        EvidenceEntry.kind,
        EvidenceEntry.key,
        EvidenceEntry.outcome,
        EvidenceEntry.minutes,
        EvidenceEntry.happened_on,
        EvidenceEntry.valid_until,
        EvidenceEntry.body,
        EvidenceEntry.recorded_by,
        EvidenceEntry.created_at,
        EvidenceEntry.agency_id,
        EvidenceRuling.verdict,
        EvidenceRuling.ruled_by,
        EvidenceRuling.reason,
        EvidenceRuling.position,
    )
    .outerjoin(EvidenceRuling, EvidenceRuling.id == LATEST)
    .order_by(EvidenceEntry.created_at, EvidenceEntry.id)
)
_OF_PERSON = ENTRIES.where(EvidenceEntry.person_id == sa.bindparam("person_id"))
_OF_PEOPLE = ENTRIES.where(EvidenceEntry.person_id.in_(sa.bindparam("people", expanding=True)))
_PRACTISED = (
    sa.select(EvidenceEntry.person_id)
    .where(EvidenceEntry.person_id > sa.bindparam("after"))
    .distinct()
    .order_by(EvidenceEntry.person_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_BY_PUBLIC_ID = ENTRIES.where(EvidenceEntry.public_id == sa.bindparam("public_id"))
_BY_TOKEN = ENTRIES.where(EvidenceEntry.token == sa.bindparam("token"))
_APPOINTED = sa.select(AssessorAppointment.scheme).where(
    AssessorAppointment.person_id == sa.bindparam("person_id"),
    AssessorAppointment.ended_at.is_(None),
    sa.or_(AssessorAppointment.ends_on.is_(None), AssessorAppointment.ends_on >= sa.bindparam("today", type_=sa.Date)),
)
_PARTS = (
    EvidenceEntry.id,
    EvidenceEntry.kind,
    EvidenceEntry.key,
    sa.func.coalesce(EvidenceEntry.outcome, ""),
    sa.cast(sa.func.coalesce(EvidenceEntry.minutes, 0), sa.String),
    sa.cast(EvidenceEntry.happened_on, sa.String),
    sa.func.coalesce(sa.cast(EvidenceEntry.valid_until, sa.String), ""),
    EvidenceEntry.recorded_by,
    sa.func.coalesce(EvidenceRuling.verdict, ""),
    sa.func.coalesce(EvidenceEntry.agency_id, ""),
)
PRACTICE = (
    sa.select(lines(*_PARTS))
    .select_from(EvidenceEntry)
    .outerjoin(EvidenceRuling, EvidenceRuling.id == LATEST)
    .where(EvidenceEntry.person_id == sa.bindparam("person_id"))
    .scalar_subquery()
)
"""What was recorded of a person in one text, for a page that has no statement to spare; `practice_in` reads it."""
ASKED = (
    sa.select(lines(EvidenceRequest.kind, EvidenceRequest.key, seconds(EvidenceRequest.asked_at)))
    .where(EvidenceRequest.person_id == sa.bindparam("person_id"), EvidenceRequest.ended_at.is_(None))
    .scalar_subquery()
)
"""What a person asked for and nobody answered yet, in one text too; `asked_in` reads it."""


@dataclass(frozen=True, slots=True)
class RecordedEvidence:
    """An entry with the latest word on it: `verdict` is empty, accepted, refused or annulled; `body` the details."""

    id: str
    public_id: str
    person_id: str
    kind: str
    key: str
    outcome: str
    minutes: int
    on: date
    valid_until: date | None
    body: Mapping[str, Any]
    recorded_by: str
    created_at: datetime
    verdict: str
    reason: str
    rulings: int
    ruled_by: str = ""
    agency: str = ""

    @property
    def state(self) -> str:
        """Return counts, waiting, refused or annulled."""
        return state_of_evidence(self.kind, self.verdict)

    @property
    def said_state(self) -> str:
        """Return the same as pages say it: what an officer took back before anybody answered is `taken-back`."""
        return "taken-back" if self.verdict and self.ruled_by == self.person_id else self.state


def evidence_of(connection: sa.Connection, person_id: str) -> tuple[RecordedEvidence, ...]:
    """Return what was recorded of a person, oldest first."""
    return tuple(entry_of(row) for row in connection.execute(_OF_PERSON, {"person_id": person_id}))


def evidence_by_public_id(connection: sa.Connection, public_id: str) -> RecordedEvidence | None:
    """Return one entry."""
    row = connection.execute(_BY_PUBLIC_ID, {"public_id": public_id}).one_or_none()
    return None if row is None else entry_of(row)


def evidence_by_token(connection: sa.Connection, token: str) -> RecordedEvidence | None:
    """Return the entry that was sent under this token."""
    row = connection.execute(_BY_TOKEN, {"token": token}).one_or_none()
    return None if row is None else entry_of(row)


def practice_of(connection: sa.Connection, person_id: str) -> tuple[PracticeEvidence, ...]:
    """Return what was recorded of a person as requirements look at it, in one statement."""
    return tuple(as_practice(one) for one in evidence_of(connection, person_id))


def practice_of_people(connection: sa.Connection, people: Iterable[str]) -> dict[str, tuple[PracticeEvidence, ...]]:
    """Return person → what was recorded of them as requirements look at it, in one statement."""
    found: dict[str, list[PracticeEvidence]] = {person: [] for person in people}
    for row in connection.execute(_OF_PEOPLE, {"people": list(found)}):
        found[row.person_id].append(as_practice(entry_of(row)))
    return {person: tuple(entries) for person, entries in found.items()}


def people_with_evidence(connection: sa.Connection, after: str, most: int) -> tuple[str, ...]:
    """Return ids, in order and after `after`, of people of whose practice something was recorded."""
    return tuple(connection.scalars(_PRACTISED, {"after": after, "most": most}))


def practice_in(text: str | None) -> tuple[PracticeEvidence, ...]:
    """Return what `PRACTICE` holds; how many criteria of a sheet were met is not in it, its outcome is."""
    rows = read_lines(text)
    return tuple(
        PracticeEvidence(
            id=entry,
            kind=kind,
            key=key,
            state=state_of_evidence(kind, verdict),
            on=date.fromisoformat(on),
            by=by,
            outcome=outcome,
            minutes=int(minutes),
            valid_until=date.fromisoformat(until) if until else None,
            agency=agency,
        )
        for entry, kind, key, outcome, minutes, on, until, by, verdict, agency in rows
    )


def asked_in(text: str | None) -> dict[tuple[str, str], date]:
    """Return what `ASKED` holds: kind and key → the day on which it was asked for."""
    rows = read_lines(text)
    return {(kind, key): moment_in(at).date() for kind, key, at in rows}


def state_of_evidence(kind: str, verdict: str) -> str:
    """Return counts, waiting, refused or annulled: what needs nobody's word counts until it is annulled."""
    if verdict in {"refused", "annulled"}:
        return verdict
    return "counts" if verdict == "accepted" or kind in COUNTS_AT_ONCE else "waiting"


def schemes_assessed_by(connection: sa.Connection, person_id: str, today: date) -> frozenset[str]:
    """Return the schemes for which somebody is appointed as an assessor today."""
    return frozenset(connection.scalars(_APPOINTED, {"person_id": person_id, "today": today}))


def entry_of(row: Any) -> RecordedEvidence:
    """Return a row of `ENTRIES` as a value."""
    return RecordedEvidence(
        id=row.id,
        public_id=row.public_id,
        person_id=row.person_id,
        kind=row.kind,
        key=row.key,
        outcome=row.outcome or "",
        minutes=row.minutes or 0,
        on=row.happened_on,
        valid_until=row.valid_until,
        body=json.loads(row.body),
        recorded_by=row.recorded_by,
        created_at=row.created_at,
        verdict=row.verdict or "",
        reason=row.reason or "",
        rulings=row.position or 0,
        ruled_by=row.ruled_by or "",
        agency=row.agency_id or "",
    )


def as_practice(one: RecordedEvidence) -> PracticeEvidence:
    """Return a piece of evidence as requirements look at it."""
    lines = one.body.get("criteria", ())
    return PracticeEvidence(
        id=one.id,
        kind=one.kind,
        key=one.key,
        state=one.state,
        on=one.on,
        by=one.recorded_by,
        outcome=one.outcome,
        minutes=one.minutes,
        valid_until=one.valid_until,
        met=sum(bool(line["met"]) for line in lines),
        asked=len(lines),
        critical_missed=any(line["critical"] and not line["met"] for line in lines),
        agency=one.agency,
    )

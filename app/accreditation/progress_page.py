"""How far the officers of an agency are in one scheme: a row for each, a column for each requirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.judged import Judgement
from app.accreditation.domain.requirements import judge
from app.accreditation.evidence_queries import practice_of_people
from app.accreditation.paths import newest_held
from app.accreditation.queries import CredentialRecord, SchemeInForce, credentials_of_people
from app.accreditation.services.gathering import course_titles, evidence_from, with_practice
from app.accreditation.shown import credential_row, requirement_rows
from app.assessment.queries import released_attempts_of
from app.identity.queries import true_cards
from app.learning.officer_queries import OfficerStanding
from app.learning.queries import standings_of_people
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """An officer with the state of each requirement, in the order of the columns, and of the certificate, if any."""

    public_id: str
    name: str
    rank: str
    agency: str
    moved_at: datetime | None
    stuck: bool
    states: tuple[str, ...]
    certificate: str


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """The requirements of a scheme and how far each officer is."""

    columns: tuple[Markup, ...]
    rows: tuple[ProgressRow, ...]


def progress_table(visit: Visit, found: SchemeInForce, officers: Sequence[OfficerStanding]) -> ProgressTable:
    """Return the table of these officers, read in five statements however many they are."""
    people = [one.person_id for one in officers]
    records = OfficerRecords.of(visit.read, people)
    titles = course_titles(visit.read, found.version_id, found.scheme)
    titles = {**titles, **{key: sheet.title for key, sheet in found.scheme.sheets.items()}}
    columns: tuple[Markup, ...] = ()
    rows = []
    for one in officers:
        judged = requirement_rows(visit, records.judgement(visit.read, found, one.person_id, visit.now.date()), titles)
        columns = columns or tuple(row.title for row in judged)
        rows.append(_row(one, records, tuple(row.state for row in judged), found, visit.now.date()))
    return ProgressTable(columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class OfficerRecords:
    """What is known of some officers, read in five statements however many they are."""

    cards: Mapping[str, Any]
    standings: Mapping[str, Any]
    attempts: Mapping[str, Any]
    practice: Mapping[str, Any]
    held: Mapping[str, list[CredentialRecord]]

    @classmethod
    def of(cls, connection: sa.Connection, people: list[str]) -> OfficerRecords:
        """Read what is known of these people."""
        held: dict[str, list[CredentialRecord]] = {person: [] for person in people}
        for one in credentials_of_people(connection, people):
            held[one.person_id].append(one)
        return cls(
            true_cards(connection, people),
            standings_of_people(connection, people),
            released_attempts_of(connection, people),
            practice_of_people(connection, people),
            held,
        )

    def judgement(self, connection: sa.Connection, found: SchemeInForce, person_id: str, today: date) -> Judgement:
        """Judge one officer by the scheme's requirements, as the officer's own page does."""
        return judge(found.scheme.requirements, self.evidence(connection, person_id, today))

    def evidence(self, connection: sa.Connection, person_id: str, today: date) -> Evidence:
        """Return what requirements may look at of one officer."""
        confirmed = self.cards[person_id].identity_confirmed_at
        standings, attempts = self.standings.get(person_id, ()), self.attempts.get(person_id, ())
        studied = evidence_from(connection, standings, attempts, confirmed)
        return with_practice(studied, self.practice.get(person_id, ()), self.held[person_id], today)


def _row(
    one: OfficerStanding, records: OfficerRecords, states: tuple[str, ...], found: SchemeInForce, today: date
) -> ProgressRow:
    card, newest = records.cards[one.person_id], newest_held(records.held[one.person_id], found.scheme.key)
    state = credential_row(newest, today, "").state if newest else ""
    stuck = one.stuck and not newest
    return ProgressRow(one.public_id, card.name, card.rank, card.agency_name, one.moved_at, stuck, states, state)

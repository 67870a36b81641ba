"""What a changed scheme would do before it is in force: who would meet it and does not now, and who no longer would.

Nothing here writes. What was granted stays under its own version, and so do cases that lie before the desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accreditation.case_queries import people_before_the_desk
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import judge, rests_on_practice
from app.accreditation.domain.scheme import Scheme
from app.accreditation.evidence_queries import people_with_evidence, practice_of_people
from app.accreditation.issuer import Issuer
from app.accreditation.paths import paths_in
from app.accreditation.queries import CredentialRecord, SchemeInForce, credentials_of_people
from app.accreditation.services.considering import may_rest_on
from app.accreditation.services.gathering import evidence_from, with_practice
from app.assessment.queries import released_attempts_of
from app.identity.queries import person_cards
from app.learning.queries import learners_in, standings_of_people

BATCH = 500
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Impact:
    """Of how many people who learn for it: would become eligible, would be so no longer. `whole`: all were counted."""

    people: int
    eligible: int
    lose: int
    whole: bool = True


def impact_of(connection: sa.Connection, base: SchemeInForce, changed: Scheme, issuer: Issuer, now: datetime) -> Impact:
    """Return what `changed` in the place of `base` would do to whoever learns for it, were it in force from now on."""
    new = SchemeInForce("", changed, now, base if changed.transition else None)
    kept = people_before_the_desk(connection, changed.key)
    people = eligible = lose = 0
    practised = any(rests_on_practice(one.requirements) for one in (base.scheme, changed))
    for batch in _batches(connection, changed, practised):
        for person, held, evidence in _evidence_of(connection, batch, practised, now):
            before, after = (_meets(one, held, evidence, issuer, now) for one in (base, new))
            people += 1
            eligible += after and not before
            lose += before and not after and person not in kept
        if people >= MOST:
            return Impact(people, eligible, lose, whole=False)
    return Impact(people, eligible, lose)


def _meets(
    found: SchemeInForce, held: tuple[CredentialRecord, ...], evidence: Evidence, issuer: Issuer, now: datetime
) -> bool:
    return any(
        judge(path.found.scheme.requirements, path.evidence).met
        and may_rest_on(path.found.scheme, path.evidence, issuer)
        for path in paths_in(found, held, evidence, now.date())
    )


def _batches(connection: sa.Connection, scheme: Scheme, practised: bool) -> Iterator[tuple[str, ...]]:
    """Give who learns in a course of the scheme, then who has recorded practice and learns in none of them."""
    seen: set[str] = set()
    for learners in (True, False) if practised else (True,):
        after = ""
        while found := (
            learners_in(connection, scheme.courses, after, BATCH)
            if learners
            else people_with_evidence(connection, after, BATCH)
        ):
            after = found[-1]
            fresh = tuple(one for one in found if one not in seen)
            seen.update(fresh)
            if fresh:
                yield fresh
            if len(found) < BATCH:
                break


def _evidence_of(
    connection: sa.Connection, people: tuple[str, ...], practised: bool, now: datetime
) -> Iterator[tuple[str, tuple[CredentialRecord, ...], Evidence]]:
    """Give each person with what they hold and their evidence as it is today, in five statements for all of them."""
    cards, standings = person_cards(connection, people), standings_of_people(connection, people)
    attempts = released_attempts_of(connection, people)
    practice = practice_of_people(connection, people) if practised else {}
    held: dict[str, list[CredentialRecord]] = {person: [] for person in people}
    for credential in credentials_of_people(connection, list(people)):
        held[credential.person_id].append(credential)
    for person in people:
        card, own = cards.get(person), tuple(held[person])
        if card is not None:
            studied = evidence_from(connection, standings[person], attempts[person], card.identity_confirmed_at)
            yield person, own, with_practice(studied, practice.get(person, ()), own, now.date())

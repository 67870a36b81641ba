"""Weighing people for a certificate before anything is written: who would be granted it, and why somebody would not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.accreditation.case_queries import CaseRow, case_by_id, newest_cases, scheme_version
from app.accreditation.domain.case import CaseStanding, claim_is_held, evidence_hash
from app.accreditation.domain.cohort import Hindrance, Why, seen_mark
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.parting import Candidate, Involved, why_barred
from app.accreditation.domain.requirements import Judgement, judge
from app.accreditation.issuer import Issuer
from app.accreditation.parting_queries import declared_by, involved_with
from app.accreditation.paths import Path, newest_held, path_in, path_of_case
from app.accreditation.queries import CredentialRecord, SchemeInForce, credentials_of
from app.accreditation.services.considering import may_rest_on
from app.accreditation.services.gathering import gather_evidence
from app.identity.queries import PersonCard, person_cards


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in a scheme today: the path, its judgement, the newest case; `seen` marks what was read."""

    path: Path
    judgement: Judgement
    newest: CaseStanding | None
    case: CaseRow | None

    @property
    def digest(self) -> str:
        """The hash of the evidence that a case is decided on."""
        return evidence_hash(self.judgement)

    @property
    def seen(self) -> str:
        """The mark of rules and evidence."""
        return seen_mark(self.path.found.version_id, self.digest)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Somebody of a cohort: how they stand, and what hinders the grant; None where nothing does."""

    card: PersonCard
    standing: Standing | None
    hindrance: Hindrance | None

    @property
    def seen(self) -> str | None:
        """The mark of what was read of them; None where nothing is to be granted."""
        return self.standing.seen if self.standing and self.hindrance is None else None


def weigh_all(
    connection: sa.Connection,
    found: SchemeInForce,
    people: Sequence[str],
    issuer: Issuer,
    actor_id: str,
    now: datetime,
) -> tuple[Weighed, ...]:
    """Weigh people in their order; what bars `actor_id` from deciding on somebody hinders too. Nothing is written."""
    cards = person_cards(connection, people)
    declared, parts = declared_by(connection, [actor_id]), _by_candidate(involved_with(connection, people))
    done = []
    for person_id in people:
        card = cards[person_id]
        one = weigh(connection, found, card, issuer, actor_id, now)
        candidate = Candidate(card.id, card.agency_path)
        bars = why_barred(candidate, actor_id, "decider", parts[card.id], declared, now)
        barred = bars and (one.hindrance is None or one.hindrance.why is Why.CLAIMED)
        done.append(replace(one, hindrance=Hindrance(Why.BARRED, bars=bars)) if barred else one)
    return tuple(done)


def weigh(
    connection: sa.Connection, found: SchemeInForce, card: PersonCard, issuer: Issuer, actor_id: str, now: datetime
) -> Weighed:
    """Weigh one person: what they hold, what is missing, what became of their case. Who is barred is asked apart."""
    held = credentials_of(connection, card.id)
    evidence = gather_evidence(connection, card.id, card.identity_confirmed_at, now.date())
    newest = newest_cases(connection, card.id).get(found.scheme.key)
    case = case_by_id(connection, newest.id) if newest and newest.state != "decided" else None
    path = _path(connection, found, held, evidence, case, now)
    if path is None or any(one.scheme == found.scheme.key and one.cycle == path.cycle for one in held):
        holds = newest_held(held, found.scheme.key)
        return Weighed(card, None, Hindrance(Why.HOLDS, number=holds.number if holds else ""))
    standing = Standing(path, judge(path.found.scheme.requirements, path.evidence), newest, case)
    alone = case is not None and _stands_alone(case, path, found)
    hindrance = _hindrance(standing, issuer, actor_id, now) or (Hindrance(Why.ALONE) if alone else None)
    return Weighed(card, standing, hindrance)


def _path(
    connection: sa.Connection,
    found: SchemeInForce,
    held: tuple[CredentialRecord, ...],
    evidence: Evidence,
    case: CaseRow | None,
    now: datetime,
) -> Path | None:
    """A case keeps the rules that it was opened with."""
    if case is None:
        return path_in(found, held, evidence, now.date())
    version = scheme_version(connection, case.scheme_version_id)
    return path_of_case(version, held if case.cycle > 1 else (), evidence, case.cycle, case.opened_at.date())


def _stands_alone(case: CaseRow, path: Path, found: SchemeInForce) -> bool:
    """Whether a case is not to be decided with others: after an appeal, or under rules that ask for more persons."""
    return case.reason == "appeal" or path.found.scheme.decision.approvals > found.scheme.decision.approvals


def _hindrance(one: Standing, issuer: Issuer, actor_id: str, now: datetime) -> Hindrance | None:
    if not one.judgement.met:
        return Hindrance(Why.NOT_MET, missing=tuple(leaf for leaf in one.judgement.leaves if not leaf.met))
    if not may_rest_on(one.path.found.scheme, one.path.evidence, issuer):
        return Hindrance(Why.NOT_REVIEWED)
    if one.case is None:
        before = one.newest if one.newest and one.newest.cycle == one.path.cycle else None
        return Hindrance(Why.DECIDED) if before and before.evidence_hash == one.digest else None
    if one.case.state == "deferred" and one.newest and one.newest.evidence_hash == one.digest:
        return Hindrance(Why.DEFERRED)
    if one.case.proposed_by:
        return Hindrance(Why.PROPOSED)
    held_by_other = one.case.claimed_by not in {None, actor_id} and claim_is_held(one.case.claimed_at, now)
    return Hindrance(Why.CLAIMED) if held_by_other else None


def _by_candidate(involved: Iterable[Involved]) -> defaultdict[str, list[Involved]]:
    grouped: defaultdict[str, list[Involved]] = defaultdict(list)
    for one in involved:
        grouped[one.candidate].append(one)
    return grouped

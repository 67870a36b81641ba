"""Whoever may have met a scheme is considered: who has met it is granted it, or comes before the desk; once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accreditation.case_queries import newest_cases
from app.accreditation.domain.case import CaseStanding, evidence_hash, next_step
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import Judgement, judge
from app.accreditation.domain.scheme import Scheme
from app.accreditation.facts import EvidenceChanged
from app.accreditation.issuer import Issuer
from app.accreditation.paths import Path, path_in, paths_in
from app.accreditation.queries import CredentialRecord, SchemeInForce, credentials_of, schemes_in_force
from app.accreditation.services.applications import is_drawn, open_case, wait_again
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.granting import grant_credential
from app.assessment.facts import AttemptGraded, AttemptRegraded
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.identity.facts import IdentityConfirmed
from app.identity.queries import PersonCard, person_card
from app.learning.facts import CourseCompleted, MovedToVersion

Considered = AttemptGraded | AttemptRegraded | CourseCompleted | MovedToVersion | IdentityConfirmed | EvidenceChanged


@dataclass(frozen=True, slots=True)
class Step:
    """What a met scheme leads to: grant, open or reopen; `newest` is the case that there was before."""

    do: str
    path: Path
    judgement: Judgement
    newest: CaseStanding | None
    sampled: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What a person has met and does not hold yet, or has to renew; each step knows the evidence it was judged by."""

    card: PersonCard
    steps: tuple[Step, ...]


def consider(unit: Unit, person_id: str, issuer: Issuer, keyring: Keyring) -> int:
    """Grant what is met and not held, or bring it before the desk, as each scheme says; return the number of grants."""
    due = _due(unit.connection, person_id, issuer, keyring, unit.now.date())
    if due is None:
        return 0
    return sum(_take(unit, due, step, issuer, keyring) for step in due.steps)


def is_due(connection: sa.Connection, person_id: str, issuer: Issuer, keyring: Keyring, today: date) -> bool:
    """Whether `consider` would change anything for the person now; a plain read, for the nightly sweep."""
    due = _due(connection, person_id, issuer, keyring, today)
    return due is not None and bool(due.steps)


def _take(unit: Unit, due: Due, step: Step, issuer: Issuer, keyring: Keyring) -> bool:
    path, digest = step.path, evidence_hash(step.judgement)
    if step.do == "grant":
        found, cycle, renews = path.found, path.cycle, path.renews
        judged, evidence = step.judgement, path.evidence
        grant_credential(unit, due.card, found, judged, evidence, issuer, keyring, cycle=cycle, renews=renews)
    elif step.do == "reopen" and step.newest:
        wait_again(unit, step.newest, path.found, digest)
    else:
        turn = step.newest.turn + 1 if step.newest else 1
        reason = "sampled" if step.sampled else "renewal" if path.renews else "requirements-met"
        open_case(unit, due.card.id, path.found, digest, reason=reason, cycle=path.cycle, turn=turn)
    return step.do == "grant"


def _due(connection: sa.Connection, person_id: str, issuer: Issuer, keyring: Keyring, today: date) -> Due | None:
    card = person_card(connection, person_id)
    if card is None:
        return None
    held, schemes = credentials_of(connection, person_id), schemes_in_force(connection)
    if not any(_may_be_judged(found, held, today) for found in schemes):
        return None
    evidence = gather_evidence(connection, person_id, card.identity_confirmed_at, today)
    ways = (paths_in(found, held, evidence, today) for found in schemes)
    met = [way for paths in ways if (way := _first_met(paths, issuer))]
    cases = newest_cases(connection, person_id) if met else {}
    steps = (_step(card.id, path, one, cases.get(path.found.scheme.key), keyring) for path, one in met)
    return Due(card, tuple(step for step in steps if step.do != "nothing"))


def _may_be_judged(found: SchemeInForce, held: tuple[CredentialRecord, ...], today: date) -> bool:
    """Whether there is a way at all, whatever the evidence; a plain look before anything is read."""
    ways = (found, found.earlier) if found.earlier else (found,)
    return any(path_in(one, held, Evidence(), today) for one in ways)


def _first_met(paths: tuple[Path, ...], issuer: Issuer) -> tuple[Path, Judgement] | None:
    """Return the first way on which everything is met: the version in force goes before the one of a transition."""
    judged = ((path, judge(path.found.scheme.requirements, path.evidence)) for path in paths)
    met = (way for way in judged if way[1].met and may_rest_on(way[0].found.scheme, way[0].evidence, issuer))
    return next(met, None)


def _step(person_id: str, path: Path, judgement: Judgement, newest: CaseStanding | None, keyring: Keyring) -> Step:
    sampled = is_drawn(keyring, person_id, path.found, path.cycle)
    newest = newest if newest and newest.cycle == path.cycle else None  # a case of an earlier cycle is over
    do = next_step(path.found.scheme.decision, sampled, newest, evidence_hash(judgement))
    return Step(do, path, judgement, newest, sampled)


def may_rest_on(scheme: Scheme, evidence: Evidence, issuer: Issuer) -> bool:
    """Whether an expert reviewed the scheme's courses, and the versions whose examinations were sat.

    Outside a demonstration nothing else may be certified.
    """
    if issuer.demo:
        return True
    courses = (evidence.courses.get(key) for key in scheme.courses)
    whole, alone = (judge(scheme.requirements, one).met for one in (evidence, evidence.on_reviewed()))
    return (alone or not whole) and all(course is not None and course.reviewed for course in courses)


def reaction(issuer: Issuer, keyring: Keyring) -> Callable[[Unit, Considered], None]:
    """Return the reaction that considers the person of a fact; bound once by the wiring."""

    def consider_person(unit: Unit, fact: Considered) -> None:
        consider(unit, fact.person_id, issuer, keyring)

    return consider_person

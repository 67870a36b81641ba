"""Whoever may have met a scheme is considered; who has met it is granted the credential, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import Judgement, judge
from app.accreditation.domain.scheme import Scheme
from app.accreditation.issuer import Issuer
from app.accreditation.queries import SchemeInForce, credentials_of, schemes_in_force
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.granting import grant_credential
from app.assessment.facts import AttemptGraded
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.identity.facts import IdentityConfirmed
from app.identity.queries import PersonCard, person_card
from app.learning.facts import CourseCompleted

Considered = AttemptGraded | CourseCompleted | IdentityConfirmed


@dataclass(frozen=True, slots=True)
class Due:
    """What a person has met and does not hold yet, with the evidence that it was judged by."""

    card: PersonCard
    evidence: Evidence
    met: tuple[tuple[SchemeInForce, Judgement], ...]


def consider(unit: Unit, person_id: str, issuer: Issuer, keyring: Keyring) -> int:
    """Grant the person every credential whose requirements are met and that they do not hold; return how many."""
    due = _due(unit.connection, person_id, issuer)
    if due is None:
        return 0
    for found, judgement in due.met:
        grant_credential(unit, due.card, found, judgement, due.evidence, issuer, keyring)
    return len(due.met)


def is_due(connection: sa.Connection, person_id: str, issuer: Issuer) -> bool:
    """Whether `consider` would grant the person anything now; a plain read, for the nightly sweep."""
    due = _due(connection, person_id, issuer)
    return due is not None and bool(due.met)


def _due(connection: sa.Connection, person_id: str, issuer: Issuer) -> Due | None:
    card = person_card(connection, person_id)
    if card is None:
        return None
    held = {credential.scheme for credential in credentials_of(connection, person_id)}
    open_schemes = [
        one for one in schemes_in_force(connection) if one.scheme.key not in held and one.scheme.decision.by == "rule"
    ]
    if not open_schemes:
        return None
    evidence = gather_evidence(connection, person_id, card.identity_confirmed_at)
    judged = ((found, judge(found.scheme.requirements, evidence)) for found in open_schemes)
    met = tuple((found, one) for found, one in judged if one.met and may_rest_on(found.scheme, evidence, issuer))
    return Due(card, evidence, met)


def may_rest_on(scheme: Scheme, evidence: Evidence, issuer: Issuer) -> bool:
    """Whether an expert reviewed the scheme's courses; outside a demonstration nothing else may be certified."""
    courses = (evidence.courses.get(key) for key in scheme.courses)
    return issuer.demo or all(course is not None and course.reviewed for course in courses)


def reaction(issuer: Issuer, keyring: Keyring) -> Callable[[Unit, Considered], None]:
    """Return the reaction that considers the person of a fact; bound once by the wiring."""

    def consider_person(unit: Unit, fact: Considered) -> None:
        consider(unit, fact.person_id, issuer, keyring)

    return consider_person

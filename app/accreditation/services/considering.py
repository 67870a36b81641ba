"""Whoever may have met a scheme is considered; who has met it is granted the credential, once."""

from __future__ import annotations

from collections.abc import Callable

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import judge
from app.accreditation.domain.scheme import Scheme
from app.accreditation.issuer import Issuer
from app.accreditation.queries import credentials_of, schemes_in_force
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.granting import grant_credential
from app.assessment.facts import AttemptGraded
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.identity.facts import IdentityConfirmed
from app.identity.queries import person_card
from app.learning.facts import CourseCompleted

Considered = AttemptGraded | CourseCompleted | IdentityConfirmed


def consider(unit: Unit, person_id: str, issuer: Issuer, keyring: Keyring) -> int:
    """Grant the person every credential whose requirements are met and that they do not hold; return how many."""
    card = person_card(unit.connection, person_id)
    if card is None:
        return 0
    held = {credential.scheme for credential in credentials_of(unit.connection, person_id)}
    open_schemes = [one for one in schemes_in_force(unit.connection) if one.scheme.key not in held]
    if not open_schemes:
        return 0
    evidence = gather_evidence(unit.connection, person_id, card.identity_confirmed_at)
    granted = 0
    for found in open_schemes:
        judgement = judge(found.scheme.requirements, evidence)
        if judgement.met and may_rest_on(found.scheme, evidence, issuer):
            grant_credential(unit, card, found, judgement, evidence, issuer, keyring)
            granted += 1
    return granted


def may_rest_on(scheme: Scheme, evidence: Evidence, issuer: Issuer) -> bool:
    """Whether the scheme's courses were reviewed by an expert; outside a demonstration nothing else may be certified."""
    courses = (evidence.courses.get(key) for key in scheme.courses)
    return issuer.demo or all(course is not None and course.reviewed for course in courses)


def reaction(issuer: Issuer, keyring: Keyring) -> Callable[[Unit, Considered], None]:
    """Return the reaction that considers the person of a fact; bound once by the wiring."""

    def consider_person(unit: Unit, fact: Considered) -> None:
        consider(unit, fact.person_id, issuer, keyring)

    return consider_person

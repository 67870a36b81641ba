"""What follows from an appeal that is upheld: decided again, lifted, examined again, marked again (A23).

The panel that decides had no other part in the person's accreditation, and is the one who opens what follows; the
marks are made from the stored answers, and the form is drawn, so no other hand comes in.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.accreditation.disputed import disputed_papers
from app.accreditation.domain.appeal import PAPER, reference_of
from app.accreditation.domain.case import evidence_hash
from app.accreditation.domain.requirements import judge
from app.accreditation.models import Appeal, Application, Credential, Decision, SchemeVersion
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.applications import open_case
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.lives import Grounds
from app.accreditation.services.reinstating import reinstate
from app.assessment.extra_queries import SatPaper
from app.assessment.services.opening import open_once_more
from app.assessment.services.regrading import PresentKey, mark_again
from app.curriculum.queries import live_course
from app.curriculum.report_queries import faulty_items
from app.foundation.errors import NotFound, Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_card
from app.identity.services.actor import Actor
from app.identity.services.messaging import tell

_NEWEST_TURN = sa.select(sa.func.max(Application.turn)).where(
    Application.person_id == sa.bindparam("person_id"),
    Application.scheme == sa.bindparam("scheme"),
    Application.cycle == sa.bindparam("cycle"),
)


class OutcomeNotPossible(Refusal):
    """The outcome does not fit what the appeal is about."""

    code = "outcome_not_possible"
    message = N_("This cannot follow from this appeal. Choose another outcome.")


def follow(unit: Unit, actor: Actor, filed: Appeal, outcome: str, paper: str) -> None:
    """Do what follows from an appeal. Raises `OutcomeNotPossible`, `OpenAlready`; nothing is half done."""
    credential = unit.session.get(Credential, filed.credential_id) if filed.credential_id else None
    if outcome in PAPER:
        _about_paper(unit, actor, filed, outcome, paper)
    elif outcome == "reinstate":
        if credential is None:
            raise OutcomeNotPossible
        reinstate(unit, credential.number, actor, Grounds("appeal-upheld", ""), by_panel=True)
    elif outcome == "decide-again":
        _before_the_desk(unit, filed, credential)


def _about_paper(unit: Unit, actor: Actor, filed: Appeal, outcome: str, public_id: str) -> None:
    papers = disputed_papers(unit.connection, filed.person_id, filed.decision_id, filed.attempt_id)
    chosen = [one for one in papers if one.public_id == public_id and (outcome == "mark-again" or one.may_sit_again)]
    if not chosen:
        raise OutcomeNotPossible
    paper = chosen[0].paper
    if outcome == "examine-again":
        open_once_more(unit, person_id=filed.person_id, quiz=paper.quiz, reference=reference_of(filed.public_id),
                       actor=actor.id, role=actor.role)  # fmt: skip
    else:
        mark_again(unit, paper.public_id, filed.person_id, _present_key(unit.connection, paper),
                   reference=reference_of(filed.public_id), actor=actor.id, role=actor.role)  # fmt: skip
    tell(unit, filed.person_id, outcome, f"{outcome}:{filed.id}", mailed=True, quiz=paper.title, appeal=filed.public_id)


def _present_key(connection: sa.Connection, paper: SatPaper) -> PresentKey:
    """The key of the course as it is live, without the questions that its owners agreed to be faulty."""
    course, key = paper.quiz.split("/", 1)
    live = live_course(connection, course)
    activity = live.outline.by_key(key) if live else None
    return PresentKey(activity.quiz_id if activity else None, faulty_items(connection, course))


def _before_the_desk(unit: Unit, filed: Appeal, credential: Credential | None) -> None:
    scheme, cycle = (credential.scheme, credential.cycle + 1) if credential else _decided(unit, filed)
    named = {"person_id": filed.person_id, "scheme": scheme, "cycle": cycle}
    turn = (unit.connection.scalar(_NEWEST_TURN, named) or 0) + 1
    found, card = _in_force(unit, scheme), person_card(unit.connection, filed.person_id)
    if card is None:
        raise NotFound
    evidence = gather_evidence(unit.connection, card.id, card.identity_confirmed_at, unit.now.date())
    digest = evidence_hash(judge(found.scheme.requirements, evidence))
    open_case(unit, card.id, found, digest, reason="appeal", cycle=cycle, turn=turn)


def _decided(unit: Unit, filed: Appeal) -> tuple[str, int]:
    decision = unit.session.get(Decision, filed.decision_id) if filed.decision_id else None
    if decision is None:
        raise OutcomeNotPossible
    case = unit.session.get(Application, decision.application_id) if decision.application_id else None
    if case is not None:
        return case.scheme, case.cycle
    return unit.session.get_one(SchemeVersion, decision.scheme_version_id).scheme, 1


def _in_force(unit: Unit, scheme: str) -> SchemeInForce:
    found = [one for one in schemes_in_force(unit.connection) if one.scheme.key == scheme]
    if not found:
        raise OutcomeNotPossible
    return found[0]

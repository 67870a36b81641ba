"""Hearing an appeal: acknowledged, given to a panel of uninvolved persons, decided by that panel (A23).

What follows from an appeal that is upheld happens with it: the suspension is lifted, or the case comes before the desk
again. To examine or mark again is an instruction that stands in the record.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accreditation.appeal_queries import panel_of
from app.accreditation.domain.appeal import Step
from app.accreditation.domain.case import evidence_hash
from app.accreditation.domain.requirements import judge
from app.accreditation.models import Appeal, AppealPanelMember, Application, Credential, Decision, SchemeVersion
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.appealing import note, opened, step
from app.accreditation.services.applications import open_case
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.lives import Grounds
from app.accreditation.services.parting import involve
from app.accreditation.services.reinstating import reinstate
from app.audit.events import AuditTag
from app.foundation.errors import NotFound, Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_card
from app.identity.services.actor import Actor

_NEWEST_TURN = sa.select(sa.func.max(Application.turn)).where(
    Application.person_id == sa.bindparam("person_id"),
    Application.scheme == sa.bindparam("scheme"),
    Application.cycle == sa.bindparam("cycle"),
)


class NotOnPanel(Refusal):
    """Only the panel of an appeal decides it."""

    code = "not_on_panel"
    message = N_("Only a member of the panel decides this appeal.")


class OutcomeNotPossible(Refusal):
    """The outcome does not fit what the appeal is about."""

    code = "outcome_not_possible"
    message = N_("This cannot follow from this appeal. Choose another outcome.")


class PanelNeeded(Refusal):
    """A panel has at least one member."""

    code = "panel_needed"
    message = N_("Choose at least one person to hear this appeal.")


def acknowledge(unit: Unit, actor: Actor, public_id: str, text: str) -> None:
    """Tell who filed it that it was received and what comes next. Raises `NotFound`, `StepNotPossible`."""
    filed, kinds = opened(unit, public_id, Step.ACKNOWLEDGE)
    _not_own(filed, actor)
    step(unit, filed, kinds, Step.ACKNOWLEDGE, actor, text)
    note(unit, AuditTag.APPEAL_ACKNOWLEDGED, actor, filed)


def name_panel(unit: Unit, actor: Actor, public_id: str, members: Sequence[str]) -> None:
    """Name who hears it. Raises `PanelNeeded`, `Barred` for who had another part, `NotFound`, `StepNotPossible`."""
    filed, kinds = opened(unit, public_id, Step.NAME_PANEL)
    _not_own(filed, actor)
    if not members:
        raise PanelNeeded
    for member in members:
        involvement = involve(unit, filed.person_id, member, "panel", f"appeal:{filed.id}")
        unit.session.add(
            AppealPanelMember(
                appeal_id=filed.id, person_id=member, involvement_id=involvement, named_by=actor.id, at=unit.now
            )
        )
    unit.session.flush()
    step(unit, filed, kinds, Step.NAME_PANEL, actor, "")
    note(unit, AuditTag.APPEAL_PANEL_NAMED, actor, filed, panel=list(members))


def decide_appeal(unit: Unit, actor: Actor, public_id: str, kind: Step, outcome: str, text: str) -> None:
    """Uphold or dismiss an appeal with its reasons, as a member of its panel; what follows happens with it.

    Raises `NotOnPanel`, `OutcomeNotPossible`, `NotFound`, `StepNotPossible`.
    """
    filed, kinds = opened(unit, public_id, kind)
    if actor.id not in panel_of(unit.connection, filed.id):
        raise NotOnPanel
    if (kind is Step.UPHOLD) == (outcome == "none"):
        raise OutcomeNotPossible
    step(unit, filed, kinds, kind, actor, text, outcome)
    note(unit, AuditTag.APPEAL_ANSWERED, actor, filed, step=kind.value, outcome=outcome)
    _follow(unit, actor, filed, outcome)


def answer_complaint(unit: Unit, actor: Actor, public_id: str, text: str) -> None:
    """Answer a complaint. Raises `NotFound`, `StepNotPossible`."""
    filed, kinds = opened(unit, public_id, Step.ANSWER)
    _not_own(filed, actor)
    step(unit, filed, kinds, Step.ANSWER, actor, text, "none")
    note(unit, AuditTag.APPEAL_ANSWERED, actor, filed, step=Step.ANSWER.value)


def _not_own(filed: Appeal, actor: Actor) -> None:
    if filed.person_id == actor.id:
        raise NotFound


def _follow(unit: Unit, actor: Actor, filed: Appeal, outcome: str) -> None:
    credential = unit.session.get(Credential, filed.credential_id) if filed.credential_id else None
    if outcome == "reinstate":
        if credential is None:
            raise OutcomeNotPossible
        reinstate(unit, credential.number, actor, Grounds("appeal-upheld", ""), by_panel=True)
    elif outcome == "decide-again":
        _before_the_desk(unit, filed, credential)


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
    decision = unit.session.get_one(Decision, filed.decision_id)
    case = unit.session.get(Application, decision.application_id) if decision.application_id else None
    if case is not None:
        return case.scheme, case.cycle
    return unit.session.get_one(SchemeVersion, decision.scheme_version_id).scheme, 1


def _in_force(unit: Unit, scheme: str) -> SchemeInForce:
    found = [one for one in schemes_in_force(unit.connection) if one.scheme.key == scheme]
    if not found:
        raise OutcomeNotPossible
    return found[0]

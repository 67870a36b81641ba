"""Hearing an appeal: acknowledged, given to a panel of uninvolved persons, decided by that panel (A23).

What follows from an appeal that is upheld happens with it, in the same transaction (`following`).
"""

from __future__ import annotations

from collections.abc import Sequence

from app.accreditation.appeal_queries import panel_of
from app.accreditation.domain.appeal import Step
from app.accreditation.models import Appeal, AppealPanelMember
from app.accreditation.services.appealing import note, opened, step
from app.accreditation.services.following import OutcomeNotPossible, follow
from app.accreditation.services.parting import involve
from app.audit.events import AuditTag
from app.foundation.errors import NotFound, Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor


class NotOnPanel(Refusal):
    """Only the panel of an appeal decides it."""

    code = "not_on_panel"
    message = N_("Only a member of the panel decides this appeal.")


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


def decide_appeal(
    unit: Unit, actor: Actor, public_id: str, kind: Step, outcome: str, text: str, paper: str = ""
) -> None:
    """Uphold or dismiss an appeal with its reasons, as a member of its panel; what follows happens with it.

    `paper` is the public id of the paper that is marked again, or whose examination is held again.

    Raises `NotOnPanel`, `OutcomeNotPossible`, `OpenAlready`, `NotFound`, `StepNotPossible`.
    """
    filed, kinds = opened(unit, public_id, kind)
    if actor.id not in panel_of(unit.connection, filed.id):
        raise NotOnPanel
    if (kind is Step.UPHOLD) == (outcome == "none"):
        raise OutcomeNotPossible
    step(unit, filed, kinds, kind, actor, text, outcome)
    note(unit, AuditTag.APPEAL_ANSWERED, actor, filed, step=kind.value, outcome=outcome)
    follow(unit, actor, filed, outcome, paper)


def answer_complaint(unit: Unit, actor: Actor, public_id: str, text: str) -> None:
    """Answer a complaint. Raises `NotFound`, `StepNotPossible`."""
    filed, kinds = opened(unit, public_id, Step.ANSWER)
    _not_own(filed, actor)
    step(unit, filed, kinds, Step.ANSWER, actor, text, "none")
    note(unit, AuditTag.APPEAL_ANSWERED, actor, filed, step=Step.ANSWER.value)


def _not_own(filed: Appeal, actor: Actor) -> None:
    if filed.person_id == actor.id:
        raise NotFound

"""Filing an appeal or a complaint, and taking it back (A23, O31; ISO/IEC 17024:2012, 9.8 and 9.9)."""

from __future__ import annotations

import sqlalchemy as sa

from app.accreditation.appeal_queries import Appealable, appealable
from app.accreditation.domain.appeal import Step, deadlines, legal_steps
from app.accreditation.facts import AppealMoved
from app.accreditation.models import Appeal, AppealEvent
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor

COMPLAINT = "complaint"
_FILED = sa.select(Appeal).where(Appeal.public_id == sa.bindparam("public_id")).with_for_update()
_KINDS = (
    sa.select(AppealEvent.kind).where(AppealEvent.appeal_id == sa.bindparam("appeal_id")).order_by(AppealEvent.position)
)

_NEWEST = (
    sa.select(AppealEvent)
    .where(AppealEvent.appeal_id == sa.bindparam("appeal_id"))
    .order_by(AppealEvent.position.desc())
    .limit(1)
)


class TooLateToAppeal(Refusal):
    """What the appeal is about is none of the person's, or its days are over."""

    code = "too_late_to_appeal"
    message = N_("An appeal about this is no longer possible: its days are over. You can still file a complaint.")


class StepNotPossible(Refusal):
    """The step does not follow from where the appeal stands."""

    code = "step_not_possible"
    message = N_(
        "This step is not possible now. A colleague may have taken it since you opened the page: open it again."
    )


def file_appeal(unit: Unit, actor: Actor, about: str, grounds: str, key: str) -> str:
    """File an appeal about what `about` names, or a complaint, and return its public id, which is `key`.

    Sending it twice files it once. Raises `TooLateToAppeal`.
    """
    known = unit.session.scalars(_FILED, {"public_id": key}).one_or_none()
    if known is not None:
        if known.person_id != actor.id:
            raise NotFound
        return known.public_id
    matter = _matter(unit, actor.id, about)
    acknowledge_by, answer_by = deadlines(unit.now.date())
    filed = Appeal(
        id=new_id(),
        public_id=key,
        kind=COMPLAINT if matter is None else "appeal",
        person_id=actor.id,
        decision_id=matter.decision_id if matter else None,
        credential_id=matter.credential_id if matter else None,
        attempt_id=matter.attempt_id if matter else None,
        grounds=grounds,
        filed_at=unit.now,
        acknowledge_by=acknowledge_by,
        answer_by=answer_by,
    )
    unit.session.add(filed)
    unit.session.flush()
    note(unit, AuditTag.APPEAL_FILED, actor, filed, kind=filed.kind)
    unit.announce(AppealMoved(filed.id, filed.person_id, ""))
    return key


def take_back(unit: Unit, actor: Actor, public_id: str) -> None:
    """Take the own appeal or complaint back. Raises `NotFound`, `StepNotPossible`."""
    filed, kinds = opened(unit, public_id, Step.TAKE_BACK)
    if filed.person_id != actor.id:
        raise NotFound
    step(unit, filed, kinds, Step.TAKE_BACK, actor, "")
    note(unit, AuditTag.APPEAL_TAKEN_BACK, actor, filed)


def opened(unit: Unit, public_id: str, wanted: Step) -> tuple[Appeal, tuple[str, ...]]:
    """Return what was filed, locked, and its steps. Raises `NotFound`, or `StepNotPossible` if `wanted` is not next."""
    filed = unit.session.scalars(_FILED, {"public_id": public_id}).one_or_none()
    if filed is None:
        raise NotFound
    kinds = tuple(unit.connection.scalars(_KINDS, {"appeal_id": filed.id}))
    if wanted not in legal_steps(filed.kind, kinds):
        raise StepNotPossible
    return filed, kinds


def step(
    unit: Unit, filed: Appeal, kinds: tuple[str, ...], kind: Step, actor: Actor, text: str, outcome: str | None = None
) -> None:
    """Enter the next step of an appeal."""
    unit.session.add(
        AppealEvent(
            id=new_id(),
            appeal_id=filed.id,
            position=len(kinds) + 1,
            kind=kind.value,
            outcome=outcome,
            actor=actor.id,
            text=text,
            at=unit.now,
        )
    )
    unit.session.flush()
    unit.announce(AppealMoved(filed.id, filed.person_id, kind.value))


def note(unit: Unit, tag: AuditTag, actor: Actor, filed: Appeal, **more: object) -> None:
    """Keep what was filed, or its newest step, in the log; the words of an appeal never stand there."""
    row = filed if tag is AuditTag.APPEAL_FILED else unit.session.scalars(_NEWEST, {"appeal_id": filed.id}).one()
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"appeal:{filed.id}", **more, **vouched(row))


def _matter(unit: Unit, person_id: str, about: str) -> Appealable | None:
    if about == COMPLAINT:
        return None
    found = [one for one in appealable(unit.connection, person_id, unit.now.date()) if one.key == about]
    if not found:
        raise TooLateToAppeal
    return found[0]

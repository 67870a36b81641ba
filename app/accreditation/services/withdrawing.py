"""Withdrawing a credential takes two persons: one proposes, another confirms (A5, ISO/IEC 17024:2012, 9.5)."""

from __future__ import annotations

import json

import sqlalchemy as sa

from app.accreditation.domain.life import Act
from app.accreditation.models import Credential, Proposal, ProposalAnswer
from app.accreditation.services.lives import Grounds, happen, living, take_part
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor

_ANSWERED = sa.exists().where(ProposalAnswer.proposal_id == Proposal.id)
_OPEN = sa.select(Proposal).where(Proposal.action == "withdraw", ~_ANSWERED)
_OPEN_OF = _OPEN.where(Proposal.credential_id == sa.bindparam("credential_id"))
_OPEN_NAMED = _OPEN.where(Proposal.public_id == sa.bindparam("public_id"))
_TAGS = {
    "objected": AuditTag.WITHDRAWAL_OBJECTED_TO,
    "taken-back": AuditTag.WITHDRAWAL_TAKEN_BACK,
}


class WithdrawalProposed(Refusal):
    """A withdrawal of this credential waits for its second person already."""

    code = "withdrawal_proposed"
    message = N_("A withdrawal of this certificate is proposed already and waits for a second person.")


class SecondPersonNeeded(Refusal):
    """Who proposed a withdrawal cannot confirm it."""

    code = "second_person_needed"
    message = N_("You proposed this withdrawal. Another person has to confirm it; you can take it back.")


def propose_withdrawal(unit: Unit, number: str, actor: Actor, grounds: Grounds) -> str:
    """Propose that a credential be withdrawn and return the proposal's public id; nothing changes for its holder.

    Raises `WithdrawalProposed`, and as `living` and `take_part` do.
    """
    credential, _ = living(unit, number, Act.WITHDRAW, actor)
    if unit.session.scalars(_OPEN_OF, {"credential_id": credential.id}).first():
        raise WithdrawalProposed
    take_part(unit, credential, actor)
    proposal = Proposal(
        id=new_id(),
        public_id=new_public_id(),
        credential_id=credential.id,
        action="withdraw",
        body=json.dumps({"grounds": grounds.key, "reason": grounds.words}),
        proposed_by=actor.id,
        at=unit.now,
    )
    unit.session.add(proposal)
    unit.session.flush()
    _note(unit, AuditTag.WITHDRAWAL_PROPOSED, actor, proposal)
    return proposal.public_id


def confirm_withdrawal(unit: Unit, public_id: str, actor: Actor, note: str) -> None:
    """Withdraw what another person proposed to withdraw; final. Raises `NotFound`, `SecondPersonNeeded`, `Barred`."""
    proposal, number = _opened(unit, public_id)
    if proposal.proposed_by == actor.id:
        raise SecondPersonNeeded
    credential, events = living(unit, number, Act.WITHDRAW, actor)
    take_part(unit, credential, actor)
    _answer(unit, proposal, "approved", actor, note)
    body = json.loads(proposal.body)
    first = Actor(proposal.proposed_by, actor.role)
    happen(unit, credential, events, "withdrawn", first, Grounds(body["grounds"], body["reason"]), second=actor.id)


def object_to_withdrawal(unit: Unit, public_id: str, actor: Actor, note: str) -> None:
    """Say no to another person's proposal; the credential stays as it is. Raises `NotFound`, `SecondPersonNeeded`."""
    proposal, _ = _opened(unit, public_id)
    if proposal.proposed_by == actor.id:
        raise SecondPersonNeeded
    _answer(unit, proposal, "objected", actor, note)
    _note(unit, _TAGS["objected"], actor, proposal)


def take_back_withdrawal(unit: Unit, public_id: str, actor: Actor) -> None:
    """Take the own proposal back. Raises `NotFound` where it is another's, answered or none."""
    proposal, _ = _opened(unit, public_id)
    if proposal.proposed_by != actor.id:
        raise NotFound
    _answer(unit, proposal, "taken-back", actor, "")
    _note(unit, _TAGS["taken-back"], actor, proposal)


def _opened(unit: Unit, public_id: str) -> tuple[Proposal, str]:
    proposal = unit.session.scalars(_OPEN_NAMED, {"public_id": public_id}).one_or_none()
    if proposal is None:
        raise NotFound
    return proposal, unit.session.get_one(Credential, proposal.credential_id).number


def _answer(unit: Unit, proposal: Proposal, answer: str, actor: Actor, note: str) -> None:
    unit.session.add(
        ProposalAnswer(proposal_id=proposal.id, answer=answer, answered_by=actor.id, note=note, at=unit.now)
    )
    unit.session.flush()


def _note(unit: Unit, tag: AuditTag, actor: Actor, proposal: Proposal) -> None:
    subject = str(proposal.credential_id)
    record(unit, tag, actor=actor.id, role=actor.role, subject=subject, proposal=proposal.public_id)

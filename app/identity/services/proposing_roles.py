"""Operators and accreditation staff are made, and ended, by two operators: one proposes, another confirms (S8)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.account_queries import roles_of
from app.identity.models import RoleProposal
from app.identity.role_proposal_queries import acts_as_operator
from app.identity.services.actor import Actor, of_person
from app.identity.services.ending import RoleNotHeld
from app.identity.services.giving_roles import BY_TWO, NotGivenHere, place_role, remove_role
from app.identity.services.leavers import refuse_left
from app.identity.services.recovering import OwnAccount, SecondPersonNeeded

OPEN_FOR = timedelta(days=7)
_OPEN_OF = sa.select(RoleProposal.id).where(
    RoleProposal.person_id == sa.bindparam("person"),
    RoleProposal.role == sa.bindparam("which"),
    RoleProposal.state == "open",
)
_ONE = sa.select(RoleProposal).where(RoleProposal.public_id == sa.bindparam("public_id"), RoleProposal.state == "open")
_ANSWER = (
    sa.update(RoleProposal)
    .where(RoleProposal.id == sa.bindparam("which"), RoleProposal.state == "open")
    .values(
        state=sa.bindparam("to_state"),
        answered_by=sa.bindparam("by"),
        answered_at=sa.bindparam("now", type_=UtcDateTime),
    )
)
_LAPSE = (
    sa.update(RoleProposal)
    .where(RoleProposal.state == "open", RoleProposal.asked_at <= sa.bindparam("before", type_=UtcDateTime))
    .values(state="lapsed")
)


class ProposedAlready(Refusal):
    """One proposal at a time for a person and a role."""

    code = "proposed_already"
    message = N_("This is proposed already. A second operator answers it on the page Users.")


class ProposalLapsed(Refusal):
    """Nobody answered in seven days, or who proposed it is an operator no more."""

    code = "proposal_lapsed"
    message = N_("This proposal has lapsed: it is over seven days old, or who made it is no operator any more.")


def propose_role(unit: Unit, person_id: str, role: str, reason: str, actor: Actor) -> str:
    """Propose to give a role that the person does not hold, or to end the one they hold; return the public id.

    Raises `OwnAccount`, `NotGivenHere` (a role that one operator gives alone, or the server), `ProposedAlready`, and
    `HasLeft` where it would be given.
    """
    if person_id == actor.id:
        raise OwnAccount
    if role not in BY_TWO:
        raise NotGivenHere
    unit.connection.execute(_LAPSE, {"before": unit.now - OPEN_FOR})
    if unit.connection.scalar(_OPEN_OF, {"person": person_id, "which": role}):
        raise ProposedAlready
    act = "end" if role in roles_of(unit.connection, person_id, unit.now) else "give"
    if act == "give":
        refuse_left(unit, person_id)
    proposal = RoleProposal(
        id=new_id(),
        public_id=new_public_id(),
        person_id=person_id,
        role=role,
        act=act,
        reason=reason,
        asked_by=actor.id,
        asked_at=unit.now,
        state="open",
    )
    unit.session.add(proposal)
    unit.session.flush()
    _record(unit, AuditTag.ROLE_PROPOSED, proposal, actor)
    return proposal.public_id


def answer_proposal(unit: Unit, public_id: str, *, agree: bool, actor: Actor) -> None:
    """Confirm or refuse as the second person; where confirmed, the role is given or ended in the same transaction.

    Raises `NotFound`, `OwnAccount`, `SecondPersonNeeded`, `ProposalLapsed`, `RoleNotHeld`, `PartnerStandsAlone`.
    """
    proposal = _open(unit, public_id)
    if proposal.person_id == actor.id:
        raise OwnAccount
    if proposal.asked_by == actor.id:
        raise SecondPersonNeeded
    if unit.now - proposal.asked_at >= OPEN_FOR:
        raise ProposalLapsed
    _close(unit, proposal, "agreed" if agree else "refused", actor)
    if agree:
        _carry_out(unit, proposal, actor)
    tag = AuditTag.ROLE_PROPOSAL_AGREED if agree else AuditTag.ROLE_PROPOSAL_REFUSED
    _record(unit, tag, proposal, actor, asked_by=proposal.asked_by)


def _carry_out(unit: Unit, proposal: RoleProposal, actor: Actor) -> None:
    if not acts_as_operator(unit.connection, proposal.asked_by, unit.now):
        raise ProposalLapsed
    held = proposal.role in roles_of(unit.connection, proposal.person_id, unit.now)
    if held is not (proposal.act == "end"):
        raise RoleNotHeld if proposal.act == "end" else ProposalLapsed
    change = remove_role if held else place_role
    change(unit, proposal.person_id, proposal.role, proposal.reason, actor)


def take_back_proposal(unit: Unit, public_id: str, actor: Actor) -> None:
    """Take back what one proposed oneself. Raises `NotFound`."""
    proposal = _open(unit, public_id)
    if proposal.asked_by != actor.id:
        raise NotFound
    _close(unit, proposal, "taken-back", None)
    _record(unit, AuditTag.ROLE_PROPOSAL_TAKEN_BACK, proposal, actor)


def _open(unit: Unit, public_id: str) -> RoleProposal:
    proposal = unit.session.scalars(_ONE, {"public_id": public_id}).one_or_none()
    if proposal is None:
        raise NotFound
    return proposal


def _close(unit: Unit, proposal: RoleProposal, state: str, actor: Actor | None) -> None:
    values = {"which": proposal.id, "to_state": state, "by": actor.id if actor else None, "now": unit.now}
    if unit.connection.execute(_ANSWER, values).rowcount != 1:
        raise NotFound


def _record(unit: Unit, tag: AuditTag, proposal: RoleProposal, actor: Actor, **more: str) -> None:
    told = {"proposed": proposal.role, "act": proposal.act, **more}
    record(unit, tag, actor=actor.id, role=actor.role, subject=of_person(proposal.person_id), **told)

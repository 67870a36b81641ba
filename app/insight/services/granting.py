"""Grants: recorded by an operator, withdrawn where they were wrong, never changed (P6)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor
from app.insight.models import PartnerGrant

_STANDING = sa.select(PartnerGrant).where(PartnerGrant.withdrawn_at.is_(None))
_WITH_CODE = _STANDING.where(PartnerGrant.partner == sa.bindparam("partner"), PartnerGrant.code == sa.bindparam("code"))
_ONE = _STANDING.where(PartnerGrant.public_id == sa.bindparam("public_id")).with_for_update()


class GrantCodeTaken(Refusal):
    """A grant of the partner stands under this code."""

    code = "grant_code_taken"
    message = N_("A grant of this partner has this code already. Withdraw it first, or enter another code.")


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What is entered of a grant; no course means all of the partner's. `first` and `last` are keys of quarters."""

    partner: str
    course: str
    code: str
    amount: int
    currency: str
    first: str
    last: str


def record_grant(unit: Unit, new: NewGrant, actor: Actor) -> str:
    """Record a grant and return its public id. Raises `GrantCodeTaken`."""
    if unit.session.scalars(_WITH_CODE, {"partner": new.partner, "code": new.code}).first():
        raise GrantCodeTaken
    one = PartnerGrant(
        id=new_id(),
        public_id=new_public_id(),
        partner=new.partner,
        course=new.course,
        code=new.code,
        amount=new.amount,
        currency=new.currency,
        first_quarter=new.first,
        last_quarter=new.last,
        recorded_by=actor.id,
        recorded_at=unit.now,
    )
    unit.session.add(one)
    unit.session.flush()
    _note(unit, AuditTag.GRANT_RECORDED, one, actor)
    return one.public_id


def withdraw_grant(unit: Unit, public_id: str, actor: Actor) -> None:
    """Withdraw a grant: no figure rests on it from the next quarter on; what was published stays. Raises `NotFound`."""
    one = unit.session.scalars(_ONE, {"public_id": public_id}).one_or_none()
    if one is None:
        raise NotFound
    one.withdrawn_by, one.withdrawn_at = actor.id, unit.now
    unit.session.flush()
    _note(unit, AuditTag.GRANT_WITHDRAWN, one, actor)


def _note(unit: Unit, tag: AuditTag, one: PartnerGrant, actor: Actor) -> None:
    told = {"grant": one.code, "amount": one.amount, "currency": one.currency}
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"{one.partner}:{one.first_quarter}", **told)

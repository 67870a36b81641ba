"""Conflicts of interest: declared about a person or an agency, and ended; never deleted."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.models import ConflictDeclaration
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor

KINDS = {
    "family": N_("Family, or living together"),
    "manager": N_("I am, or was, their superior or they mine"),
    "business": N_("Business or money"),
    "other": N_("Another reason"),
}
_OPEN = sa.select(ConflictDeclaration).where(
    ConflictDeclaration.public_id == sa.bindparam("public_id"),
    ConflictDeclaration.person_id == sa.bindparam("person_id"),
)
_SAME = sa.select(ConflictDeclaration.id).where(
    ConflictDeclaration.person_id == sa.bindparam("person_id"),
    ConflictDeclaration.kind == sa.bindparam("kind"),
    ConflictDeclaration.ended_at.is_(None),
    sa.func.coalesce(ConflictDeclaration.about_person_id, ConflictDeclaration.about_agency_id) == sa.bindparam("about"),
)


@dataclass(frozen=True, slots=True)
class NewConflict:
    """What is declared: about one person or one agency, by id."""

    kind: str
    note: str
    person_id: str | None = None
    agency_id: str | None = None


def declare_conflict(unit: Unit, new: NewConflict, actor: Actor) -> None:
    """Declare a conflict; it keeps its declarer out from now on. The same declared twice is one."""
    about = new.person_id or new.agency_id
    same = {"person_id": actor.id, "kind": new.kind, "about": about}
    if unit.connection.execute(_SAME, same).scalar():
        return
    declared = ConflictDeclaration(
        id=new_id(),
        public_id=new_public_id(),
        person_id=actor.id,
        about_person_id=new.person_id,
        about_agency_id=new.agency_id,
        kind=new.kind,
        note=new.note,
        declared_at=unit.now,
    )
    unit.session.add(declared)
    unit.session.flush()
    record(unit, AuditTag.CONFLICT_DECLARED, actor=actor.id, role=actor.role, subject=f"conflict:{declared.id}",
           about=about, kind=new.kind)  # fmt: skip


def end_conflict(unit: Unit, public_id: str, actor: Actor) -> None:
    """End an own declaration; ended before stays ended then. Raises `NotFound` for another's."""
    found = unit.session.scalars(_OPEN, {"public_id": public_id, "person_id": actor.id}).one_or_none()
    if found is None:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = unit.now
        unit.session.flush()
        record(unit, AuditTag.CONFLICT_ENDED, actor=actor.id, role=actor.role, subject=f"conflict:{found.id}")

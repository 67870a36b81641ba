"""Who read which person's record: written after the answer has gone, since a GET never writes (X5)."""

from __future__ import annotations

from typing import Any

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.transaction import Unit
from app.web.visit import Visit


def note_reading(visit: Visit, tag: AuditTag, subject: str, why: str, **data: Any) -> None:
    """Have an entry written that the signed-in person read `subject`; `why` says for what, as a word."""
    actor, role = visit.me.id, visit.me.role

    def write(unit: Unit) -> None:
        record(unit, tag, actor=actor, role=role, subject=subject, why=why, **data)

    visit.after.append(lambda: visit.write(write))


def note_person_read(visit: Visit, person_id: str, why: str) -> None:
    """Have an entry written that somebody's record was read: for which act, as a word."""
    note_reading(visit, AuditTag.PERSON_READ, f"person:{person_id}", why)

"""Who read which person's record: written after the answer has gone, since a GET never writes (X5)."""

from __future__ import annotations

from typing import Any

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.transaction import Unit
from app.web.visit import Visit


def note_reading(visit: Visit, tag: AuditTag, subject: str, **data: Any) -> None:
    """Have an entry written that the signed-in person read `subject`."""
    actor, role = visit.me.id, visit.me.role

    def write(unit: Unit) -> None:
        record(unit, tag, actor=actor, role=role, subject=subject, **data)

    visit.after.append(lambda: visit.write(write))

"""Asking for a copy of what is held about oneself: at most one each hour, kept for a day (O34)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor, of_person
from app.jobs.queries import JobState, newest_under
from app.jobs.services import enqueue

JOB = "account.copy"
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """The newest copy that somebody asked for: where it stands, and until when it can be had once it is made."""

    id: str
    state: str
    asked_at: datetime
    until: datetime | None

    def is_ready(self, now: datetime) -> bool:
        """Whether it can be had at `now`."""
        return self.state == "done" and self.until is not None and now < self.until


def ask_for_own_copy(unit: Unit, actor: Actor) -> bool:
    """Let the worker make the copy; asked again within the hour nothing happens, and False is returned."""
    key = f"{_beginning(actor.id)}{unit.now:%Y-%m-%dT%H}"
    if not enqueue(unit, JOB, {"person_id": actor.id}, key=key):
        return False
    record(unit, AuditTag.PERSON_EXPORTED, actor=actor.id, role=actor.role, subject=of_person(actor.id), step="asked")
    return True


def own_copy(connection: sa.Connection, person_id: str, now: datetime) -> OwnCopy | None:
    """Return the newest copy of the person; None when none was asked for or its day is over."""
    found = newest_under(connection, _beginning(person_id))
    if found is None:
        return None
    copy = _copy(*found)
    return None if copy.until is not None and now >= copy.until else copy


def storage_key(person_id: str, copy_id: str) -> str:
    """Return where the file lies, sealed like all others."""
    return f"own-copies/{person_id}/{copy_id}.zip"


def person_of_key(key: str) -> str:
    """Return whose copy the job with this key is."""
    return key.split(":")[1]


def _copy(job: JobState, done_at: datetime | None) -> OwnCopy:
    until = done_at + KEPT if done_at and job.state == "done" else None
    return OwnCopy(job.id, job.state, job.created_at, until)


def _beginning(person_id: str) -> str:
    return f"own-copy:{person_id}:"

"""Asking for a transcript: once for each state of the record, by the person it is about."""

from __future__ import annotations

from datetime import date

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor, of_person
from app.jobs.services import enqueue


def ask_for_transcript(unit: Unit, actor: Actor, key: str, language: str, on: date) -> None:
    """Let the worker print the own transcript of the day `on`; asked again for the same record, nothing happens."""
    arguments = {"person_id": actor.id, "key": key, "language": language, "on": on.isoformat()}
    if enqueue(unit, "transcript.print", arguments, key=job_key(actor.id, key)):
        record(unit, AuditTag.TRANSCRIPT_ASKED_FOR, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def job_key(person_id: str, key: str) -> str:
    """Return the key of the job: whose transcript it is stands in it, so that nobody else finds it."""
    return f"transcript:{person_id}:{key}"


def storage_key(person_id: str, key: str) -> str:
    """Return where the file lies, sealed like all others."""
    return f"transcripts/{person_id}/{key}.pdf"

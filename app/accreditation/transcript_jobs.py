"""What the worker does for transcripts: prints one, unsigned, and stores it sealed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time

from app.accreditation.services.transcribing import storage_key
from app.accreditation.transcript import transcript_values
from app.accreditation.transcript_words import DESIGN
from app.foundation.storage import AlreadyStored, Storage
from app.jobs.context import GiveUp, JobContext
from app.printing.fitting import unprintable
from app.printing.press import render_report
from app.printing.refusals import CannotPrint
from app.printing.reports import report_design


def print_transcript(context: JobContext, *, person_id: str, key: str, language: str, on: str) -> None:
    """Print the transcript of a person as the record stands when the worker comes to it: `transcript.print`."""
    storage: Storage = context.parts["storage"]
    day, place = date.fromisoformat(on), storage_key(person_id, key)
    with context.database.reading() as connection:
        values = transcript_values(connection, person_id, language, day, context.parts["issuer"])
    if unprintable(values["holder_original"], report_design(DESIGN).faces):
        values["holder_original"] = ""  # the name in Latin letters stands beside it
    created = datetime.combine(day, time(), UTC)
    try:
        pdf = render_report(report_design(DESIGN), values, created=created, identifier=bytes.fromhex(key))
    except CannotPrint as error:
        raise GiveUp("a letter of it has no font") from error
    with suppress(AlreadyStored):  # a turn before this one stored it, and something was recorded since
        storage.put_once(place, pdf)

"""The own transcript: asked for in one of four languages, made by the worker, handed to nobody but its person (O28)."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.services.transcribing import ask_for_transcript, job_key, storage_key
from app.accreditation.transcript import transcript_key, transcript_values
from app.accreditation.transcript_words import transcript_words
from app.foundation.errors import BadInput, NotFound
from app.identity.services.actor import acting
from app.jobs.queries import job_by_key
from app.jobs.worker import wait_until_finished
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

transcript_pages = Blueprint("transcripts", __name__, url_prefix="/certificates/transcript")
WAIT_SECONDS = 8.0


@transcript_pages.post("")
@requires(Permission.CERTIFICATE_HOLD)
def ask(visit: Visit) -> Response:
    """Ask for the transcript as the record stands today; the same record gives the same file."""
    language, on, actor = request.form.get("language", ""), visit.now.date(), acting(visit.me)
    if language not in transcript_words():
        raise BadInput
    key = transcript_key(transcript_values(visit.read, visit.me.id, language, on, visit.parts["issuer"]))
    visit.write(lambda unit: ask_for_transcript(unit, actor, key, language, on))
    return redirect(f"/certificates/transcript/{key}.pdf", 303)


@transcript_pages.get("/<key>.pdf")
@requires(Permission.CERTIFICATE_HOLD)
def transcript(visit: Visit, key: str) -> Response:
    """The PDF for the person it is about; for all others there is none."""
    job = job_by_key(visit.read, job_key(visit.me.id, key)[:160])
    if job is None:
        raise NotFound
    if not job.finished:
        visit.close()  # eight seconds with a connection in hand would starve the others
        wait_until_finished(visit.database, job.key, WAIT_SECONDS)
        job = job_by_key(visit.read, job.key) or job
    if job.state != "done":
        answer = render("accreditation/transcript_waits.html", status=202, key=key, failed=job.state == "failed")
        answer.headers["Retry-After"] = "10"
        return answer
    answer = Response(visit.parts["storage"].get(storage_key(visit.me.id, key)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="transcript.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

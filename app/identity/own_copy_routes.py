"""The own record as a file: asked for by its person, made by the worker, handed to nobody else, gone after a day."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.identity.browser import myself
from app.identity.reading_log import note_reading
from app.identity.services.actor import acting, of_person
from app.identity.services.copying_own import ask_for_own_copy, own_copy, storage_key
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_own_copy", __name__)


@pages.get("/account/copy")
@requires(Permission.ACCOUNT_KEEP)
def copy_page(visit: Visit) -> Response:
    """What a copy holds, and how the one that was asked for stands."""
    me = myself(visit)
    copy = own_copy(visit.read, me.id, visit.now)
    return render(
        "identity/own_copy.html",
        copy=copy,
        ready=copy is not None and copy.is_ready(visit.now),
        shared=me.shared_computer,
        asked=request.args.get("asked", ""),
    )


@pages.post("/account/copy")
@requires(Permission.ACCOUNT_KEEP, fresh=True)
def ask(visit: Visit) -> Response:
    """Ask for the copy."""
    actor = acting(myself(visit))
    new = visit.write(lambda unit: ask_for_own_copy(unit, actor))
    return redirect(f"/account/copy?asked={'new' if new else 'before'}", 303)


@pages.get("/account/copy/<copy_id>.zip")
@requires(Permission.ACCOUNT_KEEP, fresh=True)
def download(visit: Visit, copy_id: str) -> Response:
    """The file, for the person it is about; for all others, and after its day, there is none."""
    me = myself(visit)
    copy = own_copy(visit.read, me.id, visit.now)
    if copy is None or copy.id != copy_id or not copy.is_ready(visit.now):
        raise NotFound
    content = visit.parts["storage"].get(storage_key(me.id, copy.id))
    note_reading(visit, AuditTag.PERSON_EXPORTED, of_person(me.id), "own-copy", step="handed-out")
    answer = Response(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="own-record-{copy.asked_at:%Y-%m-%d}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

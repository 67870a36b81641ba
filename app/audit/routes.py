"""The operator's page of how the house stands, and all pages of this part."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.audit.answers import answer_figures
from app.audit.events import AuditTag
from app.audit.log_routes import pages as log_pages
from app.audit.pages import Line, anchor_line, backup_line, disk_line, readiness_lines
from app.audit.services import record
from app.audit.setting_routes import pages as setting_pages
from app.audit.work_lines import answers_line, failures_line, key_lines, mail_line, restore_line, texts_line
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.jobs.queries import JobFigures, job_figures, jobs_in_state
from app.jobs.services import retry
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("audit", __name__)
BLUEPRINTS = (pages, log_pages, setting_pages)


@pages.get("/status")
@requires(Permission.STATUS_READ)
def status(visit: Visit) -> Response:
    """What works, what does not, and what to do about it."""
    figures = job_figures(visit.read, visit.now)
    return render(
        "audit/status.html",
        lines=_lines(visit, figures),
        counts=figures.in_state,
        failed=jobs_in_state(visit.read, "failed"),
        now=visit.now,
    )


def _lines(visit: Visit, figures: JobFigures) -> tuple[Line, ...]:
    return (
        *readiness_lines({name: check() for name, check in visit.parts["readiness"].items()}),
        anchor_line(visit.read, visit.now),
        backup_line(visit.read, visit.now),
        disk_line(visit.parts["instance"]),
        restore_line(visit.read, visit.now),
        failures_line(figures),
        answers_line(answer_figures(visit.read, visit.now)),
        mail_line(figures, visit.now, hands_on=visit.parts["hands_on_mail"]),
        texts_line(figures, sends=visit.parts["texts"] is not None),
        *_keys(visit),
        *(line(visit.read, visit.now) for line in visit.parts["status_lines"]),
    )


def _keys(visit: Visit) -> tuple[Line, ...]:
    parts = visit.parts
    signing = parts["signing_keys"](parts["keys"], parts["demo"])
    return key_lines(parts["keyring"], parts["data_key_folder"], parts["keys"], signing, visit.now)


@pages.post("/status/jobs/<job_id>/retry")
@requires(Permission.STATUS_READ)
def retry_job(visit: Visit, job_id: str) -> Response:
    """Give a failed job a new set of tries; one that runs again already is no longer listed."""

    def work(unit: Unit) -> None:
        if not retry(unit, job_id):
            raise NotFound
        record(unit, AuditTag.JOB_RETRIED, actor=visit.me.id, role=visit.me.role, subject=job_id)

    visit.write(work)
    return redirect("/status", 303)

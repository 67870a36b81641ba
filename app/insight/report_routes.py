"""The list of everything that was published to a partner, and the PDF for the board."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.insight.desk import partner_of, words_of
from app.insight.domain.quarters import Quarter, last_closed_quarter, read_quarter
from app.insight.queries import periods_published
from app.insight.report_queries import StoredReport, report_of, reports_made
from app.insight.statistic import quarterly_statistics
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

reports_pages = Blueprint("insight_reports", __name__, url_prefix="/insight")


@dataclass(frozen=True, slots=True)
class Published:
    """A quarter that was published: its short name, and the reports that were made of it."""

    quarter: Quarter
    name: str
    reports: tuple[StoredReport, ...]


@reports_pages.get("/reports")
@requires(Permission.IMPACT_READ)
def reports(visit: Visit) -> Response:
    """Every quarter that was published, with its page, its PDF and hash, and its sheets."""
    partner, words = partner_of(visit), words_of(visit.locale)
    made = reports_made(visit.read, partner)
    found = (read_quarter(period) for period in periods_published(visit.read, partner))
    return render(
        "insight/reports.html",
        published=[
            Published(one, words.quarter(one), tuple(report for report in made if report.period == one.key))
            for one in found
            if one
        ],
        statistics=quarterly_statistics(),
        next_day=last_closed_quarter(visit.now.date()).after.next_day,
    )


@reports_pages.get("/<period>.pdf")
@requires(Permission.IMPACT_READ)
def report_file(visit: Visit, period: str) -> Response:
    """The report for the board, as it was printed once; in the reader's language where it was printed in that."""
    partner = partner_of(visit)
    report = report_of(visit.read, partner, period, visit.locale) if partner and read_quarter(period) else None
    if report is None:
        raise NotFound
    pdf = visit.parts["storage"].get_content(report.sha256)
    visit.after.append(lambda: _note_taken(visit, partner, report))  # a GET writes only after its answer
    answer = Response(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="impact-{period}.pdf"'
    return answer


def _note_taken(visit: Visit, partner: str, report: StoredReport) -> None:
    visit.write(
        lambda unit: record(
            unit,
            AuditTag.REPORT_HANDED_OUT,
            actor=visit.me.id,
            role=visit.me.role,
            subject=f"{partner}:{report.period}",
            sha256=report.sha256,
        )
    )

"""The partner's page and its sheets."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.identity.queries import partner_scope
from app.insight.domain.quarters import read_quarter
from app.insight.domain.sheet import sheet
from app.insight.impact import Words, programme_figures, quarter_page, totals_rows
from app.insight.queries import PublishedFigures, counts_of, figures_of, figures_published, funded_courses
from app.insight.statistics.by_country import STATISTIC as BY_COUNTRY
from app.insight.statistics.totals import STATISTIC as TOTALS
from app.web.access import requires
from app.web.locales import babel_locale
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

insight = Blueprint("insight", __name__)
BLUEPRINTS = (insight,)


@insight.get("/insight")
@requires(Permission.IMPACT_READ)
def impact(visit: Visit) -> Response:
    """What the partner's support has come to: running totals, and countries of the last closed quarter."""
    partner = _partner(visit)
    words = Words(babel_locale(visit.locale))
    titles = funded_courses(visit.read, partner) if partner else {}
    rows = TOTALS.table(counts_of(visit.read, partner), ()) if partner else ()
    kept = figures_published(visit.read, partner, BY_COUNTRY.name) if partner else ()
    return render(
        "insight/impact.html",
        figures=programme_figures(words, rows),
        courses=totals_rows(words, rows, titles),
        quarter=quarter_page(words, kept[0].period, kept[0].rows, titles) if kept else None,
        size=len(_sheet(kept[0])) if kept else 0,
        earlier=[(one.period, len(_sheet(one))) for one in kept[1:]],
        columns=BY_COUNTRY.columns,
        totals_title=TOTALS.title,
    )


@insight.get("/insight/<period>.csv")
@requires(Permission.IMPACT_READ)
def figures_sheet(visit: Visit, period: str) -> Response:
    """The table of a published quarter as one flat sheet; the same stored table as the page shows."""
    partner = _partner(visit)
    published = figures_of(visit.read, partner, BY_COUNTRY.name, period) if partner and read_quarter(period) else None
    if published is None:
        raise NotFound
    visit.after.append(lambda: _note_export(visit, partner, period))  # a GET writes only after its answer
    answer = Response(_sheet(published), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="impact-{period}.csv"'
    return answer


def _sheet(published: PublishedFigures) -> bytes:
    rows = [{"period": published.period, **row} for row in published.rows]
    return sheet(("period", *BY_COUNTRY.keys), rows).encode()


def _partner(visit: Visit) -> str:
    """Return the key of the partner whose figures this person may read; empty where none is set."""
    return partner_scope(visit.read, visit.me.id) or ""


def _note_export(visit: Visit, partner: str, period: str) -> None:
    visit.write(
        lambda unit: record(
            unit,
            AuditTag.FIGURES_EXPORTED,
            actor=visit.me.id,
            role=visit.me.role,
            subject=f"{partner}:{period}",
            statistic=BY_COUNTRY.name,
        )
    )

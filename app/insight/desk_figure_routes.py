"""Figures of the desk for who works at it: decisions, time to decide, refusals, appeals; of nobody by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from flask import Blueprint
from werkzeug.wrappers import Response

from app.accreditation.decided_queries import decided_by_rule, filed_since, judged_since
from app.insight.desk_statistic import DeskStatistic, desk_statistics
from app.insight.domain.desk_work import DeskWork, Row, begins, month_key, twelve_months
from app.web.access import requires
from app.web.locales import babel_locale, gettext_for
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

desk_figure_pages = Blueprint("insight_desk_figures", __name__)
NOTHING = "–"


@desk_figure_pages.get("/accreditation/figures")
@requires(Permission.OVERVIEW_READ)
def desk_figures(visit: Visit) -> Response:
    """Twelve months of the desk, counted as the page is opened."""
    months = twelve_months(visit.now.date())
    begun = [begins(month) for month in months]
    work = DeskWork(
        months=months,
        judged=judged_since(visit.read, begun[0]),
        by_rule=decided_by_rule(visit.read, begun),
        filed=filed_since(visit.read, begun[0]),
        today=visit.now.date(),
    )
    names = {month_key(month): _month(visit.locale, month) for month in months}
    shown = [(one, [_cells(one, row, names, visit.locale) for row in one.rows(work)]) for one in desk_statistics()]
    return render("insight/desk_figures.html", statistics=shown, first=months[0])


def _month(locale: str, month: date) -> str:
    return format_date(month, "LLLL y", babel_locale(locale))


def _cells(statistic: DeskStatistic, row: Row, months: Mapping[str, str], locale: str) -> list[object]:
    key, *figures = row
    label = gettext_for(locale)[0](statistic.labels[key]) if key in statistic.labels else months[str(key)]
    return [label, *(NOTHING if figure is None else figure for figure in figures)]

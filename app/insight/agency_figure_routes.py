"""Figures of a coordinator's own agencies: who joined and who finished, by course and month (X1)."""

from __future__ import annotations

from babel.dates import format_date
from flask import Blueprint
from werkzeug.wrappers import Response

from app.curriculum.queries import live_courses
from app.insight.domain.desk_work import begins, by_course, twelve_months
from app.learning.agency_month_queries import finished_by_month, joined_by_month
from app.web.access import requires
from app.web.locales import babel_locale
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

agency_figure_pages = Blueprint("insight_agency_figures", __name__)


@agency_figure_pages.get("/people/figures")
@requires(Permission.PEOPLE_COORDINATE)
def agency_figures(visit: Visit) -> Response:
    """Twelve months of the own agencies; exact, since a coordinator reads each officer's progress anyway."""
    visit.path = "/people/progress"
    months, path = twelve_months(visit.now.date()), visit.me.agency_path
    begun = [begins(month) for month in months]
    titles = {one.outline.course: one.outline.title for one in live_courses(visit.read)}
    joined = joined_by_month(visit.read, path, visit.now, begun)
    finished = finished_by_month(visit.read, path, visit.now, begun)
    return render(
        "insight/agency_figures.html",
        months=[format_date(month, "LLL yy", babel_locale(visit.locale)) for month in reversed(months)],
        joined=by_course(joined, titles),
        finished=by_course(finished, titles),
    )

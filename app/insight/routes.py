"""The partner's page: what the support has come to, now and as of any quarter that was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.curriculum.outline import CourseOutline
from app.foundation.errors import NotFound
from app.foundation.kept import Kept
from app.insight.agency_figure_routes import agency_figure_pages
from app.insight.desk import looked_back, outlines_of, partner_of, words_of
from app.insight.desk_figure_routes import desk_figure_pages
from app.insight.domain.quarters import Quarter, read_quarter
from app.insight.follow_up_queries import quotes_shown
from app.insight.follow_up_routes import follow_up_pages
from app.insight.grant_routes import grant_pages
from app.insight.health_routes import health_pages
from app.insight.impact import Impact, Tables, impact_of, up_to_now
from app.insight.overview_routes import overview_pages
from app.insight.queries import counts_up_to_now, periods_published
from app.insight.quote_routes import quote_pages
from app.insight.report_queries import report_of
from app.insight.report_routes import reports_pages
from app.insight.sheet_routes import sheets
from app.insight.statistics.totals import STATISTIC as TOTALS
from app.web.access import requires
from app.web.locales import direction
from app.web.permissions import Permission
from app.web.rendering import Renderer, render
from app.web.visit import Visit

insight = Blueprint("insight", __name__)
BLUEPRINTS = (
    insight,
    reports_pages,
    sheets,
    health_pages,
    grant_pages,
    follow_up_pages,
    quote_pages,
    overview_pages,
    desk_figure_pages,
    agency_figure_pages,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a closed quarter says, and the parts of the page that say nothing but that."""

    said: Impact
    cards: Markup
    tables: Markup


_printed: Kept[Printed] = Kept(50)
"""Closed quarters, each under all that it is worked out from: what was published never changes."""


@insight.get("/insight")
@requires(Permission.IMPACT_READ)
def impact(visit: Visit) -> Response:
    """What the partner's support has come to: the last closed quarter beside the year before, and totals up to now."""
    partner = partner_of(visit)
    periods = periods_published(visit.read, partner) if partner else {}
    newest = next((read_quarter(period) for period in periods), None)
    return _page(visit, partner, newest, periods, newest=True)


@insight.get("/insight/<period>")
@requires(Permission.IMPACT_READ)
def impact_as_of(visit: Visit, period: str) -> Response:
    """The same page as of an earlier quarter: the numbers are those that were published then (P7)."""
    partner, quarter = partner_of(visit), read_quarter(period)
    periods = periods_published(visit.read, partner) if partner and quarter else {}
    if quarter is None or quarter.key not in periods:
        raise NotFound
    return _page(visit, partner, quarter, periods, newest=False)


def _page(visit: Visit, partner: str, quarter: Quarter | None, periods: Mapping[str, str], *, newest: bool) -> Response:
    outlines, words = outlines_of(visit, partner), words_of(visit.locale)
    published = looked_back(visit.read, partner, quarter, periods) if quarter else {}
    found = _printed_of(visit, partner, quarter, periods, published, outlines) if quarter else None
    now = TOTALS.table(counts_up_to_now(visit.read, partner), ()) if partner and newest else ()
    return render(
        "insight/impact.html",
        funds=bool(outlines) or found is not None,
        impact=found,
        report=report_of(visit.read, partner, quarter.key, visit.locale) if quarter else None,
        newest=newest,
        now=up_to_now(words, now),
        several=len(outlines) > 1,
        quotes=_quotes(visit, outlines, published.get(quarter.key, {})) if quarter and newest else (),
    )


def _printed_of(
    visit: Visit,
    partner: str,
    quarter: Quarter,
    periods: Mapping[str, str],
    published: Mapping[str, Tables],
    outlines: Mapping[str, CourseOutline],
) -> Printed | None:
    """Return the quarter as printed; `periods` are the ids of the newest tables, which tell what was published."""
    versions = tuple(one.version_id for one in outlines.values())
    worked_out_from = (visit.locale, partner, quarter.key, tuple(periods[key] for key in published), versions)
    words = words_of(visit.locale)
    return _printed.get(worked_out_from, lambda: _print(visit, impact_of(words, quarter, published, outlines)))


def _print(visit: Visit, said: Impact) -> Printed:
    renderer: Renderer = visit.parts["renderer"]
    known = {"impact": said, "shell": {"dir": direction(visit.locale)}}
    parts = (renderer.part(visit.locale, f"insight/quarter_{name}.html", **known) for name in ("cards", "tables"))
    return Printed(said, *parts)


def _quotes(visit: Visit, outlines: Mapping[str, CourseOutline], tables: Tables) -> list[tuple[str, str]]:
    """Return words and course of officers, of courses that have certified ten or more."""
    funnel = tables.get("funnel", ())
    courses = sorted({str(row["course"]) for row in funnel if row["certified"]} & outlines.keys())
    return [(one.text, outlines[one.course].title) for one in quotes_shown(visit.read, courses)]

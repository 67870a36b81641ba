"""The programme overview for the alliance: the courses of all partners together, by the partners' own rules."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.insight.desk import looked_back, outlines_of, words_of
from app.insight.domain.measures import ALLIANCE
from app.insight.domain.quarters import Quarter, read_quarter
from app.insight.follow_up_queries import quotes_before_staff
from app.insight.impact import OF_ALL, impact_of
from app.insight.queries import periods_published
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

overview_pages = Blueprint("insight_overview", __name__)
QUARTERS = 8
"""So many closed quarters are linked."""


@overview_pages.get("/accreditation/overview")
@requires(Permission.OVERVIEW_READ)
def overview(visit: Visit) -> Response:
    """What the programme has come to by the last closed quarter."""
    return _page(visit, None)


@overview_pages.get("/accreditation/overview/<period>")
@requires(Permission.OVERVIEW_READ)
def overview_as_of(visit: Visit, period: str) -> Response:
    """The same as of an earlier quarter."""
    quarter = read_quarter(period)
    if quarter is None:
        raise NotFound
    return _page(visit, quarter)


def _page(visit: Visit, wanted: Quarter | None) -> Response:
    periods, words = periods_published(visit.read, ALLIANCE), words_of(visit.locale)
    quarters = [one for one in map(read_quarter, periods) if one]
    if wanted and wanted not in quarters:
        raise NotFound
    quarter = wanted or next(iter(quarters), None)
    published = looked_back(visit.read, ALLIANCE, quarter, periods) if quarter else {}
    outlines = outlines_of(visit, ALLIANCE)
    return render(
        "insight/overview.html",
        impact=impact_of(words, quarter, published, outlines, OF_ALL) if quarter else None,
        quarters=[(one.key, words.quarter(one)) for one in quarters[:QUARTERS] if one != quarter],
        waiting=sum(one.state == "offered" for one in quotes_before_staff(visit.read)),
    )

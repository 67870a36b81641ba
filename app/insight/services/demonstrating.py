"""A made-up past for demonstration instances: counted and published the way real figures are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.foundation.transaction import Unit
from app.insight.domain.measures import MEASURES
from app.insight.domain.quarters import last_closed_quarter
from app.insight.queries import PublishedFigures
from app.insight.services.counting import add_officers
from app.insight.services.publishing import publish_quarter


def add_past_totals(
    unit: Unit, partner: str, course: str, totals: Iterable[tuple[str, int, int, int]], now: datetime
) -> tuple[PublishedFigures, ...]:
    """Count (country, started, finished, certified) in the last month of the last closed quarter, and publish it.

    `now` is the true time: the quarter is the last closed one at that moment, whatever clock a story is told by.
    """
    quarter = last_closed_quarter(now.date())
    for country, *reached in totals:
        for measure, officers in zip(MEASURES, reached, strict=True):
            if officers == 0:
                continue
            add_officers(
                unit,
                partner=partner,
                course=course,
                country=country,
                month=quarter.last_month,
                measure=measure,
                officers=officers,
            )
    return publish_quarter(unit, partner, quarter, now.date())

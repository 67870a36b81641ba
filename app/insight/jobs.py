"""Jobs of insight."""

from __future__ import annotations

from functools import partial

from app.insight.domain.quarters import last_closed_quarter
from app.insight.queries import partners_counted
from app.insight.services.publishing import publish_quarter
from app.jobs.context import JobContext


def publish_closed_quarters(context: JobContext) -> None:
    """Publish the last closed quarter to every partner: the job `insight.publish-quarters`, daily.

    Repeating it changes nothing.
    """
    today = context.clock().date()
    quarter = last_closed_quarter(today)
    with context.database.reading() as connection:
        partners = partners_counted(connection)
    for partner in partners:
        context.write(partial(publish_quarter, partner=partner, quarter=quarter, today=today))

"""Publishing: a closed quarter's tables are made once, stored as shown, and never made again."""

from __future__ import annotations

from datetime import date

from app.accreditation.holding_queries import ended_holders
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.insight.domain.measures import VALID, Exact
from app.insight.domain.quarters import Quarter, last_closed_quarter
from app.insight.grant_queries import grants_until
from app.insight.models import PublishedTable
from app.insight.queries import PublishedFigures, exact_of, figures_of, newest_figures
from app.insight.statistic import Statistic, quarterly_statistics


class QuarterStillOpen(Refusal):
    """Figures are published for closed quarters only."""

    code = "quarter_still_open"
    message = N_("This quarter is not over yet. Its figures are published after its last day.")


class LaterQuarterPublished(Refusal):
    """A later quarter was published already; an earlier one after it could single people out."""

    code = "later_quarter_published"
    message = N_("A later quarter was published already. Figures are published in the order of the quarters.")


def publish_quarter(unit: Unit, partner: str, quarter: Quarter, today: date) -> dict[str, PublishedFigures]:
    """Publish every quarterly statistic of the partner's courses, counted from their beginning to the quarter's end.

    Returns statistic → what is published now.
    What was published stays: asking again returns it (P7). Raises `QuarterStillOpen` and `LaterQuarterPublished`.
    """
    if quarter > last_closed_quarter(today):
        raise QuarterStillOpen
    missing = [one for one in quarterly_statistics() if not _stored(unit, partner, quarter, one)]
    exact = _exact(unit, partner, quarter) if missing else None
    for statistic in missing:
        _publish(unit, partner, quarter, statistic, exact or Exact({}))
    found = {one.name: _stored(unit, partner, quarter, one) for one in quarterly_statistics()}
    return {name: figures for name, figures in found.items() if figures}


def _stored(unit: Unit, partner: str, quarter: Quarter, statistic: Statistic) -> PublishedFigures | None:
    return figures_of(unit.connection, partner, statistic.name, quarter.key)


def _exact(unit: Unit, partner: str, quarter: Quarter) -> Exact:
    """Return what was counted up to the end of the quarter, and of the certified who hold one in force on its last day.

    Whether a certificate is in force is a matter of the day, not of a fact: nobody does anything when it expires.
    """
    counted = exact_of(unit.connection, partner, quarter.last_month)
    ended = ended_holders(unit.connection, quarter.last_day)
    valid = {
        (course, VALID): {country: max(0, n - ended.get(course, {}).get(country, 0)) for country, n in column.items()}
        for (course, measure), column in counted.counts.items()
        if measure == "certified"
    }
    return Exact({**counted.counts, **valid}, counted.sums, grants_until(unit.connection, partner, quarter))


def _publish(unit: Unit, partner: str, quarter: Quarter, statistic: Statistic, exact: Exact) -> None:
    before = newest_figures(unit.connection, partner, statistic.name)
    if before and before.period > quarter.key:
        raise LaterQuarterPublished
    rows = [dict(row) for row in statistic.table(exact, before.rows if before else ())]
    _store(unit, partner, quarter, statistic.name, rows)


def _store(unit: Unit, partner: str, quarter: Quarter, statistic: str, rows: list[dict[str, str | int | None]]) -> None:
    unit.session.add(
        PublishedTable(
            id=new_id(),
            period=quarter.key,
            audience=partner,
            statistic=statistic,
            table={"rows": rows},
            made_at=unit.now,
        )
    )
    unit.session.flush()
    subject = f"{partner}:{quarter.key}"
    record(unit, AuditTag.FIGURES_PUBLISHED, actor=SYSTEM, subject=subject, statistic=statistic, rows=len(rows))

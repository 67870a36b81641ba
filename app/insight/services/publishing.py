"""Publishing: a closed quarter's tables are made once, stored as shown, and never made again."""

from __future__ import annotations

from datetime import date

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.insight.domain.quarters import Quarter, last_closed_quarter
from app.insight.models import PublishedTable
from app.insight.queries import PublishedFigures, counts_of, figures_of, newest_figures
from app.insight.statistic import Statistic, quarterly_statistics


class QuarterStillOpen(Refusal):
    """Figures are published for closed quarters only."""

    code = "quarter_still_open"
    message = N_("This quarter is not over yet. Its figures are published after its last day.")


class LaterQuarterPublished(Refusal):
    """A later quarter was published already; an earlier one after it could single people out."""

    code = "later_quarter_published"
    message = N_("A later quarter was published already. Figures are published in the order of the quarters.")


def publish_quarter(unit: Unit, partner: str, quarter: Quarter, today: date) -> tuple[PublishedFigures, ...]:
    """Publish every quarterly statistic of the partner's courses, counted from their beginning to the quarter's end.

    What was published stays: asking again returns it (P7). Raises `QuarterStillOpen` and `LaterQuarterPublished`.
    """
    if quarter > last_closed_quarter(today):
        raise QuarterStillOpen
    return tuple(_published(unit, partner, quarter, statistic) for statistic in quarterly_statistics())


def _published(unit: Unit, partner: str, quarter: Quarter, statistic: Statistic) -> PublishedFigures:
    stored = figures_of(unit.connection, partner, statistic.name, quarter.key)
    if stored:
        return stored
    before = newest_figures(unit.connection, partner, statistic.name)
    if before and before.period > quarter.key:
        raise LaterQuarterPublished
    counts = counts_of(unit.connection, partner, quarter.last_month)
    rows = [dict(row) for row in statistic.table(counts, before.rows if before else ())]
    _store(unit, partner, quarter, statistic.name, rows)
    return PublishedFigures(quarter.key, rows)


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

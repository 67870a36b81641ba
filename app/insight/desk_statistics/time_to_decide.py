"""How long cases waited for a decision of people, by the month of the decision."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.desk_statistic import DeskStatistic
from app.insight.domain.desk_work import DeskWork, Row, days_waited, month_key, reached_by


def _rows(work: DeskWork) -> list[Row]:
    found: list[Row] = []
    for month in work.months:
        days = days_waited([one for one in work.in_month(month) if one.outcome != "defer"])
        found.append((month_key(month), len(days), reached_by(days, 5), reached_by(days, 9)))
    return found


STATISTIC = DeskStatistic(
    name="time-to-decide",
    title=N_("Time to decide"),
    meaning=N_("Whole days from the day on which a case came before the desk to its grant or refusal."),
    columns=(N_("Month"), N_("Cases decided"), N_("Half within (days)"), N_("Nine in ten within (days)")),
    rows=_rows,
    place=2,
)

"""How many decisions were made in each month, by the rule and by people."""

from __future__ import annotations

from collections import Counter

from app.foundation.words import N_
from app.insight.desk_statistic import DeskStatistic
from app.insight.domain.desk_work import DeskWork, Row, month_key


def _rows(work: DeskWork) -> list[Row]:
    found: list[Row] = []
    for place, month in enumerate(work.months):
        of = Counter(one.outcome for one in work.in_month(month))
        found.append((month_key(month), work.by_rule.get(place, 0), of["grant"], of["refuse"], of["defer"]))
    return found


STATISTIC = DeskStatistic(
    name="decisions",
    title=N_("Decisions by month"),
    meaning=N_(
        "The rule grants where all requirements are met and the scheme asks for nobody; people decide the rest."
    ),
    columns=(N_("Month"), N_("Granted by the rule"), N_("Granted"), N_("Refused"), N_("More asked for")),
    rows=_rows,
    place=1,
)

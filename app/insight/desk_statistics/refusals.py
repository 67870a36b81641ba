"""Why people refused, by class of reason."""

from __future__ import annotations

from collections import Counter

from app.accreditation.desk_words import REASONS
from app.foundation.words import N_
from app.insight.desk_statistic import DeskStatistic
from app.insight.domain.desk_work import DeskWork, Row


def _rows(work: DeskWork) -> list[Row]:
    given = Counter(reason for one in work.judged if one.outcome == "refuse" for reason in set(one.reasons))
    return [(reason, given[reason]) for reason in REASONS]


STATISTIC = DeskStatistic(
    name="refusals",
    title=N_("Refusals by reason"),
    meaning=N_("A refusal with two reasons counts in both."),
    columns=(N_("Reason"), N_("Refusals")),
    rows=_rows,
    place=3,
    labels={**REASONS, "other": N_("Another reason")},
)

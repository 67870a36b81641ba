"""What certified officers say three months later, up to the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import ANSWER_COLUMNS, COURSE, OFFICERS
from app.insight.domain.follow_up import follow_ups
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="follow_up",
    title=N_("Three months later"),
    columns=(COURSE, *ANSWER_COLUMNS, OFFICERS),
    quarterly=True,
    table=follow_ups,
)

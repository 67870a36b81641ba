"""What certified officers say six months later, up to the end of a closed quarter: the same questions once more."""

from __future__ import annotations

from functools import partial

from app.foundation.words import N_
from app.insight.columns import ANSWER_COLUMNS, COURSE, OFFICERS
from app.insight.domain.follow_up import SIX, follow_ups
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="follow_up_six",
    title=N_("Six months later"),
    columns=(COURSE, *ANSWER_COLUMNS, OFFICERS),
    quarterly=True,
    table=partial(follow_ups, months=SIX),
)

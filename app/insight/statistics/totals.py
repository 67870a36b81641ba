"""Running totals of the programme and of each course."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import CERTIFIED, COURSE, FINISHED, STARTED
from app.insight.domain.totals import totals
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="totals",
    title=N_("Your courses"),
    columns=(COURSE, STARTED, FINISHED, CERTIFIED),
    quarterly=False,
    table=totals,
)

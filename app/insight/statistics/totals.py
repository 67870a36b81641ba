"""Running totals of the programme and of each course."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COUNTED_STAGES, COURSE
from app.insight.domain.totals import totals
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="totals",
    title=N_("Up to now"),
    columns=(COURSE, *COUNTED_STAGES),
    quarterly=False,
    table=totals,
)

"""The learning gain of officers who took both tests, up to the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COURSE, GAIN_COLUMNS, OFFICERS
from app.insight.domain.gain import gains
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="gain",
    title=N_("Learning gain"),
    columns=(COURSE, OFFICERS, *GAIN_COLUMNS),
    quarterly=True,
    table=gains,
)

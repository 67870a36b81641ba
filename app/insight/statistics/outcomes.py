"""How officers did in the examination by outcome, up to the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COURSE, OFFICERS, OUTCOME, RIGHT
from app.insight.domain.outcomes import outcomes
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="outcomes",
    title=N_("By outcome"),
    columns=(COURSE, OUTCOME, OFFICERS, RIGHT),
    quarterly=True,
    table=outcomes,
)

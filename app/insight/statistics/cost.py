"""What a certified officer cost, for each grant that was recorded, up to the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COST_COLUMNS, COURSE, GRANT
from app.insight.domain.cost import costs
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="cost",
    title=N_("Cost per certified officer"),
    columns=(GRANT, COURSE, *COST_COLUMNS),
    quarterly=True,
    table=costs,
)

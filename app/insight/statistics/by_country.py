"""Officers by course and country at the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COUNTRY, COURSE, STAGES
from app.insight.domain.by_country import by_country
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="by_country",
    title=N_("By country"),
    columns=(COURSE, COUNTRY, *STAGES),
    quarterly=True,
    table=by_country,
)

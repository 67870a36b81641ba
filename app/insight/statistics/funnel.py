"""From enrolled to still valid: the programme and each course at the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COURSE, STAGES
from app.insight.domain.totals import funnel
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="funnel",
    title=N_("From enrolled to certified"),
    columns=(COURSE, *STAGES),
    quarterly=True,
    table=funnel,
)

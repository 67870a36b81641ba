"""What officers still know 90 days after a course, up to the end of a closed quarter."""

from __future__ import annotations

from app.foundation.words import N_
from app.insight.columns import COURSE, OFFICERS, RETENTION_COLUMNS
from app.insight.domain.retention import retained
from app.insight.statistic import Statistic

STATISTIC = Statistic(
    name="retention",
    title=N_("Still known after 90 days"),
    columns=(COURSE, OFFICERS, *RETENTION_COLUMNS),
    quarterly=True,
    table=retained,
)

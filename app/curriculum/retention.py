"""What is erased of courses: readers' reports that were answered long ago."""

from __future__ import annotations

import sqlalchemy as sa

from app.curriculum.models import ReaderReport
from app.foundation.db import UtcDateTime
from app.foundation.retention import deleting

REPORTS = deleting(
    "reader-reports",
    ReaderReport.id,
    ReaderReport.person_id,
    ReaderReport.answered_at < sa.bindparam("before", type_=UtcDateTime),
)

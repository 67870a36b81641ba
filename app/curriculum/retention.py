"""What is erased of courses: readers' reports that were answered long ago."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.curriculum.models import ReaderReport
from app.foundation.db import UtcDateTime
from app.foundation.retention import Erasing
from app.foundation.transaction import Unit

_DUE = sa.select(ReaderReport.id, ReaderReport.person_id).where(
    ReaderReport.answered_at < sa.bindparam("before", type_=UtcDateTime)
)
_ERASE = sa.delete(ReaderReport).where(ReaderReport.id.in_(sa.bindparam("ids", expanding=True)))


def _erase(unit: Unit, ids: Sequence[str]) -> None:
    unit.connection.execute(_ERASE, {"ids": list(ids)})


REPORTS = Erasing("reader-reports", _DUE, _erase)

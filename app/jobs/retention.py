"""What is erased of jobs: the words of letters and texts that were sent. The job stays: nothing goes twice."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.foundation.retention import Erasing
from app.foundation.transaction import Unit
from app.jobs.mail import SEALED_JOBS
from app.jobs.models import Outbox

_FULL = sa.cast(Outbox.arguments, sa.Text) != "{}"
_DUE = sa.select(Outbox.id, sa.null()).where(
    Outbox.name.in_(SEALED_JOBS),
    Outbox.state == "done",
    Outbox.done_at < sa.bindparam("before", type_=UtcDateTime),
    _FULL,
)
_EMPTY = sa.update(Outbox).where(Outbox.id.in_(sa.bindparam("ids", expanding=True))).values(arguments={})


def _erase(unit: Unit, ids: Sequence[str]) -> None:
    unit.connection.execute(_EMPTY, {"ids": list(ids)})


LETTERS = Erasing("letters-sent", _DUE, _erase)

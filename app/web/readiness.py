"""Whether the house can work: each check answers `ok` or what is wrong, and never raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from app.foundation.storage import Storage
from app.foundation.transaction import Database

_ONE = sa.text("SELECT 1")
_BEHIND_SECONDS = 120
_OLDEST_JOB = sa.text("SELECT min(not_before) FROM outbox WHERE state IN ('queued', 'running')")
_LAST_ENTRY = sa.text("SELECT max(at) FROM audit_event")

Check = Callable[[], str]


def readiness_checks(database: Database, storage: Storage) -> Mapping[str, Check]:
    """Return the checks of `/readyz` by name."""

    def read(statement: sa.TextClause) -> object:
        with database.reading() as connection:
            return connection.execute(statement).scalar()

    def stored() -> str:
        storage.put_once("readiness/probe", b"ready")
        return "ok" if storage.get("readiness/probe") == b"ready" else "the probe reads back changed"

    def queue() -> str:
        oldest = _instant(read(_OLDEST_JOB))
        waiting = (database.clock() - oldest).total_seconds() if oldest else 0
        return "ok" if waiting < _BEHIND_SECONDS else f"a job has been due for {int(waiting)} s: is the worker running?"

    def clock() -> str:
        last = _instant(read(_LAST_ENTRY))
        behind = last is not None and database.clock() < last
        return "the clock is behind the last audit entry" if behind else "ok"

    checks = {
        "database": lambda: "ok" if read(_ONE) == 1 else "no answer",
        "storage": stored,
        "queue": queue,
        "clock": clock,
    }
    return {name: _guarded(check) for name, check in checks.items()}


def _guarded(check: Check) -> Check:
    def answer() -> str:
        try:
            return check()
        except Exception as error:
            return f"failed: {type(error).__name__}"

    return answer


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)

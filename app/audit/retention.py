"""How long records are kept: the classes and their periods, what is due, and erasing it but for holds (A31, X8)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.models import LegalHold
from app.audit.services import SYSTEM, record
from app.foundation.db import UtcDateTime
from app.foundation.ids import new_id
from app.foundation.retention import Erasing, deleting
from app.foundation.transaction import Unit

FILE = Path(__file__).with_name("retention.toml")
BATCH = 500
HELD = sa.select(LegalHold.person_id).where(LegalHold.lifted_at.is_(None))
HOLDS = deleting(
    "legal-holds",
    LegalHold.id,
    LegalHold.person_id,
    LegalHold.lifted_at < sa.bindparam("before", type_=UtcDateTime),
)
_LIFT = (
    sa.update(LegalHold)
    .where(LegalHold.person_id == sa.bindparam("person"), LegalHold.lifted_at.is_(None))
    .values(lifted_at=sa.bindparam("now", type_=UtcDateTime))
)


@dataclass(frozen=True, slots=True)
class Period:
    """One class of the file: kept `days` after what `counted_from` says, or for ever `because` of something.

    `tables` are the names of those in which its records stand.
    """

    key: str
    title: str
    days: int | None
    counted_from: str
    because: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What a class holds that is past its period: `due` would be erased, `held` stays since its person is on hold."""

    period: Period
    due: int
    held: int


def periods(path: Path = FILE) -> Mapping[str, Period]:
    """Return the classes of the file. Raises ValueError for one with neither days nor a reason, or with both."""
    found = {}
    for key, one in tomllib.loads(path.read_text()).items():
        days, because = one.get("days"), one.get("because", "")
        if (days is None) != bool(because) or (days is not None and days < 1):
            raise ValueError(f"{key}: a class has days (at least 1), or says because of what it is kept")
        found[key] = Period(key, one["title"], days, one.get("from", ""), because, tuple(one["tables"]))
    return found


def people_on_hold(connection: sa.Connection) -> frozenset[str]:
    """Return the ids of the people whose records are on hold."""
    return frozenset(connection.scalars(HELD))


def place_hold(unit: Unit, person_id: str, reason: str, actor: str = SYSTEM) -> bool:
    """Put a person's records on hold: nothing of theirs is erased until it is lifted; False when it stands already."""
    if person_id in people_on_hold(unit.connection):
        return False
    unit.session.add(LegalHold(id=new_id(), person_id=person_id, reason=reason, placed_at=unit.now))
    unit.session.flush()
    record(unit, AuditTag.HOLD_PLACED, actor=actor, subject=f"person:{person_id}")
    return True


def lift_hold(unit: Unit, person_id: str, actor: str = SYSTEM) -> bool:
    """Lift the hold on a person's records; False when there is none."""
    if unit.connection.execute(_LIFT, {"person": person_id, "now": unit.now}).rowcount == 0:
        return False
    record(unit, AuditTag.HOLD_LIFTED, actor=actor, subject=f"person:{person_id}")
    return True


def due_ids(
    connection: sa.Connection, erasing: Erasing, before: datetime, held: frozenset[str]
) -> tuple[list[str], int]:
    """Return the ids that are past their period, and how many more stay because their person is on hold."""
    rows = connection.execute(erasing.due, {"before": before}).all()  # read whole: the night has time, holds are few
    free = [row[0] for row in rows if row[1] not in held]
    return free, len(rows) - len(free)


def dry_run(
    connection: sa.Connection, classes: Sequence[Erasing], held: frozenset[str], now: datetime
) -> tuple[Due, ...]:
    """Return for each class of the file what erasing now would take; nothing is changed."""
    by_key, found = {one.key: one for one in classes}, []
    for key, period in periods().items():
        ids, on_hold = (
            due_ids(connection, by_key[key], _before(period, now), held) if period.days is not None else ([], 0)
        )
        found.append(Due(period, len(ids), on_hold))
    return tuple(found)


def erase_batch(unit: Unit, erasing: Erasing, period: Period, held: frozenset[str]) -> int:
    """Erase up to 500 records of a class that are past their period and return how many; one entry in the log."""
    ids, _ = due_ids(unit.connection, erasing, _before(period, unit.now), held)
    batch = ids[:BATCH]
    if batch:
        erasing.erase(unit, batch)
        subject = f"retention:{period.key}"
        record(unit, AuditTag.RECORDS_ERASED, actor=SYSTEM, subject=subject, count=len(batch), days=period.days)
    return len(batch)


def _before(period: Period, now: datetime) -> datetime:
    assert period.days is not None
    return now - timedelta(days=period.days)

"""What the operator's pages show: the check of the log's end, and how the house stands with what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from app.audit import queries
from app.audit.domain.chain import GENESIS, first_broken
from app.audit.events import AuditTag
from app.foundation.words import N_

CHECKED = 1000
ANCHOR_LATE = timedelta(minutes=30)
BACKUP_LATE, BACKUP_LOST = timedelta(hours=26), timedelta(days=7)
_GIGABYTE = 10**9
_FREE_LITTLE, _FREE_NONE = 5 * _GIGABYTE, _GIGABYTE // 2

_CHECKS = {
    "database": (
        N_("Database"),
        N_("See whether the database server runs and its disk has room; then look at the log."),
    ),
    "storage": (N_("Stored files"), N_("See whether the folder or store of PROVOST_STORAGE_URL can be written.")),
    "queue": (N_("Worker"), N_("Start ./provost work again and look at its log.")),
    "clock": (N_("Clock"), N_("Set the clock of this computer; until then nothing is issued or started.")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the status page; `state` is good, watch or bad, the texts are message keys shown with `values`."""

    title: str
    state: str
    says: str
    values: Mapping[str, object] = field(default_factory=dict)
    advice: str = ""


@dataclass(frozen=True, slots=True)
class EndCheck:
    """The check of the log's last entries; `reason` is empty, or missing, altered, not_as_anchored."""

    checked: int
    anchored_at: datetime | None
    broken_sequence: int = 0
    reason: str = ""


def check_of_end(connection: sa.Connection, most: int = CHECKED) -> EndCheck:
    """Check the links between the last `most` entries, and the last anchored one against its anchor."""
    entries = queries.newest_entries(connection, limit=most)[::-1]
    anchor = queries.last_anchor(connection)
    at = anchor.at if anchor else None
    if not entries:
        return EndCheck(0, at, 1, "missing") if anchor else EndCheck(0, at)
    first = entries[0]
    broken = first_broken(entries, first.sequence - 1, GENESIS if first.sequence == 1 else first.previous_hash)
    if broken:
        return EndCheck(len(entries), at, broken.sequence, broken.reason)
    if anchor and first.sequence <= anchor.sequence:
        position = anchor.sequence - first.sequence
        if position >= len(entries):
            return EndCheck(len(entries), at, entries[-1].sequence + 1, "missing")
        if entries[position].hash != anchor.hash:
            return EndCheck(len(entries), at, anchor.sequence, "not_as_anchored")
    return EndCheck(len(entries), at)


def readiness_lines(states: Mapping[str, str]) -> tuple[Line, ...]:
    """Return a line for each check of `/readyz`; `states` maps its name to `ok` or to what is wrong."""
    return tuple(_readiness(name, said) for name, said in states.items())


def _readiness(name: str, said: str) -> Line:
    title, advice = _CHECKS.get(name, (name, N_("Look at the log of the web process.")))
    if said == "ok":
        return Line(title, "good", N_("It answers as it should."))
    return Line(title, "bad", N_("It reports: %(what)s"), {"what": said}, advice)


def anchor_line(connection: sa.Connection, now: datetime) -> Line:
    """Return how the anchors stand: late when an entry has waited for one for over half an hour."""
    title = N_("Anchor of the audit log")
    anchor = queries.last_anchor(connection)
    waiting = queries.entry_after(connection, anchor.sequence if anchor else 0)
    values = {"at": anchor.at} if anchor else {}
    says = N_("Last signed on %(at)s.") if anchor else N_("None was signed yet.")
    if waiting is None or now - waiting.at <= ANCHOR_LATE:
        return Line(title, "good", says, values)
    advice = N_("The worker signs every ten minutes: see that it runs and that the audit key is in the folder of keys.")
    return Line(title, "watch", says, values, advice)


def backup_line(connection: sa.Connection, now: datetime) -> Line:
    """Return when the last backup was made: late after 26 hours, missing after a week or when there is none."""
    title, advice = N_("Backup"), N_("Run ./provost backup FILE every day and keep the file on another computer.")
    made = queries.entries_by(connection, "tag", AuditTag.BACKUP_MADE.value, limit=1)
    if not made:
        return Line(title, "bad", N_("None was made yet."), advice=advice)
    age = now - made[0].at
    state = "good" if age <= BACKUP_LATE else "watch" if age <= BACKUP_LOST else "bad"
    says = N_("The last one was made on %(at)s.")
    return Line(title, state, says, {"at": made[0].at}, "" if state == "good" else advice)


def disk_line(instance: Path) -> Line:
    """Return how much room the disk of the instance has: little below 5 GB, none to speak of below 0.5 GB."""
    usage = shutil.disk_usage(instance)
    state = "good" if usage.free >= _FREE_LITTLE else "watch" if usage.free >= _FREE_NONE else "bad"
    values = {"free": round(usage.free / _GIGABYTE, 1), "total": round(usage.total / _GIGABYTE, 1)}
    advice = N_("Free space: move backups away, then see what else has grown.")
    return Line(N_("Disk"), state, N_("%(free)s of %(total)s GB are free."), values, "" if state == "good" else advice)

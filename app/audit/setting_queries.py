"""Reads of the settings: what is in force, and who changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.audit.models import SettingChange
from app.audit.settings import SETTINGS


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting."""

    key: str
    number: int
    value: str
    reason: str
    changed_by: str
    changed_at: datetime


NEWEST = (
    sa.select(SettingChange.value)
    .where(SettingChange.key == sa.bindparam("key"))
    .order_by(SettingChange.number.desc())
    .limit(1)
)
CHANGES = (
    sa.select(
        SettingChange.key,
        SettingChange.number,
        SettingChange.value,
        SettingChange.reason,
        SettingChange.changed_by,
        SettingChange.changed_at,
    )
    .order_by(SettingChange.changed_at.desc(), SettingChange.number.desc())
    .limit(sa.bindparam("most"))
)


def value_of(connection: sa.Connection, key: str) -> str:
    """Return what the setting is set to, or its default."""
    found = connection.scalar(NEWEST, {"key": key})
    return SETTINGS[key].default if found is None else found


def changes(connection: sa.Connection, most: int = 200) -> tuple[Change, ...]:
    """Return the changes of all settings, newest first."""
    return tuple(Change(*row) for row in connection.execute(CHANGES, {"most": most}))

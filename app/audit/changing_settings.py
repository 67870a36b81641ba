"""Changes of the settings that operators hold: each with its reason, one entry in the log, the one before kept."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.models import SettingChange
from app.audit.services import record
from app.audit.setting_queries import value_of
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

_NUMBER = sa.select(sa.func.coalesce(sa.func.max(SettingChange.number), 0)).where(
    SettingChange.key == sa.bindparam("key")
)


class SettingMoved(Refusal):
    """Somebody else changed the setting since the form was opened."""

    code = "setting_moved"
    message = N_("Somebody changed this setting while you had it open. Look at what holds now, then decide again.")


def change_setting(unit: Unit, key: str, value: str, reason: str, *, seen: int, actor: str, role: str) -> bool:
    """Put the setting to `value` (as `Setting.read` gives it); False when it stands so already.

    `seen` is the number of the last change that the operator saw. Raises `SettingMoved`. The reason is sealed and
    stands in the table alone: the log holds no free text.
    """
    number = unit.connection.scalar(_NUMBER, {"key": key}) or 0
    before = value_of(unit.connection, key)
    if number != seen:
        raise SettingMoved
    if value == before:
        return False
    change = SettingChange(
        id=new_id(), key=key, number=number + 1, value=value, reason=reason, changed_by=actor, changed_at=unit.now
    )
    unit.session.add(change)
    unit.session.flush()
    record(
        unit, AuditTag.SETTINGS_CHANGED, actor=actor, role=role, subject=f"setting:{key}", before=before, after=value
    )
    return True

"""A unit of work is tried again where that may help, and only there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.foundation.errors import Busy
from app.foundation.transaction import Database, Unit

_SAME = sa.text(
    "INSERT INTO role_grant (id, person_id, role, scope, valid_from)"
    " VALUES ('r', 'nobody', 'officer', '', '2026-01-01')"
)
_KEY = sa.text("INSERT INTO asset (hash, media_type, content) VALUES ('h', 'image/svg+xml', :content)")


def test_a_broken_reference_is_not_tried_again(database: Database) -> None:
    tries = []

    def work(unit: Unit) -> None:
        tries.append(1)
        unit.connection.execute(_SAME)

    with pytest.raises(sa.exc.IntegrityError):
        database.write(work)
    assert len(tries) == 1


def test_a_key_that_another_wrote_at_once_is_tried_again(database: Database) -> None:
    database.write(lambda unit: unit.connection.execute(_KEY, {"content": b"x"}))
    tries = []

    def work(unit: Unit) -> None:
        tries.append(1)
        if len(tries) < 3:
            unit.connection.execute(_KEY, {"content": b"x"})

    database.write(work)
    assert len(tries) == 3
    with pytest.raises(Busy):
        database.write(lambda unit: unit.connection.execute(_KEY, {"content": b"x"}))

"""A statement that is asked straight gives the rows that SQLAlchemy gives, is counted alike and fails alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, MultipleResultsFound

from app.foundation import straight as module
from app.foundation.crypto import Sealed
from app.foundation.db import UtcDateTime
from app.foundation.straight import Straight
from app.foundation.transaction import Database, Unit

AT = datetime(2026, 5, 4, 8, 30, 0, 5, tzinfo=UTC)
KINDS = sa.Table(
    "straight_kinds",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(20)),
    sa.Column("secret", Sealed("straight.secret")),
    sa.Column("at", UtcDateTime),
    sa.Column("day", sa.Date),
    sa.Column("open", sa.Boolean),
    sa.Column("more", sa.JSON),
)
WHOLE: dict[str, Any] = {
    "name": "Ama",
    "secret": "Kumasi",
    "at": AT,
    "day": AT.date(),
    "open": True,
    "more": {"a": [1]},
}
ROWS = [
    {"id": 1, **WHOLE},
    {"id": 2, **dict.fromkeys(WHOLE)},
    {"id": 3, **WHOLE, "open": False, "day": date(2020, 2, 29)},
]
_SELECT = sa.select(KINDS, (KINDS.c.id + 5).label("more_by_five")).order_by(KINDS.c.id)
_UNTIL = KINDS.c.at <= sa.bindparam("now", type_=UtcDateTime)
_GIVEN = ("day", "at", "open")
STATEMENTS: dict[str, tuple[sa.Select[Any], dict[str, Any]]] = {
    "every kind of column": (_SELECT, {}),
    "a value of each kind": (
        _SELECT.where(*(KINDS.c[one] == sa.bindparam(f"its_{one}", type_=KINDS.c[one].type) for one in _GIVEN)),
        {"its_day": AT.date(), "its_at": AT, "its_open": True},
    ),
    "one value twice, and a constant": (
        _SELECT.where(KINDS.c.name == "Ama", sa.or_(_UNTIL, sa.and_(KINDS.c.id > 100, _UNTIL))),
        {"now": AT},
    ),
    "a value that nobody uses": (_SELECT.where(KINDS.c.id == sa.bindparam("id")), {"id": 3, "of_another_way": 1}),
    "nothing found": (_SELECT.where(KINDS.c.id == sa.bindparam("id")), {"id": 7}),
}  # fmt: skip


@pytest.fixture
def kinds(database: Database) -> Iterator[Database]:
    with database.engine.begin() as connection:
        KINDS.create(connection)
        connection.execute(sa.insert(KINDS), ROWS)
    yield database
    with database.engine.begin() as connection:
        KINDS.drop(connection)


@pytest.mark.parametrize("what", STATEMENTS)
def test_the_rows_are_those_of_sqlalchemy(kinds: Database, what: str) -> None:
    statement, values = STATEMENTS[what]
    straight = Straight(statement)
    with kinds.reading() as connection:
        expected = [row._asdict() for row in connection.execute(statement, values)]
        for _ in range(2):
            assert [row._asdict() for row in straight.all(connection, values)] == expected


def test_one_row_is_given_or_none_or_refused(kinds: Database) -> None:
    straight = Straight(sa.select(KINDS.c.id).where(KINDS.c.id <= sa.bindparam("most")))
    with kinds.reading() as connection:
        assert straight.one_or_none(connection, {"most": 0}) is straight.first(connection, {"most": 0}) is None
        assert straight.first(connection, {"most": 2}) is not None
        assert straight.one_or_none(connection, {"most": 1}).id == 1
        with pytest.raises(MultipleResultsFound):
            straight.one_or_none(connection, {"most": 2})


def test_what_is_written_is_counted_and_belongs_to_the_unit(kinds: Database) -> None:
    """It is rolled back with the rest of its transaction."""
    straight = Straight(sa.update(KINDS).values(name="Kofi").where(KINDS.c.id <= sa.bindparam("most")))
    names = sa.select(KINDS.c.name).order_by(KINDS.c.id)

    def undone() -> None:
        kinds.write(lambda unit: 1 / (straight.count(unit.connection, {"most": 3}) - 3))

    with pytest.raises(ZeroDivisionError):
        undone()
    with kinds.reading() as connection:
        assert list(connection.scalars(names)) == ["Ama", None, "Ama"]
    assert kinds.write(lambda unit: straight.count(unit.connection, {"most": 2})) == 2
    with kinds.reading() as connection:
        assert list(connection.scalars(names)) == ["Kofi", "Kofi", "Ama"]


@pytest.mark.parametrize("engine", ["engine", "reader"])
def test_whoever_counts_statements_hears_of_it_once(kinds: Database, engine: str) -> None:
    straight, heard = Straight(sa.select(KINDS.c.id)), list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(getattr(kinds, engine), "before_cursor_execute", note)
    try:
        with getattr(kinds, engine).connect() as connection:
            straight.all(connection, {})
    finally:
        event.remove(getattr(kinds, engine), "before_cursor_execute", note)
    assert len(heard) == 1
    assert "straight_kinds" in heard[0]


def test_an_error_is_one_of_sqlalchemy(kinds: Database) -> None:
    """So it is told, retried or refused as every other is."""
    again = Straight(sa.insert(KINDS).values(id=sa.bindparam("its_id")))
    with pytest.raises(IntegrityError), kinds.engine.begin() as connection:
        again.count(connection, {"its_id": 1})
    gone = Straight(sa.select(sa.column("id")).select_from(sa.table("straight_gone")))
    with kinds.reading() as connection, pytest.raises(DBAPIError):
        gone.all(connection, {})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_was_lost_is_not_used_again(database: Database) -> None:
    """The next page has another one; a unit that lost it begins anew."""
    ended = Straight(sa.select(sa.func.pg_terminate_backend(sa.func.pg_backend_pid())))
    one = Straight(sa.select(sa.literal(1).label("one")))
    with database.reading() as connection:
        with pytest.raises(DBAPIError) as lost:
            ended.all(connection, {})
        assert lost.value.connection_invalidated
    with database.reading() as connection:
        assert one.first(connection, {}).one == 1
    tries = list[int]()

    def work(unit: Unit) -> int:
        tries.append(1)
        return len((ended if len(tries) == 1 else one).all(unit.connection, {}))

    assert (database.write(work), len(tries)) == (1, 2)


def test_a_list_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="list"):
        Straight(sa.select(KINDS.c.id).where(KINDS.c.id.in_(sa.bindparam("ids", expanding=True))))


@pytest.mark.parametrize("migrated", [True, False])
def test_a_process_that_will_fork_readies_statements_and_leaves_no_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated: bool
) -> None:
    """What was written before is written by no worker again; the pages say it where the database is not migrated."""
    monkeypatch.setattr(module, "_known", [])
    reads = Straight(sa.select(KINDS).where(KINDS.c.at <= sa.bindparam("now", type_=UtcDateTime)))
    writes = Straight(sa.update(KINDS).values(name="Kofi").where(KINDS.c.id == sa.bindparam("its_id")))
    database = Database(f"sqlite:///{tmp_path / 'kinds.sqlite3'}")
    database.ready()
    assert not (tmp_path / "kinds.sqlite3").exists()
    with database.engine.begin() as connection:
        if migrated:
            KINDS.create(connection)
            connection.execute(sa.insert(KINDS), ROWS)
    database.ready()
    assert database.engine.pool.checkedin() == database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert all(one._written for one in (reads, writes)) is migrated
    if migrated:
        with database.reading() as connection:
            assert [row.name for row in reads.all(connection, {"now": AT})] == ["Ama", "Ama"]
    database.engine.dispose()

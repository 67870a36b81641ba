"""The log is chained: whatever is done to it afterwards is found, and named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.audit import queries, triggers
from app.audit.anchors import Anchor, append, make_anchor, verify
from app.audit.domain.chain import GENESIS, Entry, canonical, digest
from app.audit.events import AuditTag
from app.audit.keys import key_id, make_key, read_key
from app.audit.services import ClockBehind, accept_clock, record, refuse_if_clock_behind
from app.foundation.transaction import Database, Unit
from tests.parts.foundation.databases import HandClock
from tests.plugins.databases import fresh_database

DAMAGE = {
    "an entry is altered": ("UPDATE audit_event SET actor = 'someone' WHERE sequence = 5", 5, "altered"),
    "its data is altered": ("UPDATE audit_event SET data = '{\"n\": 9}' WHERE sequence = 5", 5, "altered"),
    "its time is altered": (
        "UPDATE audit_event SET at = (SELECT at FROM audit_event WHERE sequence = 1) WHERE sequence = 5", 5, "altered"),
    "its hash is altered": ("UPDATE audit_event SET hash = previous_hash WHERE sequence = 5", 5, "altered"),
    "an entry is removed": ("DELETE FROM audit_event WHERE sequence = 4", 4, "missing"),
    "the first is removed": ("DELETE FROM audit_event WHERE sequence = 1", 1, "missing"),
    "the tail is cut off": ("DELETE FROM audit_event WHERE sequence > 7", 8, "truncated"),
    "all is removed": ("DELETE FROM audit_event", 1, "truncated"),
}  # fmt: skip


def write_entries(database: Database, clock: HandClock, count: int) -> None:
    for number in range(count):
        clock.forward(seconds=1)
        database.write(lambda unit, n=number: record(
            unit, AuditTag.COURSE_LOADED, actor="system", subject=f"course:{n}", n=n))  # fmt: skip


def tamper(database: Database, *statements: str) -> None:
    """Do what an operator with SQL access could: lift the guard, change, put it back."""
    with database.engine.begin() as connection:
        for statement in triggers.drop_statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
        for statement in statements:
            connection.exec_driver_sql(statement)
        for statement in triggers.statements(connection.dialect.name):
            connection.exec_driver_sql(statement)


def test_canonical_bytes_are_fixed_for_ever() -> None:
    """X4: a change of one byte here would break every chain in the field."""
    data = {"b": "é", "a": [1]}
    entry = Entry(1, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "p1", "trainer", "a:b:c", "s", data, GENESIS)
    assert canonical(entry) == (
        b'{"actor":"p1","at":"2026-01-02T03:04:05.000000+00:00","data":{"a":[1],"b":"\\u00e9"},'
        b'"previous_hash":"' + GENESIS.encode() + b'","role":"trainer","sequence":1,"subject":"s","tag":"a:b:c"}'
    )
    assert digest(entry) == "541d893466c14f994d6ca252b65e063b6eebd872e9618796e55028e774abc7b8"


def test_entries_stand_and_fall_with_their_unit(database: Database) -> None:
    """S9: the event is in the same transaction as what it tells of."""

    def work(unit: Unit) -> None:
        record(unit, AuditTag.COURSE_LOADED, actor="system", subject="course:x")
        raise KeyError

    with pytest.raises(KeyError):
        database.write(work)
    with database.reading() as connection:
        assert queries.tail(connection) == queries.Tail(0, GENESIS)


def test_several_entries_in_one_unit_are_chained(database: Database) -> None:
    """X4: values come back from either database as they were hashed."""

    def work(unit: Unit) -> list[int]:
        data = {
            "mark": Fraction(2, 3),
            "day": date(2026, 2, 3),
            "at": unit.now,
            "ids": {"b", "a"},
            "inner": {"x": None},
        }
        return [record(unit, AuditTag.ATTEMPT_HANDED_IN, actor="p1", role="officer", subject="attempt:1", **data)
                for _ in range(3)]  # fmt: skip

    assert database.write(work) == [1, 2, 3]
    with database.reading() as connection:
        verdict = verify(connection, {})
        newest = queries.newest_entries(connection, limit=2)
        assert [entry.sequence for entry in queries.entries_by(connection, "subject", "attempt:1", before=3)] == [2, 1]
    assert (verdict.ok, verdict.checked) == (True, 3)
    assert [entry.sequence for entry in newest] == [3, 2]
    assert newest[0].data["mark"] == "2/3"
    assert newest[0].data["ids"] == ["a", "b"]


@pytest.mark.parametrize("key", ["name", "email", "password", "Service_Number", "token"])
def test_the_log_refuses_what_names_a_person(database: Database, key: str) -> None:
    """S12: ids only, also inside nested values."""
    for data in ({key: "x"}, {"changed": [{key: "x"}]}):
        with pytest.raises(ValueError, match="never"):
            database.write(lambda unit, d=data: record(
                unit, AuditTag.PERSON_CHANGED, actor="p", subject="person:1", **d))  # fmt: skip


def test_the_log_refuses_floats(database: Database) -> None:
    with pytest.raises(TypeError, match="float"):
        database.write(lambda unit: record(unit, AuditTag.PERSON_CHANGED, actor="p", subject="s", mark=0.1))


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_changes(database: Database, clock: HandClock, statement: str) -> None:
    """X4: append-only also for who holds the application's own connection."""
    write_entries(database, clock, 2)
    with pytest.raises(DBAPIError, match="insert only"), database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[Database]:
    for url in fresh_database(request, "postgresql", tmp_path):
        database = Database(url, clock)
        yield database
        database.engine.dispose()


@pytest.mark.postgres
def test_postgresql_refuses_truncate(on_postgresql: Database) -> None:
    with pytest.raises(DBAPIError, match="insert only"), on_postgresql.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE audit_event")


@pytest.mark.parametrize("case", DAMAGE)
def test_every_damage_is_found_and_named(database: Database, clock: HandClock, tmp_path: Path, case: str) -> None:
    """X4, U19: altered, removed, reordered, truncated: the check names the first broken entry."""
    statement, sequence, reason = DAMAGE[case]
    key = make_key(tmp_path / "keys" / "audit.pem")
    write_entries(database, clock, 10)
    append(database.write(lambda unit: make_anchor(unit, key)), tmp_path / "anchors.jsonl")
    keys, lines = {key_id(key.public_key()): key.public_key()}, (tmp_path / "anchors.jsonl").read_text().splitlines()
    with database.reading() as connection:
        assert verify(connection, keys, lines).ok
    tamper(database, statement)
    with database.reading() as connection:
        verdict = verify(connection, keys, lines)
    assert (verdict.ok, verdict.first_broken_sequence, verdict.reason) == (False, sequence, reason)


def test_two_entries_swapped_are_found(database: Database, clock: HandClock) -> None:
    write_entries(database, clock, 6)
    tamper(
        database,
        "UPDATE audit_event SET sequence = 99 WHERE sequence = 3",
        "UPDATE audit_event SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit_event SET sequence = 4 WHERE sequence = 99",
    )
    with database.reading() as connection:
        verdict = verify(connection, {})
    assert (verdict.first_broken_sequence, verdict.reason) == (3, "altered")


def test_a_rewritten_chain_is_found_by_the_anchor(database: Database, clock: HandClock, tmp_path: Path) -> None:
    """U19: an insider who recomputes every hash still cannot sign."""
    key = make_key(tmp_path / "audit.pem")
    write_entries(database, clock, 4)
    anchor = database.write(lambda unit: make_anchor(unit, key))
    tamper(database, "DELETE FROM audit_event", "DELETE FROM audit_anchor")
    write_entries(database, clock, 5)
    keys = {key_id(key.public_key()): key.public_key()}
    with database.reading() as connection:
        assert verify(connection, keys).ok
        verdict = verify(connection, keys, [anchor.line()])
    assert (verdict.first_broken_sequence, verdict.reason) == (4, "not_as_anchored")


def test_a_forged_or_unreadable_anchor_is_found(database: Database, clock: HandClock, tmp_path: Path) -> None:
    key = make_key(tmp_path / "audit.pem")
    assert read_key(tmp_path / "audit.pem").public_key() == key.public_key()
    with pytest.raises(FileExistsError):
        make_key(tmp_path / "audit.pem")
    write_entries(database, clock, 2)
    anchor = database.write(lambda unit: make_anchor(unit, key))
    forged = Anchor(anchor.sequence, "f" * 64, anchor.at, anchor.key_id, anchor.signature)
    keys = {key_id(key.public_key()): key.public_key()}
    with database.reading() as connection:
        assert verify(connection, keys, [forged.line()]).reason == "anchor_signature"
        assert verify(connection, {}, [anchor.line()]).reason == "anchor_signature"
        assert verify(connection, keys, ["{}"]).reason == "anchor_unreadable"
    assert database.write(lambda unit: make_anchor(unit, key)) is None


def test_writers_at_once_make_one_chain(database: Database) -> None:
    """X4: twenty writers, no gap, no fork."""

    def write() -> None:
        for _ in range(5):
            database.write(lambda unit: record(unit, AuditTag.SIGN_IN_FAILED, actor="anonymous", subject="sign-in"))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        verdict = verify(connection, {})
    assert (verdict.ok, verdict.checked) == (True, 20)


def test_a_clock_behind_the_log_is_refused_until_accepted(database: Database, clock: HandClock) -> None:
    """X18, U22: also when something was recorded with the wrong time since."""
    database.write(refuse_if_clock_behind)
    write_entries(database, clock, 1)
    clock.forward(seconds=-1.5)
    database.write(refuse_if_clock_behind)
    clock.forward(hours=-1)
    database.write(lambda unit: record(unit, AuditTag.SIGN_IN_SUCCEEDED, actor="p", subject="person:p"))
    with pytest.raises(ClockBehind):
        database.write(refuse_if_clock_behind)
    database.write(lambda unit: accept_clock(unit, actor="o", role="operator", reason="the clock ran ahead"))
    database.write(refuse_if_clock_behind)


def test_every_tag_is_source_subject_action() -> None:
    for tag in AuditTag:
        assert len(tag.value) <= 64
        assert [bool(part) for part in tag.value.split(":")] == [True, True, True]


def test_the_trigger_list_is_what_the_guard_names(database: Database) -> None:
    """R10: a rebuilt table that lost its triggers is noticed by name."""
    kind = database.engine.dialect.name
    listing = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if kind == "sqlite" else (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")  # fmt: skip
    with database.reading() as connection:
        found = set(connection.execute(sa.text(listing)).scalars())
    assert set(triggers.names(kind)) <= found

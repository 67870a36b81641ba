"""The register over a million credentials: four looks as pages and staff do them; the floor: one row by its key."""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from app.accreditation.proof_queries import marked_places
from app.accreditation.queries import (
    credential_by_file,
    credential_for_checkers,
    credentials_granted_to,
    newest_credentials,
)
from app.foundation.db import make_engine
from bench.case import Figure, Goal, LoneCase
from bench.copied import copy_of, milliseconds
from bench.effort import Effort
from bench.house import House
from bench.spread import Spread

MANY = 1_000_000
_MADE_UP = """
INSERT INTO {table} ({columns})
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {many})
SELECT {values} FROM n, (SELECT * FROM {table} LIMIT 1) AS one
"""
_ID = "printf('%032d', n.n)"
_DRAWN = {
    "credential": {
        "id": _ID,
        "number": "number_of(n.n)",
        "cycle": "n.n + 100",
        "decision_id": _ID,
        "name_hash": "hex(randomblob(20))",
    },
    "credential_event": {"id": _ID, "credential_id": _ID, "position": "1", "kind": "'issued'"},
    "certificate_file": {"credential_id": _ID, "sha256": "lower(hex(randomblob(32)))"},
}
_SOME = (
    "SELECT c.number, c.name_hash, f.sha256, c.id FROM credential c JOIN certificate_file f ON f.credential_id = c.id"
)
_BY_KEY = sa.text("SELECT id FROM credential WHERE id = :id")


def measure(house: House, effort: Effort) -> Figure:
    """Look in a copy of the house's database that was filled up by SQL; the slowest of the four looks is the value."""
    with tempfile.TemporaryDirectory(prefix="provost-register-") as folder:
        path = Path(folder) / "many.sqlite3"
        copy_of(house, path)
        _fill(path)
        engine = make_engine(f"sqlite:///{path}")
        try:
            with engine.connect() as connection:
                return _figure(house, connection, effort)
        finally:
            engine.dispose()


def _figure(house: House, connection: sa.Connection, effort: Effort) -> Figure:
    some = connection.execute(sa.text(f"{_SOME} LIMIT {effort.repeats} OFFSET {MANY // 2}")).all()
    looks: dict[str, Callable[[sa.Row[tuple[str, ...]]], object]] = {
        "by_number_ms": lambda row: credential_for_checkers(connection, row.number),
        "by_name_ms": lambda row: credentials_granted_to(connection, [row.name_hash]),
        "by_file_ms": lambda row: credential_by_file(connection, row.sha256),
        "newest_ms": lambda row: newest_credentials(connection, 20),
    }
    floors = [milliseconds(partial(connection.execute, _BY_KEY, {"id": row.id})) for row in some]
    found = {name: [milliseconds(partial(look, row)) for row in some] for name, look in looks.items()}
    value, floor = max(map(Spread.of, found.values()), key=lambda spread: spread.median), Spread.of(floors)
    times = Spread.of([one / floor.median for one in max(found.values(), key=lambda one: Spread.of(one).median)])
    more = {name: Spread.of(taken).median for name, taken in found.items()}
    today = house.works.database.clock().date()
    more["status_list_ms"] = milliseconds(lambda: marked_places(connection, 1, today))  # for the worker, not for a page
    return Figure(CASE.name, house.database, CASE.does, "ms", value, floor, times, CASE.goals, more=more)


def _fill(copy: Path) -> None:
    """Put a million credentials of nobody beside those that are there."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as many:
        many.create_function("number_of", 1, _made_up_number)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
            many.execute(f"PRAGMA {pragma}")
        for (name,) in many.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            many.execute(f'DROP TRIGGER "{name}"')
        many.execute("BEGIN")
        for table, drawn in _DRAWN.items():
            columns = [row[1] for row in many.execute(f"PRAGMA table_info({table})")]
            values = [drawn.get(column, f'one."{column}"') for column in columns]
            many.execute(_MADE_UP.format(table=table, columns=", ".join(f'"{one}"' for one in columns),
                                         values=", ".join(values), many=MANY))  # fmt: skip
        many.execute("COMMIT")
        many.execute("ANALYZE")


def _made_up_number(_place: int) -> str:
    letters = secrets.token_hex(8).upper()
    return "-".join(["PRV", *(letters[at : at + 4] for at in range(0, 16, 4)), "0"])


CASE = LoneCase("register", "slowest look in a register of 1,000,000 credentials", (Goal("value", 50),), measure)

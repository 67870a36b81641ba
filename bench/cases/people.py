"""The coordinator's pages over 5,000 officers of one agency: the slowest is the value; floor: a page of the shell."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.factory import Works, create_app, make_works
from app.identity.services.browser_sessions import open_session
from bench.case import CannotMeasure, Figure, Goal, LoneCase
from bench.copied import copy_of
from bench.effort import Effort
from bench.house import House
from bench.spread import Spread

MANY, ENDS_WITHIN = 5_000, 730
PAGES = {
    "people_ms": "/people",
    "progress_ms": "/people/progress",
    "stuck_ms": "/people/progress?show=stuck",
    "not_enrolled_ms": "/people/progress?show=not-enrolled",
    "requests_ms": "/people/requests",
    "figures_ms": "/people/figures",
    "cohorts_ms": "/people/cohorts",
    "expiring_ms": "/people/expiring",
    "expiring_table_ms": "/people/expiring.csv",
}
_COORDINATOR = sa.text("SELECT person_id FROM role_grant WHERE role = 'coordinator'")
_OFFICER = "SELECT id FROM person WHERE rank = 'Inspector' LIMIT 1"
_CERTIFIED = "SELECT person_id FROM credential LIMIT 1"
_GUARDS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'credential'"
_COPY = """INSERT INTO {table} ({columns})
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {many})
SELECT {values} FROM n, (SELECT * FROM {table} WHERE {whose} = ({officer}) LIMIT 1) AS one"""
_PERSON = "printf('%032d', n.n)"
_DRAWN: dict[str, tuple[str, str, dict[str, str]]] = {
    "person": (
        "id",
        _OFFICER,
        {"id": _PERSON, "public_id": "printf('%016d', n.n)", "sign_in_hash": _PERSON, "service_hash": "NULL"},
    ),
    "role_grant": ("person_id", _OFFICER, {"id": _PERSON, "person_id": _PERSON}),
    "enrolment": ("person_id", _OFFICER, {"id": _PERSON, "person_id": _PERSON, "moved_at": "moved(n.n)"}),
    "credential": (
        "person_id",
        _CERTIFIED,
        {"id": _PERSON, "person_id": _PERSON, "number": "printf('BENCH-%d', n.n)", "decision_id": _PERSON,
         "valid_until": "ending(n.n)"},
    ),
}  # fmt: skip
"""Table → the column by which the row to copy is found, whose it is, and what each copy has of its own."""


def measure(house: House, effort: Effort) -> Figure:
    """Ask for each page in a copy of the house's database in which 5,000 officers like one were added."""
    with tempfile.TemporaryDirectory(prefix="provost-people-") as folder:
        path = Path(folder) / "many.sqlite3"
        copy_of(house, path)
        _fill(path, house.works.database.clock())
        works = make_works(replace(house.works.settings, database_url=f"sqlite:///{path}"))
        try:
            return _figure(house, works, effort)
        finally:
            works.database.engine.dispose()


def _figure(house: House, works: Works, effort: Effort) -> Figure:
    client = create_app(works=works).test_client(use_cookies=False)
    with works.database.reading() as connection:
        coordinator = connection.execute(_COORDINATOR).scalar_one()
    headers = {"Cookie": f"provost={_session(works, coordinator)}"}
    found = {
        name: [_timed(client, page, headers) for _ in range(1 + effort.repeats)][1:] for name, page in PAGES.items()
    }
    floors = Spread.of([_timed(client, "/help", headers) for _ in range(1 + effort.repeats)][1:])
    slowest = max(found.values(), key=lambda taken: Spread.of(taken).median)
    times = Spread.of([one / floors.median for one in slowest])
    more = {name: Spread.of(taken).median for name, taken in found.items()}
    return Figure(CASE.name, house.database, CASE.does, "ms", Spread.of(slowest), floors, times, CASE.goals, more=more)


def _session(works: Works, person_id: str) -> str:
    return works.database.write(
        lambda unit: open_session(unit, person_id, role="coordinator", stage="full", shared=False, device="")
    )


def _timed(client: FlaskClient, page: str, headers: dict[str, str]) -> float:
    before = time.perf_counter()
    answer = client.get(page, headers=headers)
    taken = (time.perf_counter() - before) * 1000
    answer.close()
    if answer.status_code != 200:
        raise CannotMeasure(f"{page} answered {answer.status_code}")
    return taken


def _fill(copy: Path, now: datetime) -> None:
    """Put officers like one of the demonstration's beside them, enrolled and certified.

    Half of the certificates end within a year, spread evenly over its days.
    """

    def moved(place: int) -> str:
        at = now.replace(tzinfo=None) - timedelta(hours=place % 700)
        return at.isoformat(" ", "microseconds")

    def ending(place: int) -> str:
        return (now.date() + timedelta(days=1 + place % ENDS_WITHIN)).isoformat()

    with closing(sqlite3.connect(copy, isolation_level=None)) as many:
        many.create_function("moved", 1, moved)
        many.create_function("ending", 1, ending)
        for (guard,) in many.execute(_GUARDS).fetchall():  # the copies rest on no decision
            many.execute(f"DROP TRIGGER {guard}")
        many.execute("BEGIN")
        for table, (whose, officer, drawn) in _DRAWN.items():
            columns = [row[1] for row in many.execute(f"PRAGMA table_info({table})")]
            values: list[Any] = [drawn.get(column, f'one."{column}"') for column in columns]
            many.execute(_COPY.format(table=table, columns=", ".join(f'"{one}"' for one in columns), many=MANY,
                                      values=", ".join(values), whose=whose, officer=officer))  # fmt: skip
        many.execute("COMMIT")
        many.execute("ANALYZE")


CASE = LoneCase("people", "slowest coordinator's page over 5,000 officers", (Goal("value", 100),), measure)

"""Publishing every table of a quarter, to each partner and the alliance; the floor: one published table by its key."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from app.cli.simulating import add_officers
from app.factory import Works, make_works
from app.insight.domain.measures import ALLIANCE
from app.insight.domain.quarters import last_closed_quarter
from app.insight.queries import partners_counted
from app.insight.services.publishing import publish_quarter
from bench.case import CannotMeasure, Figure, Goal, LoneCase
from bench.copied import copy_of, milliseconds
from bench.effort import Effort
from bench.house import House
from bench.spread import Spread

MANY = 5_000
_GUARDS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'published_table'"
_ONE = sa.text('SELECT "table" FROM published_table WHERE id = (SELECT id FROM published_table LIMIT 1)')
_NONE = sa.text("DELETE FROM published_table")


def measure(house: House, effort: Effort) -> Figure:
    """Publish again and again over simulated officers, in a copy of the house's database."""
    with tempfile.TemporaryDirectory(prefix="provost-quarter-") as folder:
        path = Path(folder) / "many.sqlite3"
        copy_of(house, path)
        _unguarded(path)
        works = make_works(replace(house.works.settings, database_url=f"sqlite:///{path}"))
        try:
            for _ in add_officers(works, MANY, seed=1):
                pass
            return _figure(house, works, effort)
        finally:
            works.database.engine.dispose()


def _figure(house: House, works: Works, effort: Effort) -> Figure:
    published = [_published(works) for _ in range(effort.repeats)]
    with works.database.reading() as connection:
        looks = [milliseconds(lambda: connection.execute(_ONE).scalar_one()) for _ in range(1 + effort.repeats)][1:]
    value, floor = Spread.of(published), Spread.of(looks)
    times = Spread.of([one / floor.median for one in published])
    return Figure(CASE.name, house.database, CASE.does, "ms", value, floor, times, CASE.goals)


def _published(works: Works) -> float:
    """Take away what was published, and return how long it takes to publish the last closed quarter to everybody."""
    database, today = works.database, works.database.clock().date()
    database.write(lambda unit: unit.connection.execute(_NONE))
    with database.reading() as connection:
        audiences = (*partners_counted(connection), ALLIANCE)
    if len(audiences) < 2:
        raise CannotMeasure("no partner's course is counted")
    quarter = last_closed_quarter(today)
    return milliseconds(
        lambda: [
            database.write(partial(publish_quarter, partner=one, quarter=quarter, today=today)) for one in audiences
        ]
    )


def _unguarded(copy: Path) -> None:
    """Take the guards away that keep what was published."""
    with closing(sqlite3.connect(copy)) as many:
        for (guard,) in many.execute(_GUARDS).fetchall():
            many.execute(f"DROP TRIGGER {guard}")


CASE = LoneCase("quarter", "tables of a quarter published, 5,000 officers", (Goal("value", 60_000),), measure)

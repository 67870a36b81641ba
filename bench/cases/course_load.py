"""A course of 40 modules and 2,000 items is loaded for review; the floor: its bytes put into a table of their own."""

from __future__ import annotations

import sqlalchemy as sa

from app.curriculum.services.loading import load_course
from app.foundation.transaction import Database
from bench.case import Figure, Goal, LoneCase
from bench.effort import Effort
from bench.house import House
from bench.large_course import fresh_database, large_course, seconds_of
from bench.spread import Spread


def measure(house: House, effort: Effort) -> Figure:
    """Load it into an empty database, each time another, and each time with texts that were not read before."""
    courses = [large_course() for _ in range(1 + effort.repeats // 4)]
    values = [_load(files) for files in courses]
    floors = [_keep(files) for files in courses]
    times = [value / floor for value, floor in zip(values, floors, strict=True)]
    return Figure(
        CASE.name, house.database, CASE.does, "s", Spread.of(values), Spread.of(floors), Spread.of(times), CASE.goals
    )


def _load(files: dict[str, bytes]) -> float:
    with fresh_database() as database:
        return seconds_of(
            lambda: database.write(
                lambda unit: load_course(unit, files, show_check=lambda _question, _locale: "", publish=False)
            )
        )


def _keep(files: dict[str, bytes]) -> float:
    with fresh_database() as database:
        return seconds_of(lambda: _insert(database, files))


def _insert(database: Database, files: dict[str, bytes]) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE bench_file (path TEXT PRIMARY KEY, content BLOB)"))
        rows = [{"path": path, "content": raw} for path, raw in files.items()]
        connection.execute(sa.text("INSERT INTO bench_file VALUES (:path, :content)"), rows)


CASE = LoneCase("course_load", "40 modules, 2,000 items loaded (CPU)", (Goal("value", 20),), measure)

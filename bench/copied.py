"""A copy of the house's database, which a case may fill up as it likes, and how long a look at it takes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.case import CannotMeasure
from bench.house import House


def copy_of(house: House, target: Path) -> None:
    """Copy the database of the house to `target`. Raises `CannotMeasure` where it is no SQLite file."""
    url = house.works.settings.database_url
    if not url.startswith("sqlite:///"):
        raise CannotMeasure("its database is copied and filled up on SQLite alone")
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as one:
        one.execute("VACUUM INTO ?", (str(target),))


def milliseconds(work: Callable[[], object]) -> float:
    """Do the work once and return how long it took."""
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000

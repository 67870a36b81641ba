"""The house that is measured: an instance in a temporary folder, with the demonstration and a crowd in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.cli.demo_seeding import Seeding
from app.cli.demo_story import COURSE
from app.cli.migrating import upgrade
from app.curriculum.check_form import check_form_maker
from app.curriculum.queries import live_course
from app.curriculum.services.loading import load_course
from app.factory import Works, make_works
from app.foundation.db import make_engine
from app.jobs.worker import run_once
from bench import course, floor
from bench.case import CannotMeasure
from bench.crowd import Crowd
from bench.server import clean_environ
from bench.wire import Visitor
from config import Settings


@dataclass(slots=True)
class House:
    """A made instance: its works, who is signed in, the lessons that are read."""

    database: str
    works: Works
    visitors: list[Visitor]
    lessons: tuple[str, ...]
    database_roots: tuple[int, ...] = ()

    @property
    def environ(self) -> dict[str, str]:
        """What the servers of this house are started with; the access log is on, as in production."""
        settings = self.works.settings
        return clean_environ(
            PYTHONPYCACHEPREFIX=str(settings.instance / "compiled"),  # as a second start finds it, whoever starts it
            PROVOST_INSTANCE=str(settings.instance),
            PROVOST_DATABASE_URL=settings.database_url,
            PROVOST_ACCESS_LOG=str(settings.instance / "access.log"),
            BENCH_DATABASE_URL=settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1),
        )

    @property
    def quiz(self) -> str:
        """The address of the practice quiz of twenty questions."""
        return course.QUIZ_HREF


@contextmanager
def made_house(people: int, url: str = "", database_roots: tuple[int, ...] = ()) -> Iterator[House]:
    """Make an instance over the database at `url` (SQLite in its folder by default); it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="provost-bench-"))
    try:
        (folder / "demo").touch()
        environ = {"PROVOST_INSTANCE": str(folder), **({"PROVOST_DATABASE_URL": url} if url else {})}
        works = make_works(Settings.from_env(environ, demo=True))
        try:
            yield _furnished(works, people, database_roots)
        finally:
            works.database.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnished(works: Works, people: int, database_roots: tuple[int, ...]) -> House:
    upgrade(make_engine(works.settings.database_url))
    Seeding(works).tell()
    run_once(works.workshop())
    show_check = check_form_maker(works.parts["renderer"])
    works.database.write(lambda unit: load_course(unit, course.course_files(), show_check=show_check, publish=True))
    with works.database.reading() as connection:
        found = [live_course(connection, key) for key in (COURSE, course.KEY)]
    outlines = tuple(one.outline for one in found if one)
    if len(outlines) != len(found):
        raise CannotMeasure("a course of the benchmarks is not live")
    crowd = Crowd(works, outlines, works.database.clock())
    crowd.gather(people)
    crowd.store()
    floor.fill(works.database.engine)
    _settle(works.database.engine)
    lessons = tuple(one.href for one in outlines[0].activities if one.kind == "lesson")
    return House(works.database.engine.dialect.name, works, crowd.visitors, lessons, database_roots)


def _settle(engine: sa.Engine) -> None:
    """Do what a database that has run for a while has done: its log is written back, its statistics are taken."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql("VACUUM ANALYZE")

"""Instances for tests: the application over a fresh database, empty or with the demonstration in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app.cli.demo import sign_ins
from app.cli.demo_seeding import Seeding
from app.factory import Works, create_app, make_works
from app.jobs.worker import run_once
from config import Settings
from tests.page import Browser
from tests.plugins.databases import BOTH, DATA_KEY, data_folder, fresh_database, made_once, named, run_on_server

DEMO_TEMPLATE = "template_demo"


@dataclass(slots=True)
class Instance:
    """A running house: its works, its application, and visitors to it."""

    works: Works
    app: Flask

    def visitor(self) -> Browser:
        """Return someone who is not signed in."""
        return Browser(self.app)

    def signed_in(self, name: str) -> Browser:
        """Return the demo person `name`, signed in with every factor."""
        browser = self.visitor()
        person = next(one for one in sign_ins(self.works) if one["name"] == name)
        browser.sign_in(person["name"], person["password"], person["totp_secret"])
        return browser

    def work(self) -> int:
        """Run every job that is due, as the worker would."""
        return run_once(self.works.workshop())


def settings_for(folder: Path, url: str) -> Settings:
    """Return the settings of a test instance."""
    return Settings(
        instance=folder,
        database_url=url,
        secret_key="a secret of the tests, long enough to pass",
        data_key=DATA_KEY,
        base_url="http://localhost",
        storage_url=str(folder / "files"),
        queue_url=str(folder / "queue.sqlite3"),
        mail_url=str(folder / "mail"),
        keys=folder / "keys",
        bind="127.0.0.1:0",
        trusted_proxies=0,
        demo=True,
    )


def instance_at(folder: Path, url: str) -> Instance:
    """Return an instance over the database at `url`."""
    works = make_works(settings_for(folder, url))
    return Instance(works, create_app(works=works))


@pytest.fixture(scope="session")
def demo_folder(run_folder: Path, migrated_sqlite: Path) -> Path:
    """A folder with the demonstration on SQLite, made once, to be copied."""

    def make(folder: Path) -> None:
        shutil.copy(migrated_sqlite, folder / "provost.sqlite3")
        instance = instance_at(folder, f"sqlite:///{folder / 'provost.sqlite3'}")
        Seeding(instance.works).tell()
        run_once(instance.works.workshop())
        with instance.works.database.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        instance.works.database.engine.dispose()

    return made_once(run_folder, "demo", make)


@pytest.fixture(scope="session")
def postgres_demo_folder(run_folder: Path, postgres_server: str) -> Path:
    """The demonstration on PostgreSQL, told once into a template database; returns the folder of its files."""

    def make(folder: Path) -> None:
        run_on_server(postgres_server, f"CREATE DATABASE {DEMO_TEMPLATE} TEMPLATE template_provost")
        instance = instance_at(folder, named(postgres_server, DEMO_TEMPLATE))
        Seeding(instance.works).tell()
        instance.works.database.engine.dispose()

    return made_once(run_folder, f"demo-{data_folder(postgres_server)}", make, "server")


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Iterator[Instance]:
    """The demonstration on SQLite, a copy for this test alone."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    instance = instance_at(folder, f"sqlite:///{folder / 'provost.sqlite3'}")
    yield instance
    instance.works.database.engine.dispose()


@pytest.fixture(params=BOTH)
def demo_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Instance]:
    """The demonstration on SQLite and on PostgreSQL, told anew on the latter."""
    if request.param == "sqlite":
        yield request.getfixturevalue("demo")
        return
    folder = tmp_path / "instance"
    shutil.copytree(request.getfixturevalue("postgres_demo_folder"), folder)
    for url in fresh_database(request, "postgresql", tmp_path, template=DEMO_TEMPLATE):
        instance = instance_at(folder, url)
        yield instance
        instance.works.database.engine.dispose()

"""What production does at a price that tests need not pay each time; what is done is tested at its full price once."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import Environment, FileSystemBytecodeCache
from sqlalchemy.engine.default import DefaultDialect

from app import factory
from app.foundation import apart, db
from app.foundation.statements import CompiledStatements
from app.identity import passwords
from app.web import rendering
from tests.plugins.forking import Forks

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # how long something takes on a busy machine is no property of what is tried

_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[pytest.MonkeyPatch]:
    """Passwords cost 0.1 ms, not 30; the fixture `dear_passwords` gives production's price back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", _CHEAP)
        patch.setattr(passwords, "_NOBODY", _CHEAP.hash("nobody"))
        yield patch


@pytest.fixture
def dear_passwords(cheap_passwords: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are kept as production keeps them."""
    cheap_passwords.undo()
    yield
    cheap_passwords.setattr(passwords, "_HASHER", _CHEAP)
    cheap_passwords.setattr(passwords, "_NOBODY", _CHEAP.hash("nobody"))


@pytest.fixture(scope="session", autouse=True)
def quick_commits() -> Iterator[pytest.MonkeyPatch]:
    """No commit on SQLite and no file waits for the disk, as nobody cuts the power; `dear_commits` lets them wait.

    A process that is killed loses nothing by it: what it wrote is with the system.
    """
    prepare = db._prepare_sqlite

    def prepared(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "_prepare_sqlite", prepared)
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield patch


@pytest.fixture
def dear_commits(quick_commits: pytest.MonkeyPatch) -> Iterator[None]:
    """A commit is on the disk before it is told, as in production."""
    prepared = db._prepare_sqlite
    quick_commits.undo()
    yield
    quick_commits.setattr(db, "_prepare_sqlite", prepared)


@pytest.fixture(scope="session", autouse=True)
def forked_apart() -> Iterator[pytest.MonkeyPatch]:
    """A process apart is forked off one that stands ready; `started_apart` has each started as in production."""
    forks = Forks()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "subprocess", forks)
        yield patch
    forks.end()


@pytest.fixture
def started_apart(forked_apart: pytest.MonkeyPatch) -> Iterator[None]:
    """A process apart is a new Python, as in production."""
    forks = apart.subprocess
    forked_apart.undo()
    yield
    forked_apart.setattr(apart, "subprocess", forks)


gc.disable()  # while tests are collected nearly everything that is made stays


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(3_000_000, 10, 20)
    gc.enable()


_BY_BLUEPRINT = (
    "view_functions", "blueprints", "error_handler_spec", "before_request_funcs", "after_request_funcs",
    "teardown_request_funcs", "template_context_processors", "url_value_preprocessors", "url_default_functions",
)  # fmt: skip
"""What Flask keeps by the name of a blueprint, or of its view; what all share has no name and is each application's."""


@pytest.fixture(scope="session", autouse=True)
def routes_made_once() -> Iterator[None]:
    """The map of addresses is built once for each process, though hundreds of applications are made: it is the same."""
    install, made = factory._install_routes, []

    def installed(app: Flask) -> None:
        if not made:
            install(app)
            made.append(app)
            return
        app.url_map = made[0].url_map
        for known in _BY_BLUEPRINT:
            getattr(app, known).update({name: one for name, one in getattr(made[0], known).items() if name})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory, "_install_routes", installed)
        yield


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(run_folder: Path) -> Iterator[None]:
    """A template is compiled once for each language in a run: its other processes read what the first one made."""
    make = rendering._environment

    @cache
    def made(folders: tuple[str, ...], addresses: tuple[tuple[str, str], ...], locale: str) -> Environment:
        environment, folder = make(folders, addresses, locale), run_folder / "templates" / locale
        folder.mkdir(parents=True, exist_ok=True)
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
        return environment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_environment", made)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """A statement is compiled once for each process and kind of database, though hundreds of databases are opened.

    A compiled statement is kept under its dialect, which is another object for each engine; here dialects of the same
    making are the same.
    """
    kept = CompiledStatements()
    kept.capacity = 8_000

    def made_like(dialect: DefaultDialect) -> tuple[Any, ...]:
        return type(dialect), dialect.paramstyle, vars(dialect).get("do_begin")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "CompiledStatements", lambda: kept)
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(made_like(one)))
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: made_like(one) == made_like(other))
        yield

"""What production does at a price that tests need not pay each time; what is done is tested at its full price once."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from werkzeug.routing import Rule

from app.foundation import db
from app.identity import passwords

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
    """A commit on SQLite waits for no disk, as nobody cuts the power here; `dear_commits` lets it wait again.

    A process that is killed loses nothing by it: what it wrote is with the system.
    """
    prepare = db._prepare_sqlite

    def prepared(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "_prepare_sqlite", prepared)
        yield patch


@pytest.fixture
def dear_commits(quick_commits: pytest.MonkeyPatch) -> Iterator[None]:
    """A commit is on the disk before it is told, as in production."""
    prepared = db._prepare_sqlite
    quick_commits.undo()
    yield
    quick_commits.setattr(db, "_prepare_sqlite", prepared)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def builders_made_once() -> Iterator[None]:
    """Address builders are compiled once for each rule and process, though hundreds of applications are made.

    Werkzeug compiles two functions for each rule of a URL map: 65 of the 70 ms that an application takes. They hang on
    the rule alone. Where a version of Werkzeug has no such step, nothing is changed and tests are slower.
    """
    made: dict[Any, Any] = {}
    compiled = getattr(Rule, "_compile_builder", None)
    if compiled is None:
        yield
        return

    def builder(rule: Any, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return compiled(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in made:
            made[key] = compiled(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", builder)
        yield

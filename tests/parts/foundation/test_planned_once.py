"""SQLite plans the statements of a page once: a plan costs more than its answer."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.plugins.instances import Instance


def count_plans(engine: sa.Engine, planned: list[str]) -> None:
    """Note in `planned` each table that SQLite plans to read from now on: it asks its authorizer while it plans."""
    seen: set[int] = set()

    def note(action: int, table: str | None, *_rest: object) -> int:
        if action == sqlite3.SQLITE_READ:
            planned.append(str(table))
        return sqlite3.SQLITE_OK

    @event.listens_for(engine, "checkout")
    def watch(connection: Any, *_rest: object) -> None:
        if id(connection) not in seen:
            seen.add(id(connection))
            connection.set_authorizer(note)


@pytest.mark.parametrize("path", ["/", "/courses", "/courses/cybercrime-first-responder"])
def test_a_page_that_was_opened_before_is_planned_by_nobody_anew(demo: Instance, path: str) -> None:
    """A value that might be the word of a partial index has the statement planned anew at each execution."""
    browser = demo.signed_in("kofi")
    planned: list[str] = []
    count_plans(demo.works.database.engine, planned)
    browser.get(path)
    assert planned
    browser.get(path)
    planned.clear()
    browser.get(path)
    assert planned == []

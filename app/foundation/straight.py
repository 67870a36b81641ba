"""Statements that every page asks: SQLAlchemy writes them once, and after that SQLite's driver is asked straight."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, MultipleResultsFound
from sqlalchemy.sql.visitors import iterate

Values = Mapping[str, Any]
Turned = Callable[[Any], Any]
T = TypeVar("T")
_known: list[Straight] = []


class Straight:
    """A constant statement whose parameters are named and single (no list), for where its execution counts.

    SQLAlchemy spends two thirds of a short read on what is the same each time: looking the text up, a context, a cursor
    of its own, a result. The text, the order of its parameters and what each column is turned by are kept here instead.
    On PostgreSQL, whose driver turns values by what its server says, it is SQLAlchemy that executes. Errors are those
    of SQLAlchemy (`DBAPIError`) on both. Raises `ValueError` where a parameter is a list.
    """

    def __init__(self, statement: Any) -> None:
        if any(isinstance(part, sa.BindParameter) and part.expanding for part in iterate(statement)):
            raise ValueError("a list of values is not a single parameter")
        self.statement = statement
        self._written: _Written | None = None
        _known.append(self)

    def all(self, connection: sa.Connection, values: Values) -> Sequence[Any]:
        """Return the rows, each with its columns as attributes."""
        rows = self._asked(connection, values, lambda written, cursor: written.rows(cursor.fetchall()))
        return connection.execute(self.statement, values).all() if rows is None else rows

    def first(self, connection: sa.Connection, values: Values) -> Any:
        """Return the first row, or None."""
        return next(iter(self.all(connection, values)), None)

    def one_or_none(self, connection: sa.Connection, values: Values) -> Any:
        """Return the only row, or None. Raises `MultipleResultsFound`."""
        rows = self.all(connection, values)
        if len(rows) > 1:
            raise MultipleResultsFound
        return rows[0] if rows else None

    def count(self, connection: sa.Connection, values: Values) -> int:
        """Return how many rows a statement that writes has written."""
        count = self._asked(connection, values, lambda _written, cursor: cursor.rowcount)
        return connection.execute(self.statement, values).rowcount if count is None else count

    def ready(self, connection: sa.Connection) -> None:
        """Write it, and ask once for what nobody has: an answer costs memory that is not needed again."""
        self._written = _write(self.statement, connection.dialect)
        if self.statement.is_select:
            self.all(connection, {name: None for name, _, _ in self._written.asked})

    def _asked(
        self, connection: sa.Connection, values: Values, answer: Callable[[_Written, sqlite3.Cursor], T]
    ) -> T | None:
        if connection.dialect.name != "sqlite":
            return None
        written = self._written
        if written is None:
            written = self._written = _write(self.statement, connection.dialect)
        cursor: Any = connection.connection.cursor()
        sent = written.parameters(values)
        for heard in connection.dispatch.before_cursor_execute:  # whoever counts statements
            heard(connection, cursor, written.text, sent, None, False)
        try:
            cursor.execute(written.text, sent)
            return answer(written, cursor)
        except sqlite3.Error as error:
            raise DBAPIError.instance(written.text, sent, error, sqlite3.Error, dialect=connection.dialect) from error


@dataclass(frozen=True, slots=True)
class _Written:
    """What SQLAlchemy makes of a statement: its text, its parameters in order, its columns."""

    text: str
    asked: tuple[tuple[str, Turned | None, Any], ...]
    row: type[Any]
    turned: tuple[tuple[int, Turned], ...]

    def parameters(self, values: Values) -> list[Any]:
        return [
            constant if not name else values[name] if turned is None else turned(values[name])
            for name, turned, constant in self.asked
        ]

    def rows(self, found: Iterable[tuple[Any, ...]]) -> list[Any]:
        made = []
        for one in found:
            columns = list(one)
            for place, turned in self.turned:
                columns[place] = turned(columns[place])
            made.append(self.row._make(columns))
        return made


def _write(statement: Any, dialect: sa.Dialect) -> _Written:
    compiled: Any = statement.compile(dialect=dialect)
    asked = tuple(_asked_for(compiled.binds[name], dialect) for name in compiled.positiontup)
    columns = getattr(statement, "selected_columns", None) or {}
    kinds = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    turned = tuple((place, turn) for place, turn in enumerate(kinds) if turn)
    return _Written(compiled.string, asked, namedtuple("Row", columns.keys()), turned)  # noqa: PYI024 - columns differ


def _asked_for(bind: sa.BindParameter[Any], dialect: sa.Dialect) -> tuple[str, Turned | None, Any]:
    """Return the name by which a parameter is given and what turns its value, or the value that it always has."""
    turned = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return bind.key, turned, None
    return "", None, turned(bind.value) if turned else bind.value


def ready_all(connection: sa.Connection) -> None:
    """Make all statements ready that are asked straight. Raises `DBAPIError` where the database is not migrated."""
    for one in _known:
        one.ready(connection)

"""Statements that every page asks: SQLAlchemy writes them once, after that the database's driver is asked."""

from __future__ import annotations

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
    Errors are those of SQLAlchemy (`DBAPIError`), and a connection that was lost leaves its pool as there. Raises
    `ValueError` where a parameter is a list.
    """

    def __init__(self, statement: Any) -> None:
        if any(isinstance(part, sa.BindParameter) and part.expanding for part in iterate(statement)):
            raise ValueError("a list of values is not a single parameter")
        self.statement = statement
        self._written: dict[str, _Written] = {}
        _known.append(self)

    def all(self, connection: sa.Connection, values: Values) -> Sequence[Any]:
        """Return the rows, each with its columns as attributes."""
        return self._asked(connection, values, lambda written, cursor: written.rows(cursor.fetchall()))

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
        return self._asked(connection, values, lambda _written, cursor: int(cursor.rowcount))

    def ready(self, connection: sa.Connection) -> None:
        """Write it, and ask once for what nobody has: an answer costs memory that is not needed again."""
        written = self._written_for(connection.dialect)
        if self.statement.is_select:
            self.all(connection, {name: None for name, _, _ in written.asked})

    def _asked(self, connection: sa.Connection, values: Values, answer: Callable[[_Written, Any], T]) -> T:
        dialect: Any = connection.dialect
        written = self._written_for(dialect)
        cursor: Any = connection.connection.cursor()
        sent = written.parameters(values)
        for heard in connection.dispatch.before_cursor_execute:  # whoever counts statements
            heard(connection, cursor, written.text, sent, None, False)
        try:
            cursor.execute(written.text, sent)
            return answer(written, cursor)
        except dialect.loaded_dbapi.Error as error:
            lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
            if lost:
                connection.invalidate(error)
            raise DBAPIError.instance(
                written.text, sent, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
            ) from error

    def _written_for(self, dialect: sa.Dialect) -> _Written:
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _write(self.statement, dialect)
        return written


@dataclass(frozen=True, slots=True)
class _Written:
    """What SQLAlchemy makes of a statement: its text, its parameters (`names`, where they go by name), its columns."""

    text: str
    asked: tuple[tuple[str, Turned | None, Any], ...]
    names: tuple[str, ...] | None
    row: type[Any]
    turned: tuple[tuple[int, Turned], ...]

    def parameters(self, values: Values) -> list[Any] | dict[str, Any]:
        """Return what is sent: in order, or by name where the driver wants it so."""
        sent = [
            constant if not name else values[name] if turned is None else turned(values[name])
            for name, turned, constant in self.asked
        ]
        return sent if self.names is None else dict(zip(self.names, sent, strict=True))

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
    names = compiled.positiontup if compiled.positional else tuple(compiled.binds)
    asked = tuple(_asked_for(compiled.binds[name], dialect) for name in names)
    columns = getattr(statement, "selected_columns", None) or {}
    kinds = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    turned = tuple((place, turn) for place, turn in enumerate(kinds) if turn)
    by_name = None if compiled.positional else names
    return _Written(compiled.string, asked, by_name, namedtuple("Row", columns.keys()), turned)  # noqa: PYI024 - differ


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

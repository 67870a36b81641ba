"""Two rows for every table of whatever schema stands there: one with what must be given, one with every column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.migrations.shape import shape, texts_of

_reflected: dict[tuple[str, tuple[str, ...]], sa.Table] = {}
"""(table, what the database says of it) → the table as SQLAlchemy reads it: to read all anew takes long."""
_NOISE = re.compile(r"::(?:text|character varying|numeric)(?:\[\])?|[()\"]")
_ONE_OF = re.compile(r"(\w+) (?:IN|= ANY ARRAY\[)\s*'")
_FITTING: dict[str, Callable[[int], dict[str, Any]]] = {
    "involvement": lambda number: {"actor_id": _other(number), "part": "panel"},
    "account_recovery": lambda number: {"asked_by": _other(number), "answered_by": None, "state": "open"},
    "role_proposal": lambda number: {"asked_by": _other(number), "answered_by": None, "state": "open"},
    "follow_up": lambda _: {"months": 3},
    "appeal_panel_member": lambda number: {"person_id": _other(number)},
    "conflict_declaration": lambda number: {
        "about_person_id": _other(number),
        "about_agency_id": None,
        "ended_at": _MOMENT.replace(day=1),
    },
    "vetting_record": lambda number: {"recorded_by": _other(number)},
    "nomination": lambda number: {"nominated_by": _other(number), "approved_by": None, "decided_by": None},
    "mandate": lambda number: {"given_by": _other(number)},
    "practical_day_seat": lambda number: {"state": "attended", "noted_by": _other(number)},
    "evidence_ruling": lambda number: {"ruled_by": _other(number)},
    "proposal": lambda number: {"credential_id": f"{number}id", "application_id": None},
    "proposal_answer": lambda number: {"answered_by": _other(number)},
    "scheme_change_answer": lambda number: {"answered_by": _other(number)},
    "scheme_version": lambda _: {"document": {"decision": "automatic", "text": "ß ع"}},
    "decision": lambda _: {"decider": "rule", "approver": None, "approver_involvement_id": None},
    "credential": lambda _: {"origin": "granted", "edition": 1},
    "grant_batch": lambda number: {"answered_by": _other(number)},
    "credential_event": lambda _: {"position": 1},
}
"""What triggers that look at other rows ask of a row: table → the columns that differ."""
_MOMENT = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables as they stand, parents before children, and the words that a column is limited to."""

    tables: dict[str, sa.Table]
    words: dict[tuple[str, str], list[str]]

    @classmethod
    def of(cls, connection: sa.Connection) -> Schema:
        """Read what stands in a database."""
        metadata, words = sa.MetaData(), {}
        texts = set(texts_of(connection).items())
        for key in texts & _reflected.keys():
            _reflected[key].to_metadata(metadata)
        metadata.reflect(connection, only=[name for name, _ in texts - _reflected.keys()])
        _reflected.update({key: metadata.tables[key[0]] for key in texts})
        for name, table in shape(connection).items():
            for _, check in table["checks"]:
                plain = _NOISE.sub("", check)
                matched = _ONE_OF.match(plain)
                if matched:
                    words[name, matched.group(1)] = re.findall(r"'([^']+)'", plain)
        tables = {table.name: table for table in metadata.sorted_tables}
        return cls(tables, words)

    def row(self, name: str, number: int, *, whole: bool = False) -> dict[str, Any]:
        """Return row 1 or 2 of a table, with what must be given or every column, pointing at that row of others."""
        columns = self.tables[name].columns
        given = {
            column.name: _value(column, number, self.words.get((name, column.name)))
            for column in columns
            if whole or not column.nullable
        }
        fitting = _FITTING[name](number) if name in _FITTING else {}
        return given | {column: value for column, value in fitting.items() if column in columns}

    def choices(self, name: str, number: int, *, whole: bool) -> Iterator[dict[str, Any]]:
        """Give a row in each choice of the words that its columns may hold.

        Rules tie columns together (a job that runs has a lease), so the database does not take every choice.
        """
        given = self.row(name, number, whole=whole)
        fitting = _FITTING[name](number) if name in _FITTING else {}
        worded = {
            column: words
            for (table, column), words in self.words.items()
            if table == name and column not in fitting and column in given
        }
        for chosen in product(*worded.values()):
            yield given | dict(zip(worded, chosen, strict=True))

    def fill(self, connection: sa.Connection, names: set[str] | None = None) -> None:
        """Put two rows into each table that has none; into those of `names` alone where these are given."""
        stood = self._counts(connection)
        empty = [name for name in self.tables if not stood[name] and (names is None or name in names)]
        for name in empty:
            self._put(connection, name, 1, whole=False)
            self._put(connection, name, 2, whole=True)
        filled = self._counts(connection)
        assert [name for name in empty if filled[name] != 2] == []

    def _put(self, connection: sa.Connection, name: str, number: int, *, whole: bool) -> None:
        """Put in what such a table took before, else the first choice that it takes, with every column where it can."""
        table = self.tables[name]
        key = f"{connection.dialect.name} {number} {name} {self._described(name)}"
        if key in _known and _taken(connection, lambda: connection.exec_driver_sql(*_known[key])):
            return
        for row in self.choices(name, number, whole=whole):
            said: list[tuple[str, Any]] = []
            if _taken(connection, lambda row=row: connection.execute(table.insert().values(row)), said):
                _known[key] = said[0]
                return
        rest = self.choices(name, number, whole=False) if whole else ()
        put = any(_taken(connection, lambda row=row: connection.execute(table.insert().values(row))) for row in rest)
        assert put, f"no row for {name}"

    def _described(self, name: str) -> list[Any]:
        """Return how a table is made, as far as its rows hang on it."""
        columns = self.tables[name].columns
        return [(one.name, str(one.type), one.nullable, self.words.get((name, one.name))) for one in columns]

    def _counts(self, connection: sa.Connection) -> dict[str, int]:
        """Return table → how many rows it has."""
        counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in self.tables)
        return {name: int(count) for name, count in connection.exec_driver_sql(counted)} if counted else {}


_known: dict[str, tuple[str, Any]] = {}
"""Database, row and table as it is made → the statement and values that it took, at whatever revision; to build a
statement anew costs ten times as much as to run it."""


def _taken(connection: sa.Connection, put: Callable[[], object], said: list[tuple[str, Any]] | None = None) -> bool:
    """Whether the database takes what `put` sends; `said` hears how it was sent."""

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if said is not None:
            said.append((statement, parameters))

    try:
        with connection.begin_nested():
            sa.event.listen(connection, "before_cursor_execute", note)
            try:
                put()
            finally:
                sa.event.remove(connection, "before_cursor_execute", note)
    except IntegrityError:
        return False
    return True


def _other(number: int) -> str:
    return f"{3 - number}id"


def _value(column: sa.Column[Any], number: int, words: list[str] | None) -> Any:
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return _value(target, 1 if target.table is column.table else number, None)
    if words:
        return words[0]
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return number == 2
    if isinstance(kind, sa.Integer):
        return number
    if isinstance(kind, sa.DateTime):
        return _MOMENT.replace(day=number)
    if isinstance(kind, sa.Date):
        return date(2026, 3, number)
    if isinstance(kind, sa.LargeBinary):
        return f"{number} {column}".encode()
    if isinstance(kind, sa.JSON):
        return {"number": number, "text": "ß ع"}
    if isinstance(kind, sa.String):
        return f"{number}{column.name}"[: kind.length or 40]
    raise AssertionError(f"no value for {column}: {kind!r}")

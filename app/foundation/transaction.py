"""The unit of work: the only commit in the house, retried, with reactions in savepoints."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, configure_mappers

from app.foundation.clock import Clock, system_clock
from app.foundation.db import make_engine, read_engine
from app.foundation.errors import Busy, DiskFull
from app.foundation.facts import Fact
from app.foundation.straight import ready_all
from app.foundation.write_lock import WriteLock

RETRIES = 5
_RETRY_SQLSTATES = {"40001", "40P01", "55P03", "25P03"}
_log = structlog.get_logger()
T = TypeVar("T")


@dataclass(slots=True)
class Unit:
    """One unit of work: entities go through `session`, statements through `connection`; both are one transaction."""

    connection: sa.Connection
    now: datetime
    facts: list[Fact] = field(default_factory=list)
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """The entities of this transaction; made when first asked for, since the save of an answer needs none."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session

    def flush(self) -> None:
        """Send what was added or changed."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Let go of the entities; what becomes of the transaction is not decided here."""
        if self._session is not None:
            self._session.close()

    def announce(self, fact: Fact) -> None:
        """Say that something happened; the wiring's reactions run before the commit."""
        self.facts.append(fact)


Reaction = Callable[[Unit, Any], None]
FailedReaction = Callable[[Unit, Reaction, Fact], None]


def _keep_nothing(_unit: Unit, _reaction: Reaction, _fact: Fact) -> None:
    return None


class Database:
    """One engine and the two ways to use it: `reading()` in autocommit, `write(work)` as a retried unit of work."""

    def __init__(self, url: str, clock: Clock = system_clock, engine: sa.Engine | None = None) -> None:
        self.engine = engine or make_engine(url)
        self.reader = read_engine(self.engine)
        self.clock = clock
        self.reactions: Mapping[type[Fact], Sequence[Reaction]] = {}
        self.on_failed_reaction: FailedReaction = _keep_nothing
        path = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        self._lock = WriteLock(Path(path + ".lock") if path else None)

    @property
    def engines(self) -> tuple[sa.Engine, ...]:
        """Every engine that sends statements of its own, for whoever counts them."""
        return (self.engine, self.reader) if self.engine.dialect.name == "sqlite" else (self.engine,)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection in autocommit for reads; it never waits for a writer."""
        with self.reader.connect() as connection:
            yield connection

    def ready(self) -> None:
        """Do once what each process does for its first statements, before it forks: no connection stays open.

        Nothing where there is no file yet, and on PostgreSQL: a start does not wait for a server.
        """
        configure_mappers()
        path = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        if not path or not Path(path).exists():
            return
        with suppress(DBAPIError), self.reading() as connection:  # not migrated: each page says so
            ready_all(connection)
        self.engine.pool.dispose()

    def write(self, work: Callable[[Unit], T]) -> T:
        """Run `work` in one transaction and commit it; retried on conflict, then `Busy`. Raises `DiskFull` at once.

        Reactions run in savepoints after `work`. If the retries run out with them, the unit runs once more without them
        and each is handed to `on_failed_reaction`: what the person did is kept whatever goes wrong there.
        """
        for attempt in range(RETRIES):
            try:
                return self._once(work, react=True)
            except DBAPIError as error:
                _raise_if_lasting(error)
                self._pause(attempt, error)
            except PoolTimeout as error:  # every connection is in use
                raise Busy from error
        try:
            return self._once(work, react=False)
        except DBAPIError as error:
            _raise_if_lasting(error)
            raise Busy from error

    def _once(self, work: Callable[[Unit], T], *, react: bool) -> T:
        with (
            self._lock.held(),
            self.engine.begin() as connection,
        ):  # committed at the end, before the lock is given back
            unit = Unit(connection, self.clock())
            try:
                result = work(unit)
                self._react(unit, react=react)
                unit.flush()
                return result
            finally:
                unit.close()

    def _react(self, unit: Unit, *, react: bool) -> None:
        unit.flush()
        while unit.facts:
            fact = unit.facts.pop(0)
            for reaction in self.reactions.get(type(fact), ()):
                if not react:
                    self.on_failed_reaction(unit, reaction, fact)
                else:
                    self._react_once(unit, reaction, fact)

    def _react_once(self, unit: Unit, reaction: Reaction, fact: Fact) -> None:
        known = len(unit.facts)
        try:
            with unit.session.begin_nested():
                unit.session.connection()  # the savepoint begins here, also for a reaction that only runs statements
                reaction(unit, fact)
                unit.session.flush()
        except DBAPIError as error:
            if is_transient(error) or is_full(error):
                raise
            self._note_failure(unit, reaction, fact, error)
        except Exception as error:
            self._note_failure(unit, reaction, fact, error)
        else:
            return
        del unit.facts[known:]  # what it announced was undone with it

    def _note_failure(self, unit: Unit, reaction: Reaction, fact: Fact, error: Exception) -> None:
        _log.error("reaction failed", reaction=reaction.__name__, fact=type(fact).__name__, error=type(error).__name__)
        self.on_failed_reaction(unit, reaction, fact)

    def _pause(self, attempt: int, error: DBAPIError) -> None:
        if error.connection_invalidated:
            self.engine.dispose()
        time.sleep(0.02 * 2**attempt * (0.5 + random.random()))


@contextmanager
def whole(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection in one transaction that is committed at the end: for a restore, before any house stands."""
    with engine.begin() as connection:
        yield connection


def _raise_if_lasting(error: DBAPIError) -> None:
    if is_full(error):
        raise DiskFull from error
    if not is_transient(error):
        raise error


def is_full(error: DBAPIError) -> bool:
    """Whether the database found no room to write (SQLITE_FULL; 53100, disk_full)."""
    name = getattr(error.orig, "sqlite_errorname", "")
    return name == "SQLITE_FULL" or getattr(error.orig, "sqlstate", None) == "53100"


def is_not_migrated(error: DBAPIError) -> bool:
    """Whether a table or column is missing: the database was not migrated, or by another version of the program."""
    lacks = ("no such table", "no such column", "has no column named")
    return getattr(error.orig, "sqlstate", None) in {"42P01", "42703"} or any(one in str(error.orig) for one in lacks)


def is_transient(error: DBAPIError) -> bool:
    """Whether running the unit again may succeed: conflict, deadlock, busy file, lost connection, raced insert.

    So may what was stopped for taking too long, or found the server without room for one more connection.
    """
    if is_full(error) or is_not_migrated(error):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if isinstance(error, IntegrityError):
        return _is_raced_insert(error)
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _RETRY_SQLSTATES or state.startswith(("08", "53", "57"))
    return isinstance(error, OperationalError)


def _is_raced_insert(error: IntegrityError) -> bool:
    """Whether two wrote the same key at once; a broken check or reference stays broken however often it is tried."""
    state = getattr(error.orig, "sqlstate", None)
    name = getattr(error.orig, "sqlite_errorname", "")
    return state == "23505" or name in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}

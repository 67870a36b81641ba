"""Whom the matrix asks as, and how it asks: an instance that is healed after every request that wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from werkzeug.test import TestResponse

from app.foundation import db
from app.foundation.transaction import Database, Unit
from app.web.forgery import FORM_COOKIE
from tests.access.forms import form_for, json_for
from tests.access.table import Line, address
from tests.plugins.instances import Instance

ACTORS = {
    "own": ("amara", "officer"),
    "mate": ("kwame", "officer"),
    "far": ("youssef", "officer"),
    "new": ("efua", "officer"),
    "trn": ("trainer", "trainer"),
    "rev": ("reviewer", "trainer"),
    "staff": ("staff", "accreditation"),
    "prt": ("partner", "partner"),
    "prt2": ("rival", "partner"),
    "coo": ("coordinator", "coordinator"),
    "coo2": ("neighbour", "coordinator"),
    "op": ("operator", "operator"),
}
"""Column of the matrix → sign-in name and role. `own` and `mate` share an agency and a course, `far` is of another
agency, `new` has joined nothing; `coo` coordinates the agency of `own`, `coo2` that of `far`; `prt2` funds nothing."""

STAGES = {"half": "second", "enr": "enrol"}
"""Columns of a coordinator who passed the password alone: the code is owed, or no second factor was ever set up."""

BEFALLS = {"left", "role-taken"}
"""Conditions that befall the person, not the session."""

STATE = (
    "person", "role_grant", "authenticator", "enrolment", "progress", "attempt", "response_event", "credential",
    "course", "course_version", "source_file", "review_comment", "reader_report", "evidence", "evidence_ruling",
    "evidence_request", "handed_in_file", "cohort", "cohort_member", "mandate", "practical_day", "practical_day_seat",
)  # fmt: skip
"""Tables that say what people are and did; the log, counts of tries and last-seen times are none of them."""

ANONYMOUS = "a" * 32
_LEAVE = sa.text("UPDATE person SET state = 'left' WHERE id = :id")
_TAKE = sa.text("UPDATE role_grant SET valid_until = '2020-01-01' WHERE person_id = :id")


@dataclass(slots=True)
class World:
    """An instance, a session for each actor and condition, and the arguments that each object's name stands for."""

    instance: Instance
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    objects: dict[str, dict[str, str]] = field(default_factory=dict)
    changed: bool = False
    wrote: bool = False
    _state: list[Any] = field(default_factory=list)
    _only: list[sqlite3.Connection] = field(default_factory=list)
    _mark: str = "world"

    def do(self, work: Callable[[Unit], Any]) -> Any:
        """Run one unit of work."""
        return self.instance.works.database.write(work)

    def scalar(self, statement: str, **values: Any) -> Any:
        """Return one value of the database."""
        with self.instance.works.database.reading() as connection:
            return connection.execute(sa.text(statement), values).scalar()

    def keep(self) -> None:
        """Remember the database as it is now; from here on `heal` brings it back, and the clock stands still.

        A standing clock keeps sessions from idling out on a slow machine and spares the note of who was last seen.
        """
        database = self.instance.works.database
        now = database.clock()
        database.clock = lambda: now
        self._only.append(one_connection(database))
        self._state = self.state()
        write = database.write

        def noted(work: Callable[[Unit], Any]) -> Any:
            self.changed = True
            return write(work)

        database.write = noted  # type: ignore[method-assign]

    def heal(self) -> None:
        """Bring the database back to what `keep` saw, where something was written since."""
        if self.changed:
            self._only[0].execute(f"ROLLBACK TO {self._mark}")
            self.changed = False

    @contextmanager
    def where(self, happen: Callable[[], Any]) -> Iterator[None]:
        """Let something have happened for a while: `heal` brings back what it left, and at the end what `keep` saw."""
        before = self._state
        happen()
        self._only[0].execute("SAVEPOINT meanwhile")
        self._mark, self._state, self.changed = "meanwhile", self.state(), False
        try:
            yield
        finally:
            self._mark, self._state, self.changed = "world", before, True
            self.heal()

    def close(self) -> None:
        """Let go of the file."""
        self._only[0].close()

    def state(self) -> list[Any]:
        """Return all rows of the tables that say what people are and did."""
        return [self._only[0].execute(f"SELECT * FROM {table}").fetchall() for table in STATE]

    def address(self, line: Line) -> str:
        """Return the path that the line asks for."""
        return address(line.rule, self.objects[line.thing])

    def ask(self, line: Line, actor: str, condition: str = "full", **more: Any) -> TestResponse:
        """Ask what the line asks, as `actor` whose session is in that condition; nothing stays of it.

        `wrote` says afterwards whether it changed what people are or did.
        """
        if condition in BEFALLS:
            befallen = _LEAVE if condition == "left" else _TAKE
            self.do(lambda unit: unit.connection.execute(befallen, {"id": self.people[actor]}))
        before = self.state() if condition in BEFALLS else self._state
        more |= json_for(self, line)
        answer = self.send(line.method, self.address(line), actor, condition, form_for(self, line), **more)
        self.wrote = self.changed and self.state() != before
        self.heal()
        return answer

    def send(
        self, method: str, path: str, actor: str, condition: str = "full", form: Any = None, **more: Any
    ) -> TestResponse:
        """Send one request with the actor's cookie and, where it is a POST, the token of their forms."""
        token = self.tokens.get((actor, condition), self.tokens.get((actor, "full"), ""))
        cookie = f"provost={token}" if token else f"{FORM_COOKIE}={ANONYMOUS}"
        headers = {"Cookie": cookie, **more.pop("headers", {})}
        if method == "POST":
            form = {"csrf_token": self.instance.works.keyring.request_token(token or ANONYMOUS), **(form or {})}
            if "json" in more:
                headers["X-CSRF-Token"], form = form["csrf_token"], None
        client = self.instance.app.test_client(use_cookies=False)
        return client.open(path, method=method, headers=headers, data=form, buffered=True, **more)


def one_connection(database: Database) -> sqlite3.Connection:
    """Give all of the house one connection to its SQLite file, within a transaction that never ends; return it.

    A unit of work becomes a savepoint in it, so that `ROLLBACK TO world` undoes everything that was committed since. To
    copy the file back instead would have each connection read the whole schema again, which costs more than most pages.
    """
    write, read = database.engine, database.reader
    write.dispose()
    only = sqlite3.connect(str(write.url.database), check_same_thread=False)
    db._prepare_sqlite(only, None)
    pool = StaticPool(lambda: only, reset_on_return=None)
    pool._dialect = write.dialect
    write.pool = read.pool = pool
    for dialect in (write.dialect, read.dialect):
        dialect.do_commit = dialect.do_rollback = lambda _connection: None  # type: ignore[method-assign, assignment]
    write.dialect.do_begin = lambda one: one.execute("SAVEPOINT unit")  # type: ignore[method-assign, assignment]
    write.dialect.do_commit = lambda one: one.execute("RELEASE unit")  # type: ignore[method-assign, assignment]
    write.dialect.do_rollback = _undo_unit  # type: ignore[method-assign, assignment]
    only.execute("BEGIN IMMEDIATE")
    only.execute("SAVEPOINT world")
    return only


def _undo_unit(connection: Any) -> None:
    connection.execute("ROLLBACK TO unit")
    connection.execute("RELEASE unit")

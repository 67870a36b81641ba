"""One visit: what a view needs to know of the request, the person and the house."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

import sqlalchemy as sa
from flask import g

from app.foundation.transaction import Database, Unit
from app.web.permissions import Permission

T = TypeVar("T")


class SignedIn(Protocol):
    """Who is signed in, as the shell sees them; made by identity from one joined statement."""

    @property
    def id(self) -> str:
        """The person's id inside the house."""

    @property
    def name(self) -> str:
        """The name as the bar shows it."""

    @property
    def role(self) -> str:
        """The active role."""

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles in force."""

    @property
    def acting_for(self) -> str:
        """The name of another agency that they act for; empty while it is the own one."""

    @property
    def agency_id(self) -> str:
        """The person's agency."""

    @property
    def agency_path(self) -> str:
        """The agency's place in the tree."""

    @property
    def locale(self) -> str:
        """The language the person chose."""

    @property
    def low_data(self) -> bool:
        """Whether the agency's line is poor, so that pictures wait until asked for."""

    @property
    def identity_confirmed_at(self) -> datetime | None:
        """When the agency confirmed who this is."""

    @property
    def shared_computer(self) -> bool:
        """Whether others use this computer too."""

    @property
    def session_hash(self) -> str:
        """The key of the session row."""

    @property
    def proven_at(self) -> datetime:
        """When the person last gave every factor, in this session."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the active role may do."""


@dataclass(slots=True)
class Visit:
    """The request as views see it. Reads go through `read` (autocommit), writes through `write` (one unit of work)."""

    database: Database
    parts: Mapping[str, Any]
    now: datetime
    request_id: str
    locale: str
    path: str = "/"
    person: SignedIn | None = None
    session_token: str = ""
    form_token: str = ""
    network: str = ""
    low_data: bool = False
    cookies: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    after: list[Callable[[], None]] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)
    _connection: sa.Connection | None = None

    @property
    def read(self) -> sa.Connection:
        """The one connection of this visit for reads, opened when first used."""
        if self._connection is None:
            self._connection = self.database.reader.connect()
        return self._connection

    def write(self, work: Callable[[Unit], T]) -> T:
        """Run one unit of work; the read connection is given back first, so that it holds no old snapshot."""
        self.close()
        return self.database.write(work)

    def close(self) -> None:
        """Give the read connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def me(self) -> SignedIn:
        """The signed-in person; a view under `@requires` always has one."""
        return cast(SignedIn, self.person)

    def may(self, permission: Permission) -> bool:
        """Whether the active role holds `permission`."""
        return self.person is not None and permission in self.person.permissions


def this_visit() -> Visit:
    """Return the visit of the request being answered."""
    return cast(Visit, g.visit)

"""One certificate as the register's staff see it: everything that was recorded of it, on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.life import LifeEvent
from app.accreditation.domain.read_as import as_read
from app.accreditation.queries import CredentialRecord, history_of
from app.accreditation.services.explaining import Explanation, UnreadableStatement, explain
from app.accreditation.statement_queries import StoredStatement, statement_of, subjects_of
from app.audit.domain.chain import Entry, digest
from app.audit.queries import entries_about
from app.identity.queries import PersonCard, person_cards


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A credential, its statement, the decision made again, its life; the log about it, its case and its appeals."""

    credential: CredentialRecord
    stored: StoredStatement
    explanation: Explanation | None
    history: tuple[LifeEvent, ...]
    log: tuple[Entry, ...]
    shown: PersonCard | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """Id → name of everybody who acted, as far as they are people that are known here."""

    @property
    def holder(self) -> Mapping[str, Any]:
        """Who holds it, as frozen, under the cover name of who has one; empty where the statement cannot be read."""
        frozen = self.explanation.statement["holder"] if self.explanation else {}
        return as_read(frozen, self.shown.cover if self.shown else "") if frozen else {}

    @property
    def broken(self) -> tuple[int, ...]:
        """The numbers of the entries that do not have the hash they were sealed with."""
        return tuple(one.sequence for one in self.log if digest(one) != one.hash)


def register_entry(connection: sa.Connection, credential: CredentialRecord) -> RegisterEntry:
    """Return what the register's page of a certificate shows."""
    stored = statement_of(connection, credential.number)
    if stored is None:
        raise LookupError(credential.number)
    history = history_of(connection, credential.id)
    log = entries_about(connection, subjects_of(connection, credential.id))
    acted = {*(one.actor for one in history), *(one.second or "" for one in history), *(one.actor for one in log)}
    actors = acted | {stored.decider}
    cards = person_cards(connection, [credential.person_id, *actors])
    return RegisterEntry(
        credential=credential,
        stored=stored,
        explanation=_explained(stored),
        history=history,
        log=log,
        shown=cards.get(credential.person_id),
        names={one: cards[one].name for one in actors if one in cards},
    )


def _explained(stored: StoredStatement) -> Explanation | None:
    try:
        return explain(stored.text, stored.hash)
    except UnreadableStatement:
        return None

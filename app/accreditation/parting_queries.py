"""Reads of who had which part in whose accreditation, and of declared conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accreditation.domain.parting import Declared, Involved
from app.accreditation.models import Application, ConflictDeclaration, Credential, Involvement

_INVOLVED = sa.select(
    Involvement.candidate_id,
    Involvement.actor_id,
    Involvement.part,
    Involvement.source,
    Involvement.at,
    Involvement.clear_from,
)
_OF_CANDIDATES = _INVOLVED.where(Involvement.candidate_id.in_(sa.bindparam("candidates", expanding=True))).order_by(
    Involvement.at
)
_FOUND = sa.select(Involvement.id).where(
    Involvement.candidate_id == sa.bindparam("candidate"),
    Involvement.actor_id == sa.bindparam("actor"),
    Involvement.part == sa.bindparam("part"),
    Involvement.source == sa.bindparam("source"),
)
# Named by its columns only: the tree of agencies is identity's.
_AGENCY = sa.table("agency", sa.column("id", sa.String), sa.column("path", sa.String), sa.column("name", sa.String))
_DECLARED = (
    sa.select(
        ConflictDeclaration.person_id,
        ConflictDeclaration.about_person_id,
        _AGENCY.c.path,
        ConflictDeclaration.kind,
        ConflictDeclaration.declared_at,
        ConflictDeclaration.ended_at,
    )
    .outerjoin(_AGENCY, _AGENCY.c.id == ConflictDeclaration.about_agency_id)
    .where(ConflictDeclaration.ended_at.is_(None))
)
_DECLARED_BY = _DECLARED.where(ConflictDeclaration.person_id.in_(sa.bindparam("actors", expanding=True)))
_OWN = (
    sa.select(
        ConflictDeclaration.public_id,
        ConflictDeclaration.about_person_id,
        _AGENCY.c.name.label("agency_name"),
        ConflictDeclaration.kind,
        ConflictDeclaration.note,
        ConflictDeclaration.declared_at,
        ConflictDeclaration.ended_at,
    )
    .outerjoin(_AGENCY, _AGENCY.c.id == ConflictDeclaration.about_agency_id)
    .where(ConflictDeclaration.person_id == sa.bindparam("person_id"))
    .order_by(ConflictDeclaration.declared_at.desc(), ConflictDeclaration.id.desc())
    .limit(100)
)


_AGAIN = sa.orm.aliased(Application)
_THIS_CASE = sa.and_(_AGAIN.reason == "appeal", _AGAIN.id.in_(sa.bindparam("cases", expanding=True)))
_APPEALED = sa.union_all(
    sa.select(_AGAIN.id.label("case"), (sa.literal("application:") + Application.id).label("source"))
    .select_from(_AGAIN)
    .join(Application, sa.and_(Application.person_id == _AGAIN.person_id, Application.scheme == _AGAIN.scheme))
    .where(_THIS_CASE, Application.id != _AGAIN.id),
    sa.select(_AGAIN.id.label("case"), (sa.literal("credential:") + Credential.id).label("source"))
    .select_from(_AGAIN)
    .join(Credential, sa.and_(Credential.person_id == _AGAIN.person_id, Credential.scheme == _AGAIN.scheme))
    .where(_THIS_CASE),
)


@dataclass(frozen=True, slots=True)
class OwnDeclaration:
    """A conflict as the one who declared it sees it: about a person or an agency, in force while `ended_at` is None."""

    public_id: str
    about_person_id: str | None
    agency_name: str | None
    kind: str
    note: str
    declared_at: datetime
    ended_at: datetime | None


def involved_with(connection: sa.Connection, candidates: Sequence[str]) -> tuple[Involved, ...]:
    """Return every part that anybody had in the accreditation of these people, oldest first."""
    return tuple(Involved(*row) for row in connection.execute(_OF_CANDIDATES, {"candidates": list(candidates)}))


def declared_by(connection: sa.Connection, actors: Sequence[str]) -> tuple[Declared, ...]:
    """Return the conflicts in force that these people declared."""
    return tuple(Declared(*row) for row in connection.execute(_DECLARED_BY, {"actors": list(actors)}))


def involvement_id(connection: sa.Connection, candidate: str, actor: str, part: str, source: str) -> str | None:
    """Return the id of exactly this part, if it was taken before."""
    values = {"candidate": candidate, "actor": actor, "part": part, "source": source}
    return connection.execute(_FOUND, values).scalar()


def appealed_in(connection: sa.Connection, cases: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return case → the sources of what was decided before in the same scheme; only for what an appeal brought back."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(_APPEALED, {"cases": list(cases)}):
        found[row.case].add(row.source)
    return {case: frozenset(sources) for case, sources in found.items()}


def own_declarations(connection: sa.Connection, person_id: str) -> tuple[OwnDeclaration, ...]:
    """Return up to 100 conflicts that the person declared, newest first."""
    return tuple(OwnDeclaration(*row) for row in connection.execute(_OWN, {"person_id": person_id}))

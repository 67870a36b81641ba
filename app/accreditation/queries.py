"""Reads of accreditation: schemes in force, credentials with their state, the register."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.deadline_queries import APPEALABLE, DAYS
from app.accreditation.domain.disclosure import Disclosure, disclosure_of
from app.accreditation.domain.evidence import PracticeEvidence
from app.accreditation.domain.life import CredentialState, LifeEvent, state_of
from app.accreditation.domain.scheme import Scheme, read_scheme
from app.accreditation.evidence_queries import ASKED, PRACTICE, asked_in, practice_in
from app.accreditation.models import (
    Application,
    BadgeFile,
    CertificateFile,
    Credential,
    CredentialEvent,
    SchemeVersion,
)
from app.assessment.open_queries import OPEN_ATTEMPTS
from app.assessment.queries import RELEASED
from app.foundation.db import joined
from app.foundation.fixed import Fixed
from app.foundation.kept import Kept
from app.foundation.straight import Straight

_NEWER = sa.orm.aliased(SchemeVersion)
# As text: it is read into a scheme once for each version, not once for each page.
_DOCUMENT = sa.cast(SchemeVersion.document, sa.Text).label("document")
_SINCE = SchemeVersion.created_at.label("since")
_IN_FORCE = (
    sa.select(SchemeVersion.id, SchemeVersion.scheme, _DOCUMENT, _SINCE)
    .outerjoin(_NEWER, sa.and_(_NEWER.scheme == SchemeVersion.scheme, _NEWER.number > SchemeVersion.number))
    .where(_NEWER.id.is_(None))
    .order_by(SchemeVersion.scheme)
)
# The database gives the events of one credential in any order: each carries its position, and is sorted when read.
_PLACED = sa.cast(CredentialEvent.position, sa.String) + ":" + CredentialEvent.kind
_EVENTS = (
    sa.select(joined(_PLACED))
    .where(CredentialEvent.credential_id == Credential.id)
    .correlate(Credential)
    .scalar_subquery()
)
_COLUMNS = (
    Credential.id,
    Credential.number,
    Credential.person_id,
    Credential.scheme,
    Credential.cycle,
    Credential.edition,
    Credential.follows_id,
    Credential.origin,
    Credential.scheme_version_id,
    Credential.title,
    Credential.kind,
    Credential.issued_on,
    Credential.valid_until,
    Credential.specimen,
    Credential.statement_hash,
    Credential.name_hash,
    Credential.created_at,
    SchemeVersion.number.label("scheme_number"),
    CertificateFile.sha256,
    CertificateFile.size,
    CertificateFile.storage_key,
    CertificateFile.key_id,
    CertificateFile.made_at,
    BadgeFile.size.label("badge_size"),
)
# A credential has one original; the same in other languages would double its rows.
_ITS_FILE = sa.and_(CertificateFile.credential_id == Credential.id, CertificateFile.original)
_CREDENTIALS = (
    sa.select(*_COLUMNS, _EVENTS.label("events"))
    .join(SchemeVersion, SchemeVersion.id == Credential.scheme_version_id)
    .outerjoin(CertificateFile, _ITS_FILE)
    .outerjoin(BadgeFile, BadgeFile.credential_id == Credential.id)
)
_BY_NUMBER = _CREDENTIALS.where(Credential.number == sa.bindparam("number"))
_CHANGED_AT = (
    sa.select(sa.func.max(CredentialEvent.at))
    .where(CredentialEvent.credential_id == Credential.id)
    .correlate(Credential)
    .scalar_subquery()
)
_NEWEST_EVENT = sa.orm.aliased(CredentialEvent)
_GROUNDS = (
    sa.select(_NEWEST_EVENT.grounds)
    .where(_NEWEST_EVENT.credential_id == Credential.id)
    .order_by(_NEWEST_EVENT.position.desc())
    .limit(1)
    .correlate(Credential)
    .scalar_subquery()
)
_FOR_CHECKERS = Straight(
    _CREDENTIALS.add_columns(
        _DOCUMENT, _CHANGED_AT.label("changed_at"), _GROUNDS.label("grounds"), Credential.statement
    ).where(Credential.number == sa.bindparam("number"))
)
_BY_ID = _CREDENTIALS.where(Credential.id == sa.bindparam("credential_id"))
_ANY_FILE = sa.orm.aliased(CertificateFile)
_BY_FILE = _CREDENTIALS.where(
    Credential.id
    == sa.select(_ANY_FILE.credential_id).where(_ANY_FILE.sha256 == sa.bindparam("sha256")).scalar_subquery()
)
_NEWEST_FIRST = _CREDENTIALS.order_by(Credential.created_at.desc(), Credential.id.desc())
_OF_PERSON = _NEWEST_FIRST.where(Credential.person_id == sa.bindparam("person_id"))
_OF_PEOPLE = _NEWEST_FIRST.where(Credential.person_id.in_(sa.bindparam("people", expanding=True)))
_GRANTED_TO = _NEWEST_FIRST.where(Credential.name_hash.in_(sa.bindparam("names", expanding=True))).limit(50)
_NEWEST = _NEWEST_FIRST.limit(sa.bindparam("most"))
_HISTORY = (
    sa.select(
        CredentialEvent.kind,
        CredentialEvent.at,
        CredentialEvent.actor,
        CredentialEvent.second,
        CredentialEvent.grounds,
        CredentialEvent.reason,
        CredentialEvent.condition,
        CredentialEvent.ends_on,
    )
    .where(CredentialEvent.credential_id == sa.bindparam("credential_id"))
    .order_by(CredentialEvent.position)
)
_GRANTED_UNDER = sa.orm.aliased(SchemeVersion)
# Asked for with what is held: the home page has three statements in all.
_WAITING_SINCE = (
    sa.select(sa.func.max(Application.opened_at))
    .where(
        Application.person_id == sa.bindparam("person_id"),
        Application.scheme == SchemeVersion.scheme,
        Application.state == "waiting",
    )
    .correlate(SchemeVersion)
    .scalar_subquery()
)
_HOLDING = Straight(
    sa.select(
        SchemeVersion.id.label("version_id"),
        _DOCUMENT,
        _SINCE,
        *(column for column in _COLUMNS if column.key != "scheme_number"),
        _GRANTED_UNDER.number.label("scheme_number"),
        _EVENTS.label("events"),
        PRACTICE.label("practice"),
        ASKED.label("asked"),
        _WAITING_SINCE.label("waiting_since"),
        DAYS.label("days"),
        APPEALABLE.label("appealable"),
        OPEN_ATTEMPTS.label("open_attempts"),
        RELEASED.label("released"),
    )
    .select_from(SchemeVersion)
    .outerjoin(_NEWER, sa.and_(_NEWER.scheme == SchemeVersion.scheme, _NEWER.number > SchemeVersion.number))
    .outerjoin(
        Credential,
        sa.and_(Credential.scheme == SchemeVersion.scheme, Credential.person_id == sa.bindparam("person_id")),
    )
    .outerjoin(_GRANTED_UNDER, _GRANTED_UNDER.id == Credential.scheme_version_id)
    .outerjoin(CertificateFile, _ITS_FILE)
    .outerjoin(BadgeFile, BadgeFile.credential_id == Credential.id)
    .where(_NEWER.id.is_(None))
    .order_by(SchemeVersion.scheme, Credential.created_at.desc())
)
_NUMBERED = sa.select(SchemeVersion.id, _DOCUMENT, _SINCE).where(
    SchemeVersion.scheme == sa.bindparam("scheme"), SchemeVersion.number == sa.bindparam("number")
)

_schemes: Kept[Scheme] = Kept(200)
_earlier: Kept[SchemeInForce] = Kept(200)


@dataclass(frozen=True, slots=True)
class SchemeInForce:
    """The newest version of a scheme, the moment since when it is, and the one before that its transition names."""

    version_id: str
    scheme: Scheme
    since: datetime | None = None
    earlier: SchemeInForce | None = None


@dataclass(frozen=True, slots=True)
class CredentialRecord:
    """A credential as the register knows it; the holder's name stands only in its sealed statement."""

    id: str
    number: str
    person_id: str
    scheme: str
    cycle: int
    edition: int
    follows_id: str | None
    origin: str
    scheme_version_id: str
    scheme_number: int
    title: str
    kind: str
    issued_on: date
    valid_until: date
    specimen: bool
    statement_hash: str
    name_hash: str
    created_at: datetime
    events: tuple[str, ...]
    sha256: str | None
    size: int | None
    storage_key: str | None
    key_id: str | None
    made_at: datetime | None
    badge_size: int | None

    def state(self, today: date) -> CredentialState:
        """Return the state on `today`."""
        return state_of(self.events, self.valid_until, today)

    def days_left(self, today: date) -> int:
        """Return how many days the validity still runs, today included; negative after its end."""
        return (self.valid_until - today).days


@dataclass(frozen=True, slots=True)
class Holding:
    """What stands of one person beside the schemes in force.

    Credentials, newest first; what was recorded of their practice; scheme → since when a case of theirs waits; kind and
    key of what they asked for → the day, while nobody has answered. `days`, `appealable` and `open_attempts`
    are texts that `days_in`, `to_appeal_in` and `open_attempts_in` read; `released` stands for the finished attempts.
    """

    schemes: tuple[SchemeInForce, ...]
    credentials: tuple[CredentialRecord, ...]
    practice: tuple[PracticeEvidence, ...]
    waiting: Mapping[str, datetime]
    asked: Mapping[tuple[str, str], date]
    days: str | None = None
    appealable: str | None = None
    open_attempts: str | None = None
    released: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedCredential:
    """A credential with the rules it was granted under, and time and class of the reason of its latest event."""

    credential: CredentialRecord
    scheme: Scheme
    changed_at: datetime
    grounds: str | None
    protected: bool


def schemes_in_force(connection: sa.Connection) -> tuple[SchemeInForce, ...]:
    """Return the newest version of each scheme."""
    rows = connection.execute(_IN_FORCE).all()
    return tuple(_with_earlier(connection, _in_force(row.id, row.document, row.since)) for row in rows)


def holding_of(connection: sa.Connection, person_id: str) -> Holding:
    """Return the schemes in force and what the person holds, in one statement: the home page has three in all."""
    rows = _HOLDING.all(connection, {"person_id": person_id})
    schemes = {row.version_id: _in_force(row.version_id, row.document, row.since) for row in rows}
    held = sorted((_credential(row) for row in rows if row.id), key=lambda one: one.created_at, reverse=True)
    in_force = tuple(_with_earlier(connection, found) for found in schemes.values())
    since = {row.version_id: row.waiting_since for row in rows if row.waiting_since}
    waiting = Fixed({one.scheme.key: since[one.version_id] for one in in_force if one.version_id in since})
    if not rows:
        return Holding((), (), (), waiting, Fixed({}))
    one = rows[0]
    practice, asked = practice_in(one.practice), Fixed(asked_in(one.asked))
    return Holding(
        in_force, tuple(held), practice, waiting, asked, one.days, one.appealable, one.open_attempts, one.released
    )


def credential_by_id(connection: sa.Connection, credential_id: str) -> CredentialRecord | None:
    """Return a credential."""
    return _one(connection.execute(_BY_ID, {"credential_id": credential_id}).one_or_none())


def credential_by_number(connection: sa.Connection, number: str) -> CredentialRecord | None:
    """Return the credential of a canonical number: one statement on a unique index."""
    return _one(connection.execute(_BY_NUMBER, {"number": number}).one_or_none())


def credential_for_checkers(connection: sa.Connection, number: str) -> CheckedCredential | None:
    """Return what the public page answers from: one statement, and nothing in the answer names the holder."""
    row = _FOR_CHECKERS.one_or_none(connection, {"number": number})
    if row is None:
        return None
    scheme = _in_force(row.scheme_version_id, row.document).scheme
    protected = disclosure_of(json.loads(row.statement)) is Disclosure.PROTECTED
    return CheckedCredential(_credential(row), scheme, row.changed_at, row.grounds, protected)


def credential_by_file(connection: sa.Connection, sha256: str) -> CredentialRecord | None:
    """Return the credential of which a stored certificate, in whatever language, has this hash."""
    return _one(connection.execute(_BY_FILE, {"sha256": sha256}).one_or_none())


def credentials_of(connection: sa.Connection, person_id: str) -> tuple[CredentialRecord, ...]:
    """Return the person's credentials, newest first."""
    return tuple(_credential(row) for row in connection.execute(_OF_PERSON, {"person_id": person_id}))


def credentials_of_people(connection: sa.Connection, people: list[str]) -> tuple[CredentialRecord, ...]:
    """Return the credentials of several people, newest first."""
    return tuple(_credential(row) for row in connection.execute(_OF_PEOPLE, {"people": people}))


def credentials_granted_to(connection: sa.Connection, names: Collection[str]) -> tuple[CredentialRecord, ...]:
    """Return up to 50 credentials that were granted to the name of these hashes as it was then, newest first."""
    return tuple(_credential(row) for row in connection.execute(_GRANTED_TO, {"names": names}))


def newest_credentials(connection: sa.Connection, most: int) -> tuple[CredentialRecord, ...]:
    """Return the newest credentials, for the register's front page; no names."""
    return tuple(_credential(row) for row in connection.execute(_NEWEST, {"most": most}))


def history_of(connection: sa.Connection, credential_id: str) -> tuple[LifeEvent, ...]:
    """Return the life of a credential in order."""
    rows = connection.execute(_HISTORY, {"credential_id": credential_id})
    return tuple(LifeEvent(*row) for row in rows)


def _in_force(version_id: str, document: str, since: datetime | None = None) -> SchemeInForce:
    scheme = _schemes.get(version_id, lambda: read_scheme(json.loads(document)))
    if scheme is None:
        raise LookupError(version_id)
    return SchemeInForce(version_id, scheme, since)


def _with_earlier(connection: sa.Connection, found: SchemeInForce) -> SchemeInForce:
    """Return the version with the one that its transition names; read once in a process, as neither ever changes."""
    if found.scheme.transition is None:
        return found
    return replace(found, earlier=_earlier.get(found.version_id, lambda: _numbered(connection, found.scheme)))


def _numbered(connection: sa.Connection, scheme: Scheme) -> SchemeInForce | None:
    number = scheme.transition.number if scheme.transition else 0
    row = connection.execute(_NUMBERED, {"scheme": scheme.key, "number": number}).one_or_none()
    return None if row is None else _in_force(row.id, row.document, row.since)


def _one(row: Any) -> CredentialRecord | None:
    return None if row is None else _credential(row)


def _credential(row: Any) -> CredentialRecord:
    return CredentialRecord(
        id=row.id,
        number=row.number,
        person_id=row.person_id,
        scheme=row.scheme,
        cycle=row.cycle,
        edition=row.edition,
        follows_id=row.follows_id,
        origin=row.origin,
        scheme_version_id=row.scheme_version_id,
        scheme_number=row.scheme_number,
        title=row.title,
        kind=row.kind,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        specimen=row.specimen,
        statement_hash=row.statement_hash,
        name_hash=row.name_hash,
        created_at=row.created_at,
        events=_in_order(row.events or ""),
        sha256=row.sha256,
        size=row.size,
        storage_key=row.storage_key,
        key_id=row.key_id,
        made_at=row.made_at,
        badge_size=row.badge_size,
    )


def _in_order(placed: str) -> tuple[str, ...]:
    events = (event.partition(":") for event in placed.split(",") if event)
    return tuple(kind for _, kind in sorted((int(place), kind) for place, _, kind in events))

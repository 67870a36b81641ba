"""Changing a scheme takes two persons: one proposes another version, another puts it in force.

A version that was applied is never edited; what was granted under it stays (ISO/IEC 17024:2012, 8.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.scheme import read_scheme
from app.accreditation.domain.scheme_change import asks_the_same
from app.accreditation.issuer import Issuer
from app.accreditation.models import SchemeChange, SchemeChangeAnswer
from app.accreditation.scheme_change_queries import Change, StoredVersion, scheme_change, stored_version, versions_of
from app.accreditation.services.scheme_loading import refuse_unready_courses, scheme_hash, store_version
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor
from app.jobs.services import enqueue

# Two answers at once wait for each other on PostgreSQL; on SQLite a unit is alone anyway.
_LOCK = sa.select(SchemeChange.id).where(SchemeChange.public_id == sa.bindparam("public_id")).with_for_update()


class SchemeMovedOn(Refusal):
    """Another version came into force since."""

    code = "scheme_moved_on"
    message = N_(
        "Another version of this scheme came into force since this change was begun. Begin it again from that version."
    )


class NothingChanged(Refusal):
    """The new version says what the old one said."""

    code = "nothing_changed"
    message = N_("Nothing is different from the version in force. Change a value first.")


class SecondPersonPutsInForce(Refusal):
    """Who proposed a change cannot put it in force."""

    code = "second_person_puts_in_force"
    message = N_("You proposed this change. Another person has to put it in force; you can take it back.")


class ChangeAnswered(Refusal):
    """The change was answered already."""

    code = "change_answered"
    message = N_("This change was answered already. Open it again to read how.")


def propose_change(
    unit: Unit, actor: Actor, base: StoredVersion, document: Mapping[str, Any], note: str, key: str
) -> str:
    """Propose `document` as the version after `base`; return its public id, which is `key`. Sent twice it is one.

    Raises `SchemeMovedOn`, `NothingChanged`.
    """
    known = scheme_change(unit.connection, key)
    if known is not None:
        if known.proposed_by != actor.id:
            raise NotFound
        return known.public_id
    _refuse_moved_on(unit, base)
    if asks_the_same(base.read, read_scheme(document)):
        raise NothingChanged
    change = SchemeChange(
        id=new_id(),
        public_id=key,
        scheme=base.scheme,
        based_on=base.id,
        document=dict(document),
        hash=scheme_hash(document),
        note=note,
        proposed_by=actor.id,
        at=unit.now,
    )
    unit.session.add(change)
    unit.session.flush()
    _log(unit, AuditTag.SCHEME_CHANGE_PROPOSED, actor, change.id, scheme=change.scheme, hash=change.hash)
    return key


def put_in_force(unit: Unit, actor: Actor, public_id: str, issuer: Issuer) -> str:
    """Make the proposed version the one in force, as another person; return its id. The worker then considers everyone.

    Raises `NotFound`, `ChangeAnswered`, `SecondPersonPutsInForce`, `SchemeMovedOn`, `CoursesNotReady`.
    """
    change = _to_answer(unit, public_id)
    if change.proposed_by == actor.id:
        raise SecondPersonPutsInForce
    _refuse_moved_on(unit, stored_version(unit.connection, change.based_on))
    scheme = read_scheme(change.document)
    refuse_unready_courses(unit, scheme, scheme.key, issuer)
    _answer(unit, change, actor, "approved", "")
    version = store_version(unit, scheme, dict(change.document), change.hash)
    told = {"scheme": scheme.key, "number": scheme.number, "hash": change.hash, "change": change.id}
    _log(unit, AuditTag.SCHEME_CHANGED, actor, version, first=change.proposed_by, **told)
    enqueue(unit, "credentials.consider-all", {}, key=f"scheme:{version}")
    return version


def object_to_change(unit: Unit, actor: Actor, public_id: str, note: str) -> None:
    """Say no to another person's change; the scheme stays as it is. Raises as `put_in_force`."""
    change = _to_answer(unit, public_id)
    if change.proposed_by == actor.id:
        raise SecondPersonPutsInForce
    _answer(unit, change, actor, "objected", note)
    _log(unit, AuditTag.SCHEME_CHANGE_OBJECTED_TO, actor, change.id, scheme=change.scheme)


def take_change_back(unit: Unit, actor: Actor, public_id: str) -> None:
    """Take the own change back. Raises `NotFound` where it is another's, `ChangeAnswered`."""
    change = _to_answer(unit, public_id)
    if change.proposed_by != actor.id:
        raise NotFound
    _answer(unit, change, actor, "taken-back", "")
    _log(unit, AuditTag.SCHEME_CHANGE_TAKEN_BACK, actor, change.id, scheme=change.scheme)


def _to_answer(unit: Unit, public_id: str) -> Change:
    unit.connection.execute(_LOCK, {"public_id": public_id})
    change = scheme_change(unit.connection, public_id)
    if change is None:
        raise NotFound
    if change.answer is not None:
        raise ChangeAnswered
    return change


def _refuse_moved_on(unit: Unit, base: StoredVersion) -> None:
    if versions_of(unit.connection, base.scheme)[0].id != base.id:
        raise SchemeMovedOn


def _answer(unit: Unit, change: Change, actor: Actor, answer: str, note: str) -> None:
    unit.session.add(
        SchemeChangeAnswer(change_id=change.id, answer=answer, answered_by=actor.id, note=note, at=unit.now)
    )
    unit.session.flush()


def _log(unit: Unit, tag: AuditTag, actor: Actor, subject: str, **told: object) -> None:
    record(unit, tag, actor=actor.id, role=actor.role, subject=subject, **told)

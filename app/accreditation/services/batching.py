"""Asking for the certificates of a cohort, and the answer of a second person where the scheme wants two (A14, U3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.domain.cohort import hindrance_record
from app.accreditation.models import GrantBatch, GrantBatchRow
from app.accreditation.queries import SchemeInForce
from app.accreditation.services.deciding import SamePerson
from app.accreditation.services.weighing import Weighed
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor
from app.jobs.services import enqueue

_BY_TOKEN = sa.select(GrantBatch).where(GrantBatch.token == sa.bindparam("token"))
_KNOWN = sa.select(GrantBatch.id).where(GrantBatch.token == sa.bindparam("token"))
_BATCH = sa.select(GrantBatch).where(GrantBatch.public_id == sa.bindparam("public_id")).with_for_update()


class NothingToGrant(Refusal):
    """Nobody of the cohort can be granted the certificate."""

    code = "nothing_to_grant"
    message = N_("Nobody of this cohort can be granted the certificate now. The list says why for each of them.")


class NotProposed(Refusal):
    """The batch does not wait for a second person."""

    code = "not_proposed"
    message = N_("These certificates do not wait for an answer any more. Open the page again to see how they stand.")


class NotReady(Refusal):
    """There is nothing to put into a file yet."""

    code = "batch_not_ready"
    message = N_("Not all certificates are made yet. Wait until the page says that they are, then ask again.")


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A cohort as it was weighed; `token` names this asking."""

    token: str
    title: str
    found: SchemeInForce
    weighed: Sequence[Weighed]


def is_known(connection: sa.Connection, token: str) -> bool:
    """Whether a batch was asked for with this token: sent again, what changed since is no matter."""
    return connection.execute(_KNOWN, {"token": token}).first() is not None


def ask_for_batch(unit: Unit, new: NewBatch, actor: Actor) -> str:
    """Enter the batch and return its public id; it begins at once, or waits for a second person.

    Asked twice with one token it is one batch (A15). Raises `NothingToGrant`, `NotFound`.
    """
    known = unit.session.scalars(_BY_TOKEN, {"token": new.token}).one_or_none()
    if known is not None:
        return _own(known, actor)
    if all(one.hindrance for one in new.weighed):
        raise NothingToGrant
    two = new.found.scheme.decision.approvals > 1
    batch = GrantBatch(
        id=new_id(),
        public_id=new_public_id(),
        token=new.token,
        scheme=new.found.scheme.key,
        title=new.title,
        state="proposed" if two else "running",
        asked_by=actor.id,
        created_at=unit.now,
    )
    unit.session.add(batch)
    unit.session.flush()
    unit.session.add_all(_row(batch.id, place, one) for place, one in enumerate(new.weighed, 1))
    unit.session.flush()
    waiting = sum(one.hindrance is None for one in new.weighed)
    if two:
        note(unit, AuditTag.BATCH_PROPOSED, actor, batch, people=waiting)
    else:
        _begin(unit, batch, actor, waiting)
    return batch.public_id


def approve_batch(unit: Unit, public_id: str, actor: Actor) -> None:
    """Agree to the batch, which begins; whom the second person may not decide on is left out when their turn comes.

    Raises `NotFound`, `NotProposed`, `SamePerson`.
    """
    batch = _to_answer(unit, public_id, actor)
    batch.state, batch.answered_by, batch.answered_at = "running", actor.id, unit.now
    unit.session.flush()
    _begin(unit, batch, actor, None)


def object_to_batch(unit: Unit, public_id: str, actor: Actor, words: str) -> None:
    """Disagree: nobody of it is granted anything by it. Raises as `approve_batch`."""
    _drop(unit, _to_answer(unit, public_id, actor), actor, words)


def take_batch_back(unit: Unit, public_id: str, actor: Actor) -> None:
    """Take the own batch back while it waits. Raises `NotFound`, `NotProposed`."""
    batch = _waiting(unit, public_id)
    if batch.asked_by != actor.id:
        raise NotProposed
    _drop(unit, batch, actor, "")


def ask_for_archive(unit: Unit, public_id: str, ready: bool) -> None:
    """Ask the worker for one file with all certificates; asked again it is the same file. Raises `NotReady`."""
    batch = unit.session.scalars(_BATCH, {"public_id": public_id}).one_or_none()
    if batch is None:
        raise NotFound
    if batch.state != "done" or not ready:
        raise NotReady
    enqueue(unit, "batch.archive", {"batch_id": batch.id}, key=archive_key(batch.id))


def archive_key(batch_id: str) -> str:
    """Return the key of the job that makes the file of a batch."""
    return f"batch-archive:{batch_id}"


def run_key(batch_id: str) -> str:
    """Return the key of the job that grants a batch."""
    return f"batch:{batch_id}"


def note(unit: Unit, tag: AuditTag, actor: Actor, batch: GrantBatch, **more: object) -> None:
    """Keep what happened to a batch in the log."""
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"batch:{batch.id}", scheme=batch.scheme, **more)


def _own(batch: GrantBatch, actor: Actor) -> str:
    if batch.asked_by != actor.id:
        raise NotFound
    return batch.public_id


def _row(batch_id: str, place: int, one: Weighed) -> GrantBatchRow:
    return GrantBatchRow(
        batch_id=batch_id,
        person_id=one.card.id,
        position=place,
        outcome="refused" if one.hindrance else "waiting",
        reason=hindrance_record(one.hindrance) if one.hindrance else None,
        seen=one.seen,
    )


def _begin(unit: Unit, batch: GrantBatch, actor: Actor, people: int | None) -> None:
    note(unit, AuditTag.BATCH_STARTED, actor, batch, people=people, asked_by=batch.asked_by)
    enqueue(unit, "batch.run", {"batch_id": batch.id}, key=run_key(batch.id))


def _drop(unit: Unit, batch: GrantBatch, actor: Actor, words: str) -> None:
    batch.state, batch.answered_by, batch.answered_at, batch.note = "dropped", actor.id, unit.now, words
    batch.finished_at = unit.now
    unit.session.flush()
    note(unit, AuditTag.BATCH_DROPPED, actor, batch)


def _waiting(unit: Unit, public_id: str) -> GrantBatch:
    batch = unit.session.scalars(_BATCH, {"public_id": public_id}).one_or_none()
    if batch is None:
        raise NotFound
    if batch.state != "proposed":
        raise NotProposed
    return batch


def _to_answer(unit: Unit, public_id: str, actor: Actor) -> GrantBatch:
    batch = _waiting(unit, public_id)
    if batch.asked_by == actor.id:
        raise SamePerson
    return batch

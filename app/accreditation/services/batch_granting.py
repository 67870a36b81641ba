"""The work of a batch, one person in one transaction: granted with everything that belongs to it, or left out."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa

from app.accreditation.domain.cohort import Hindrance, Why, hindrance_record
from app.accreditation.models import Application, GrantBatch, GrantBatchRow
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services.applications import open_case
from app.accreditation.services.batching import note
from app.accreditation.services.deciding import CaseInHand, Desk, Draft, settle
from app.accreditation.services.granting import DecidedBy
from app.accreditation.services.parting import bars_for, involve
from app.accreditation.services.weighing import Standing, Weighed, weigh
from app.audit.events import AuditTag
from app.foundation.transaction import Unit
from app.identity.queries import PersonCard, person_card
from app.identity.services.actor import SYSTEM, Actor

GRANT = Draft("grant")
DESK_ROLE = "accreditation"
_ROW = (
    sa.select(GrantBatchRow)
    .where(GrantBatchRow.batch_id == sa.bindparam("batch_id"), GrantBatchRow.person_id == sa.bindparam("person_id"))
    .with_for_update()
)
_CASE = (
    sa.select(Application)
    .where(
        Application.person_id == sa.bindparam("person_id"),
        Application.scheme == sa.bindparam("scheme"),
        Application.state != "decided",
    )
    .with_for_update()
)
_COUNTS = (
    sa.select(GrantBatchRow.outcome, sa.func.count().label("people"))
    .where(GrantBatchRow.batch_id == sa.bindparam("batch_id"))
    .group_by(GrantBatchRow.outcome)
)


def grant_one(unit: Unit, desk: Desk, batch_id: str, person_id: str) -> None:
    """Grant the certificate to one person of a batch, or leave them out with the reason; done before, nothing happens.

    Everything is weighed again: what was seen when the batch was asked for must still be so, and nobody who may not
    decide on this person does.
    """
    row = unit.session.scalars(_ROW, {"batch_id": batch_id, "person_id": person_id}).one()
    if row.outcome != "waiting":
        return
    batch, card = unit.session.get_one(GrantBatch, batch_id), person_card(unit.connection, person_id)
    if card is None:
        raise LookupError(person_id)
    case = unit.session.scalars(_CASE, {"person_id": person_id, "scheme": batch.scheme}).one_or_none()
    one = weigh(unit.connection, _scheme(unit, batch.scheme), card, desk.issuer, batch.asked_by, unit.now)
    hindrance = _hindrance(unit, batch, row, one)
    if hindrance or one.standing is None:
        leave_out(unit, batch, row, hindrance or Hindrance(Why.CHANGED))
        return
    row.credential_id = _granted(unit, desk, batch, card, one.standing, case)
    row.outcome = "granted"
    unit.session.flush()


def leave_out_one(unit: Unit, batch_id: str, person_id: str, why: Why) -> None:
    """Leave somebody out whose turn failed, so that the others go on."""
    row = unit.session.scalars(_ROW, {"batch_id": batch_id, "person_id": person_id}).one()
    if row.outcome == "waiting":
        leave_out(unit, unit.session.get_one(GrantBatch, batch_id), row, Hindrance(why))


def leave_out(unit: Unit, batch: GrantBatch, row: GrantBatchRow, hindrance: Hindrance) -> None:
    """Enter why somebody gets no certificate from this batch."""
    row.outcome, row.reason = "refused", hindrance_record(hindrance)
    unit.session.flush()
    note(unit, AuditTag.BATCH_LEFT_OUT, SYSTEM, batch, person=row.person_id, why=hindrance.why.value)


def finish_batch(unit: Unit, batch_id: str) -> None:
    """Everyone had their turn."""
    batch = unit.session.get_one(GrantBatch, batch_id)
    counts = {row.outcome: row.people for row in unit.connection.execute(_COUNTS, {"batch_id": batch_id})}
    if batch.state != "running" or counts.get("waiting"):
        return
    batch.state, batch.finished_at = "done", unit.now
    unit.session.flush()
    granted, refused = counts.get("granted", 0), counts.get("refused", 0)
    note(unit, AuditTag.BATCH_FINISHED, SYSTEM, batch, granted=granted, refused=refused)


def _scheme(unit: Unit, key: str) -> SchemeInForce:
    return next(one for one in schemes_in_force(unit.connection) if one.scheme.key == key)


def _hindrance(unit: Unit, batch: GrantBatch, row: GrantBatchRow, one: Weighed) -> Hindrance | None:
    if one.hindrance:
        return one.hindrance
    first = bars_for(unit, row.person_id, batch.asked_by, "decider")
    if first:
        return Hindrance(Why.BARRED, bars=first)
    second = bars_for(unit, row.person_id, batch.answered_by, "approver") if batch.answered_by else ()
    if second:
        return Hindrance(Why.SECOND_BARRED, bars=second)
    return Hindrance(Why.CHANGED) if one.seen != row.seen else None


def _granted(
    unit: Unit, desk: Desk, batch: GrantBatch, card: PersonCard, standing: Standing, known: Application | None
) -> str:
    case = known or _opened(unit, card, standing)
    source, path = f"application:{case.id}", standing.path
    first = involve(unit, card.id, batch.asked_by, "decider", source)
    second = involve(unit, card.id, batch.answered_by, "approver", source) if batch.answered_by else None
    reasons = asdict(GRANT) | {"batch": batch.public_id}
    by = DecidedBy(batch.asked_by, first, batch.answered_by, second, case.id, reasons)
    hand = CaseInHand(case, card, path.found, path.evidence, standing.judgement, path.renews)
    credential = settle(unit, desk, hand, GRANT, by, Actor(batch.answered_by or batch.asked_by, DESK_ROLE))
    if credential is None:
        raise LookupError(case.id)
    return credential.id


def _opened(unit: Unit, card: PersonCard, standing: Standing) -> Application:
    """Every grant of a batch is the decision of a case, so that its history reads as any other."""
    turn = standing.newest.turn + 1 if standing.newest and standing.newest.cycle == standing.path.cycle else 1
    reason = "renewal" if standing.path.renews else "requirements-met"
    found, cycle = standing.path.found, standing.path.cycle
    return open_case(unit, card.id, found, standing.digest, reason=reason, cycle=cycle, turn=turn)

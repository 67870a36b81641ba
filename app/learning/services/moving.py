"""Somebody on a course moves to its newer version; what they did stays, and the version before is not touched."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.learning.facts import MovedToVersion
from app.learning.models import Enrolment, Progress
from app.learning.queries import Standing, standing_and_live, standing_in
from app.learning.services.progressing import complete_if_all_done, lock_enrolment
from app.learning.version_queries import MoveAhead, move_ahead

_MOVE = (
    sa.update(Enrolment)
    .where(Enrolment.id == sa.bindparam("enrolment"))
    .values(
        version_id=sa.bindparam("to"),
        state=sa.bindparam("now_is"),
        completed_version_id=sa.bindparam("completed"),
        locale=sa.bindparam("reads_in"),
        revision=Enrolment.revision + 1,
    )
    .execution_options(synchronize_session=False)
)
_OF_ACTIVITIES = (
    Progress.enrolment_id == sa.bindparam("enrolment"),
    Progress.activity.in_(sa.bindparam("activities", expanding=True)),
)
_MARK = (
    sa.update(Progress)
    .where(*_OF_ACTIVITIES)
    .values(changed_at=sa.bindparam("marked_at", type_=UtcDateTime))
    .execution_options(synchronize_session=False)
)
_BEGIN_ANEW = sa.delete(Progress).where(*_OF_ACTIVITIES).execution_options(synchronize_session=False)


class AttemptUnderWay(Refusal):
    """An attempt of the course was not handed in yet."""

    code = "attempt_under_way"
    message = N_("You have an attempt under way in this course. Hand it in first, then move to the newer version.")
    status = 409


class NewerStill(Refusal):
    """Another version went live since the page was opened that said what the move does."""

    code = "newer_still"
    message = N_("An even newer version has been published since. Open the page again to see what it changes.")
    status = 409


def move_to_version(unit: Unit, *, person_id: str, course: str, number: int) -> None:
    """Move the person to the live version, which must bear the number that they saw; twice, it changes nothing.

    Progress goes by the keys of activities, so it stays where it is: what has another content is marked as changed. A
    completion stays with its version, unless the newer one asks and says the same; the course is open again where it
    asks more or a lesson has changed, and done where an unfinished one asks nothing more. Raises `NotFound` when not
    enrolled, `AttemptUnderWay`, `NewerStill`.
    """
    found = standing_in(unit.connection, person_id, course)
    if found is None:
        raise NotFound
    # Whoever completes a lesson or clicks twice waits here, and what they have done is seen below.
    lock_enrolment(unit, found)
    standing, live = standing_and_live(unit.connection, person_id, course)
    ahead = move_ahead(unit.connection, person_id, standing, live) if standing else None
    if standing is None or ahead is None:
        return
    if ahead.first:
        raise AttemptUnderWay
    if ahead.after.number != number:
        raise NewerStill
    _move(unit, standing, ahead, person_id)
    complete_if_all_done(unit, standing, person_id, by_moving=True)


def _move(unit: Unit, standing: Standing, ahead: MoveAhead, person_id: str) -> None:
    before, after, does = ahead.before, ahead.after, ahead.does
    enrolment = standing.enrolment_id
    done = "completed" if standing.completed_at else standing.state
    values = {
        "enrolment": enrolment,
        "to": after.version_id,
        "now_is": "active" if does.asks_more or does.read_again else done,
        "completed": (standing.earlier or before.version_id) if standing.completed_at else None,
        # Remembered where the newer version is not in it, or has another source language: a later one may be.
        "reads_in": standing.locale or (before.read_in if before.read_in != after.language else None),
    }
    unit.connection.execute(_MOVE, values)
    changed = [one.key for one in does.changed]
    unit.connection.execute(_MARK, {"enrolment": enrolment, "activities": changed, "marked_at": unit.now})
    unit.connection.execute(_BEGIN_ANEW, {"enrolment": enrolment, "activities": sorted(does.begun_anew)})
    record(
        unit,
        AuditTag.ENROLMENT_MOVED,
        actor=person_id,
        subject=enrolment,
        role="officer",
        course=standing.course,
        before=before.version_id,
        version=after.version_id,
        changed=changed,
    )
    unit.announce(MovedToVersion(person_id, standing.course, after.version_id))

"""An examination is opened to somebody once more, beyond its limit and its wait; the next sitting uses that up."""

from __future__ import annotations

import sqlalchemy as sa

from app.assessment.extra_queries import open_extra
from app.assessment.models import ExtraAttempt
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

_USE = (
    sa.update(ExtraAttempt)
    .where(
        ExtraAttempt.person_id == sa.bindparam("person"),
        ExtraAttempt.quiz == sa.bindparam("at_quiz"),
        ExtraAttempt.attempt_id.is_(None),
    )
    .values(attempt_id=sa.bindparam("attempt"))
    .execution_options(synchronize_session=False)
)


class OpenAlready(Refusal):
    """The person has an extra attempt at this examination that they have not begun."""

    code = "extra_attempt_open_already"
    message = N_("This examination is open to the officer once more already. Choose another outcome.")


def open_once_more(unit: Unit, *, person_id: str, quiz: str, reference: str, actor: str, role: str) -> str:
    """Let a person sit a quiz (full key) once more and return the id of that. `reference` is what it rests on.

    Raises `OpenAlready` while an earlier one was not begun.
    """
    if open_extra(unit.connection, person_id, quiz) is not None:
        raise OpenAlready
    extra = ExtraAttempt(
        id=new_id(), person_id=person_id, quiz=quiz, reference=reference, granted_by=actor, granted_at=unit.now
    )
    unit.session.add(extra)
    unit.session.flush()
    record(
        unit,
        AuditTag.ATTEMPT_OPENED_ONCE_MORE,
        actor=actor,
        role=role,
        subject=f"extra-attempt:{extra.id}",
        person=person_id,
        quiz=quiz,
        reference=reference,
    )
    return extra.id


def use_extra_attempt(unit: Unit, person_id: str, quiz: str, attempt_id: str) -> None:
    """Note the sitting that uses the extra attempt; from then on it is used up."""
    unit.connection.execute(_USE, {"person": person_id, "at_quiz": quiz, "attempt": attempt_id})

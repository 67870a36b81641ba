"""Following up: due with the certificate, asked once, answered or skipped; the answers are added up and not kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from app.accreditation.facts import CredentialGranted
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.curriculum.queries import live_versions, outline_of
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_card
from app.identity.services.messaging import tell
from app.insight.domain.follow_up import ASKED_AFTER, ASKED_AGAIN_AFTER, SIX, THREE, summed
from app.insight.domain.measures import Sum
from app.insight.domain.quarters import month_of
from app.insight.models import FollowUp
from app.insight.services.summing import add_sum

_OF_PERSON = sa.select(FollowUp.course).where(FollowUp.person_id == sa.bindparam("person_id"))
_ONE = sa.select(FollowUp).where(FollowUp.public_id == sa.bindparam("public_id")).with_for_update()
_OWN = _ONE.where(FollowUp.person_id == sa.bindparam("person_id"))


class AnsweredBefore(Refusal):
    """The questions were answered or skipped already."""

    code = "follow_up_answered"
    message = N_("You answered or skipped these questions already. Nothing more is needed.")


def plan_follow_up(unit: Unit, fact: CredentialGranted) -> None:
    """Plan one follow-up for a certificate: of its first course that a partner funds and that was not asked about."""
    live = live_versions(unit.connection)
    asked = set(unit.connection.execute(_OF_PERSON, {"person_id": fact.person_id}).scalars())
    course = next((one for one in sorted(fact.courses) if one in live and live[one][1]), None)
    if course is None or course in asked:
        return
    _plan(unit, fact.person_id, course, THREE, unit.now + ASKED_AFTER)


def _plan(unit: Unit, person_id: str, course: str, months: int, ask_at: datetime) -> None:
    row = {"person_id": person_id, "course": course, "months": months, "state": "due", "ask_at": ask_at}
    unit.session.add(FollowUp(id=new_id(), public_id=new_public_id(), **row))
    unit.session.flush()


def ask(unit: Unit, public_id: str) -> bool:
    """Tell the officer that there are two questions, once; False where they left or the course is no longer funded.

    Who is asked after three months is asked once more after six.
    """
    one = unit.session.scalars(_ONE, {"public_id": public_id}).one_or_none()
    if one is None or one.state != "due":
        return False
    version, partner = live_versions(unit.connection).get(one.course, ("", ""))
    outline = outline_of(unit.connection, version) if partner else None
    told = outline is not None and person_card(unit.connection, one.person_id) is not None
    one.state = "asked" if told else "skipped"
    unit.session.flush()
    if outline and told:
        key = f"follow-up:{public_id}"
        kind = "follow-up" if one.months == THREE else "follow-up-six"
        tell(unit, one.person_id, kind, key, course=outline.title, follow_up=public_id)
    if told and one.months == THREE:
        _plan(unit, one.person_id, one.course, SIX, one.ask_at + ASKED_AGAIN_AFTER)
    record(unit, AuditTag.FOLLOW_UP_ASKED, actor=SYSTEM, subject=f"follow-up:{one.id}", told=told)
    return told


def answer(unit: Unit, person_id: str, public_id: str, used: str, helped: Collection[str]) -> None:
    """Add the answers to the sums of the course. Raises `NotFound`, `AnsweredBefore`; KeyError for no such answer.

    The log says that somebody answered, and not what.
    """
    one = _asked(unit, person_id, public_id)
    wanted = summed(used, helped, one.months)
    partner = live_versions(unit.connection).get(one.course, ("", ""))[1]
    month = month_of(unit.now.date())
    for what in wanted if partner else ():
        add_sum(unit, partner=partner, course=one.course, what=what, month=month, added=Sum(1, 0))
    _close(unit, one, "answered")


def skip(unit: Unit, person_id: str, public_id: str) -> None:
    """Leave the questions unanswered, for good. Raises `NotFound` and `AnsweredBefore`."""
    _close(unit, _asked(unit, person_id, public_id), "skipped")


def _close(unit: Unit, one: FollowUp, state: str) -> None:
    one.state = state
    unit.session.flush()
    subject = f"follow-up:{one.id}"
    record(unit, AuditTag.FOLLOW_UP_CLOSED, actor=one.person_id, role="officer", subject=subject, state=state)


def _asked(unit: Unit, person_id: str, public_id: str) -> FollowUp:
    one = unit.session.scalars(_OWN, {"public_id": public_id, "person_id": person_id}).one_or_none()
    if one is None or one.state == "due":
        raise NotFound
    if one.state != "asked":
        raise AnsweredBefore
    return one

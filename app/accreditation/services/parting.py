"""Taking a part in somebody's accreditation: the gate through which everyone who acts in it goes (U3, A11, A12)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.accreditation.domain.parting import Bar, Candidate, clears_at, why_barred
from app.accreditation.models import Involvement
from app.accreditation.parting_queries import appealed_in, declared_by, involved_with, involvement_id
from app.curriculum.queries import owners_of
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_card
from app.learning.facts import CourseCompleted, CourseStarted
from app.learning.queries import Standing, standings_of

# Named by its columns only: the table is identity's. Two acts for one candidate wait for each other.
_PERSON = sa.table("person", sa.column("id", sa.String))
_LOCK = sa.select(_PERSON.c.id).where(_PERSON.c.id == sa.bindparam("candidate")).with_for_update(key_share=True)


class Barred(Refusal):
    """Another part in the same person's accreditation, or a declared conflict, keeps this person out."""

    code = "barred"
    message = N_(
        "You cannot take this part in the accreditation of this person: you had another part in it, decided what an "
        "appeal brought back, or declared a conflict of interest. Leave it to a colleague."
    )
    status = 409

    def __init__(self, bars: tuple[Bar, ...] = ()) -> None:
        super().__init__()
        self.bars = bars


def involve(unit: Unit, candidate_id: str, actor_id: str, part: str, source: str) -> str:
    """Note that `actor_id` takes `part` in the candidate's accreditation, and return the id of the involvement.

    Taking the same part for the same source again gives the same id. Raises `Barred` with the reasons.
    """
    one_at_a_time(unit, candidate_id)
    bars = bars_for(unit, candidate_id, actor_id, part, source)
    if bars:
        raise Barred(bars)
    known = involvement_id(unit.connection, candidate_id, actor_id, part, source)
    return known or _noted(unit, candidate_id, actor_id, part, source, unit.now)


def one_at_a_time(unit: Unit, candidate_id: str) -> None:
    """Let two acts for one person wait for each other, so that the second sees what the first has done."""
    unit.connection.execute(_LOCK, {"candidate": candidate_id})


def bars_for(unit: Unit, candidate_id: str, actor_id: str, part: str, source: str = "") -> tuple[Bar, ...]:
    """Return what keeps the actor from the part now; `source` is what they would take it in, such as a case.

    Raises `NotFound` where there is no such candidate.
    """
    card = person_card(unit.connection, candidate_id)
    if card is None:
        raise NotFound
    note_training(unit, candidate_id)
    involved = involved_with(unit.connection, [candidate_id])
    declared = declared_by(unit.connection, [actor_id])
    kind, _, case = source.partition(":")
    appealed = appealed_in(unit.connection, [case]).get(case, frozenset()) if kind == "application" else frozenset()
    return why_barred(Candidate(card.id, card.agency_path), actor_id, part, involved, declared, unit.now, appealed)


def note_training(unit: Unit, candidate_id: str) -> None:
    """Note who trains the candidate in each course that they joined before anybody's part in it was noted."""
    noted = {one.source.partition("/")[0] for one in involved_with(unit.connection, [candidate_id])}
    for standing in standings_of(unit.connection, candidate_id):
        if f"course:{standing.course}" not in noted:
            _note_standing(unit, candidate_id, standing)


def _note_standing(unit: Unit, candidate_id: str, standing: Standing) -> None:
    source, at = f"course:{standing.course}", standing.completed_at or standing.joined_at
    for owner in sorted(owners_of(unit.connection, standing.course)):
        _note_trainer(unit, candidate_id, owner, source, at)


def note_course_started(unit: Unit, fact: CourseStarted) -> None:
    """A person joined a course: whoever owns it trains them from now on."""
    _note_trainers(unit, fact.person_id, fact.course)


def note_course_completed(unit: Unit, fact: CourseCompleted) -> None:
    """A person finished a course: its owners trained them until now, and 24 months begin."""
    _note_trainers(unit, fact.person_id, fact.course)


def _note_trainers(unit: Unit, person_id: str, course: str) -> None:
    source = f"course:{course}/{unit.now.date()}"  # joined or finished again later, they trained them again
    for owner in sorted(owners_of(unit.connection, course)):
        _note_trainer(unit, person_id, owner, source, unit.now)


def _note_trainer(unit: Unit, candidate_id: str, owner: str, source: str, at: datetime) -> None:
    known = involvement_id(unit.connection, candidate_id, owner, "trainer", source)
    if owner != candidate_id and not known:
        _noted(unit, candidate_id, owner, "trainer", source, at)


def _noted(unit: Unit, candidate_id: str, actor_id: str, part: str, source: str, at: datetime) -> str:
    involvement = Involvement(
        id=new_id(),
        candidate_id=candidate_id,
        actor_id=actor_id,
        part=part,
        source=source,
        at=at,
        clear_from=clears_at(part, at),
    )
    unit.session.add(involvement)
    unit.session.flush()
    return involvement.id

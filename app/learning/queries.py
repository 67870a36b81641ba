"""Reads of learning: where a person stands in their courses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.curriculum.outline import Activity, ModuleOutline
from app.foundation.db import joined
from app.foundation.fixed import Fixed
from app.foundation.straight import Straight
from app.learning.models import Enrolment, Progress


@dataclass(frozen=True, slots=True)
class Standing:
    """A person on a course version: what is done, what is begun. `locale` is empty for the course's source language.

    `states` says of an activity in_progress, done, or changed: done on an earlier version that had another content for
    it. `earlier` is the version that was completed at `completed_at`, where the person has moved on since.
    `first_completed_at` is when the first of them was completed.
    """

    enrolment_id: str
    course: str
    version_id: str
    state: str
    revision: int
    last_activity: str
    joined_at: datetime
    completed_at: datetime | None
    states: Fixed[str, str]
    locale: str = ""
    earlier: str = ""
    first_completed_at: datetime | None = None

    def is_done(self, activity: str) -> bool:
        """Whether the activity is done, on this version or an earlier one."""
        return self.states.get(activity) in _DONE

    def is_changed(self, activity: str) -> bool:
        """Whether the activity is done, and has changed since."""
        return self.states.get(activity) == "changed"

    def reads_again(self, activity: Activity) -> bool:
        """Whether it is a lesson that was read as an earlier version had it; a practice once passed stays passed."""
        return activity.kind == "lesson" and self.is_changed(activity.key)

    def has_learnt(self, activities: Iterable[Activity]) -> bool:
        """Whether all of them are done as the version has them on which the person is."""
        return all(self.is_done(one.key) and not self.reads_again(one) for one in activities)

    def has_done(self, module: ModuleOutline) -> bool:
        """Whether a module is done: of a version that was completed every one is, else where all of it was learnt."""
        return bool(self.completed_at) or self.has_learnt(one for one in module.activities if one.to_learn)

    def with_done(self, activity: str) -> Standing:
        """Return the standing as it is once the activity is done too."""
        return replace(self, states=Fixed({**self.states, activity: "done"}))


_DONE = frozenset({"done", "changed"})
_STATE = sa.case((Progress.changed_at.is_not(None), sa.literal_column("'changed'")), else_=Progress.state)
_STATES = (
    sa.select(joined(Progress.activity + ":" + _STATE))
    .where(Progress.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
# As written words, not as values: only so do both databases see that the index of open enrolments holds the answer.
_IS_OPEN = Enrolment.state.in_((sa.literal_column("'active'"), sa.literal_column("'completed'")))
_STANDINGS = sa.select(
    Enrolment.person_id,
    Enrolment.id,
    Enrolment.course,
    Enrolment.version_id,
    Enrolment.state,
    Enrolment.revision,
    Enrolment.last_activity,
    Enrolment.joined_at,
    Enrolment.completed_at,
    Enrolment.locale,
    Enrolment.completed_version_id,
    Enrolment.first_completed_at,
    _STATES.label("states"),
).where(_IS_OPEN)
_OPEN = _STANDINGS.where(Enrolment.person_id == sa.bindparam("person_id"))
_OF_PEOPLE = _STANDINGS.where(Enrolment.person_id.in_(sa.bindparam("people", expanding=True))).order_by(
    Enrolment.joined_at.desc(), Enrolment.id
)
_LEARNERS = (
    sa.select(Enrolment.person_id)
    .where(
        Enrolment.course.in_(sa.bindparam("courses", expanding=True)),
        _IS_OPEN,
        Enrolment.person_id > sa.bindparam("after"),
    )
    .distinct()
    .order_by(Enrolment.person_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_ALL = Straight(_OPEN.order_by(Enrolment.joined_at.desc(), Enrolment.id))
_ONE = Straight(_OPEN.where(Enrolment.course == sa.bindparam("course")))
# Named by its columns only: the table is curriculum's. Which version is live costs the course page no statement.
_COURSE = sa.table("course", sa.column("key", sa.String), sa.column("live_version_id", sa.String)).c
_LIVE = sa.select(_COURSE.live_version_id).where(_COURSE.key == Enrolment.course).correlate(Enrolment)
_ONE_AND_LIVE = Straight(
    _OPEN.add_columns(_LIVE.scalar_subquery().label("live")).where(Enrolment.course == sa.bindparam("course"))
)
_LOCALE = Straight(
    sa.select(Enrolment.locale).where(
        Enrolment.person_id == sa.bindparam("person_id"), _IS_OPEN, Enrolment.course == sa.bindparam("course")
    )
)
_VERSIONS = sa.select(Enrolment.version_id).where(
    Enrolment.person_id == sa.bindparam("person_id"), Enrolment.state.in_(("active", "completed"))
)

_PEOPLE_ON = (
    sa.select(Enrolment.course, Enrolment.version_id, sa.func.count().label("people"))
    .where(Enrolment.course.in_(sa.bindparam("courses", expanding=True)), Enrolment.state == "active")
    .group_by(Enrolment.course, Enrolment.version_id)
)


def standing_in(connection: sa.Connection, person_id: str, course: str) -> Standing | None:
    """Return where the person stands in the course, in one statement; None when not enrolled."""
    row = _ONE.first(connection, {"person_id": person_id, "course": course})
    return None if row is None else _standing(row)


def standing_and_live(connection: sa.Connection, person_id: str, course: str) -> tuple[Standing | None, str]:
    """Return the same with the id of the course's live version; empty when not enrolled, and where none is live."""
    row = _ONE_AND_LIVE.first(connection, {"person_id": person_id, "course": course})
    return (None, "") if row is None else (_standing(row), row.live or "")


def standings_of(connection: sa.Connection, person_id: str) -> tuple[Standing, ...]:
    """Return where the person stands in all their courses, in one statement, newest first."""
    return tuple(_standing(row) for row in _ALL.all(connection, {"person_id": person_id}))


def standings_of_people(connection: sa.Connection, people: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
    """Return person → where they stand in all their courses, newest first, in one statement."""
    found: dict[str, list[Standing]] = {person: [] for person in people}
    for row in connection.execute(_OF_PEOPLE, {"people": list(found)}):
        found[row.person_id].append(_standing(row))
    return {person: tuple(standings) for person, standings in found.items()}


def learners_in(connection: sa.Connection, courses: Iterable[str], after: str, most: int) -> tuple[str, ...]:
    """Return ids, in order and after `after`, of people who learn in one of these courses or have finished it."""
    return tuple(connection.scalars(_LEARNERS, {"courses": list(courses), "after": after, "most": most}))


def language_in(connection: sa.Connection, person_id: str, course: str) -> str:
    """Return the language in which the person reads the course; empty for its source language."""
    row = _LOCALE.first(connection, {"person_id": person_id, "course": course})
    return (row.locale or "") if row else ""


def versions_followed(connection: sa.Connection, person_id: str) -> tuple[str, ...]:
    """Return the ids of the course versions that the person is on."""
    return tuple(connection.scalars(_VERSIONS, {"person_id": person_id}))


@lru_cache(maxsize=500)
def _states(text: str) -> Fixed[str, str]:
    """Return activity → state; the same text is taken apart once."""
    return Fixed(one.split(":") for one in text.split(",") if one)


def _standing(row: Any) -> Standing:
    return Standing(
        enrolment_id=row.id,
        course=row.course,
        version_id=row.version_id,
        state=row.state,
        revision=row.revision,
        last_activity=row.last_activity,
        joined_at=row.joined_at,
        completed_at=row.completed_at,
        states=_states(row.states or ""),
        locale=row.locale or "",
        earlier=row.completed_version_id or "",
        first_completed_at=row.first_completed_at,
    )


def people_on(connection: sa.Connection, courses: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return course → version → how many people are under way on it; a course without anybody is an empty entry."""
    found: dict[str, dict[str, int]] = {course: {} for course in courses}
    for row in connection.execute(_PEOPLE_ON, {"courses": list(found)}):
        found[row.course][row.version_id] = row.people
    return found

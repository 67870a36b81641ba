"""What the officer's pages show, as plain values: continue card, course, lesson, quiz front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from app.assessment.domain.attempt_rules import attempts_left, next_opening
from app.assessment.queries import PriorAttempt, QuizRecord
from app.curriculum.domain.labels import highest
from app.curriculum.outline import Activity, CourseOutline
from app.foundation.words import N_
from app.learning.queries import Standing


@dataclass(frozen=True, slots=True)
class Row:
    """An activity with its state word; a locked one says why, and what to do."""

    activity: Activity
    state: str
    locked: str = ""


@dataclass(frozen=True, slots=True)
class ModuleRows:
    """A module with its rows and its own state word."""

    title: str
    minutes: int
    state: str
    rows: tuple[Row, ...]
    tlp: str = "CLEAR"


@dataclass(frozen=True, slots=True)
class Next:
    """Where the person goes on: the activity, its module's place, the minutes left there, why it is not open if so."""

    course: str
    activity: Activity
    module: int
    modules: int
    minutes: int
    locked: str = ""


NOT_LEARNT = N_("Opens when every lesson is done and every practice quiz is passed.")
NOT_CONFIRMED = N_("Opens when your agency has confirmed your identity. Ask your coordinator.")


def why_locked(outline: CourseOutline, standing: Standing, activity: Activity, confirmed_at: datetime | None) -> str:
    """Return why an activity is not open to this person yet, or an empty text (A25 T21: identity first)."""
    if not outline.opens_to(outline.label_of(activity), confirmed=confirmed_at is not None):
        return NOT_CONFIRMED
    if not activity.examination or standing.is_done(activity.key):
        return ""
    if any(not standing.is_done(one.key) for one in outline.to_learn):
        return NOT_LEARNT
    return "" if confirmed_at else NOT_CONFIRMED


def module_rows(outline: CourseOutline, standing: Standing, confirmed_at: datetime | None) -> tuple[ModuleRows, ...]:
    """Return the course as a list of what is done, begun, open and locked."""
    found = []
    for module in outline.modules:
        rows = tuple(
            Row(activity, _state(standing, activity), why_locked(outline, standing, activity, confirmed_at))
            for activity in module.activities
        )
        state = _together([row.state for row in rows])
        found.append(ModuleRows(module.title, module.minutes, state, rows, highest(outline.tlp, module.tlp)))
    return tuple(found)


def next_step(outline: CourseOutline, standing: Standing, confirmed_at: datetime | None) -> Next | None:
    """Return the first activity that is not done, with why it is not open if so; None when all is done."""
    activity = next((one for one in outline.activities if not standing.is_done(one.key)), None)
    if activity is None:
        return None
    place, module = outline.module_of(activity)
    left = sum(one.minutes for one in module.activities if not standing.is_done(one.key))
    minutes = max(5, 5 * round(left / 5))
    locked = why_locked(outline, standing, activity, confirmed_at)
    return Next(outline.title, activity, place, len(outline.modules), minutes, locked)


def _state(standing: Standing, activity: Activity) -> str:
    return {"done": "done", "in_progress": "in-progress"}.get(standing.states.get(activity.key, ""), "not-started")


def _together(states: Sequence[str]) -> str:
    if all(state == "done" for state in states):
        return "done"
    return "not-started" if all(state == "not-started" for state in states) else "in-progress"


@dataclass(frozen=True, slots=True)
class QuizFront:
    """What a person must know before they start: size, time, pass mark, attempts, what is open, why not."""

    quiz: QuizRecord
    items: int
    minutes: int | None
    cut: Fraction
    attempts_left: int | None
    wait: timedelta | None
    opens_at: datetime | None
    open_attempt: PriorAttempt | None
    finished: tuple[PriorAttempt, ...]
    passed: bool
    locked: str


def quiz_front(quiz: QuizRecord, items: int, attempts: Sequence[PriorAttempt], now: datetime, locked: str) -> QuizFront:
    """Return the front page of a quiz for one person."""
    rules = quiz.rules
    before = [attempt.for_rules for attempt in attempts]
    opening = next_opening(rules, before)
    return QuizFront(
        quiz=quiz,
        items=items,
        minutes=int(rules.time.total_seconds() // 60) if rules.time else None,
        cut=rules.cut,
        attempts_left=attempts_left(rules, before),
        wait=rules.wait,
        opens_at=opening if opening and opening > now else None,
        open_attempt=next((one for one in attempts if one.state == "in_progress"), None),
        finished=tuple(one for one in attempts if one.state == "released"),
        passed=any(one.passed for one in attempts),
        locked=locked,
    )

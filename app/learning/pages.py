"""What the officer's pages show, as plain values: continue card, course, lesson, quiz front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from app.assessment.domain.attempt_rules import attempts_left, counted_attempts, next_opening
from app.assessment.queries import ExtraOpen, PriorAttempt, QuizRecord
from app.curriculum.domain.labels import highest
from app.curriculum.outline import Activity, CourseOutline, ModuleOutline
from app.foundation.kept import Kept
from app.learning.queries import Standing
from app.learning.release import Lock, first_left, waits_for, why_locked


@dataclass(frozen=True, slots=True)
class Row:
    """An activity with its state word; a locked one says why, and what to do. `changed`: since it was done."""

    activity: Activity
    state: str
    locked: Lock | None = None
    changed: bool = False

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do in it: a lesson that has changed is read again."""
        return self.state == "done" and not (self.changed and self.activity.kind == "lesson")


@dataclass(frozen=True, slots=True)
class ModuleRows:
    """A module with its rows and its own state word; `waits` says which module comes first, where one does."""

    title: str
    minutes: int
    state: str
    rows: tuple[Row, ...]
    tlp: str = "CLEAR"
    waits: Lock | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """Where the person goes on: the activity, its module's place, the minutes left there, why it is not open if so."""

    course: str
    activity: Activity
    module: int
    modules: int
    minutes: int
    locked: Lock | None = None


_steps: Kept[Next] = Kept(250)


def module_rows(
    outline: CourseOutline, standing: Standing, confirmed_at: datetime | None, now: datetime | None = None
) -> tuple[ModuleRows, ...]:
    """Return the course as a list of what is done, begun, open and locked."""
    found = []
    for module in outline.modules:
        rows = tuple(
            Row(
                activity,
                _state(standing, activity),
                why_locked(outline, standing, activity, confirmed_at, now),
                activity.to_learn and standing.is_changed(activity.key),
            )
            for activity in module.activities
        )
        state = _together([row.state for row in rows if not row.activity.voluntary] or [row.state for row in rows])
        label = highest(outline.tlp, module.tlp)
        found.append(ModuleRows(module.title, module.minutes, state, rows, label, _waits(outline, standing, module)))
    return tuple(found)


def next_step(outline: CourseOutline, standing: Standing, confirmed_at: datetime | None) -> Next | None:
    """Return the first activity that is open and not done; None when all is done.

    Where nothing of the rest is open, the first of it, with why it is not. What measures is offered in its time.
    """
    hangs_on = (outline.version_id, outline.read_in, standing.states, confirmed_at is not None)
    return _steps.get(hangs_on, lambda: _next_step(outline, standing, confirmed_at))


def _next_step(outline: CourseOutline, standing: Standing, confirmed_at: datetime | None) -> Next | None:
    left = [one for one in outline.activities if not one.voluntary and not standing.has_learnt([one])]
    offered = _measure_offered(outline, standing)
    if not left and offered is None:
        return None
    opened = (one for one in left if not why_locked(outline, standing, one, confirmed_at))
    activity = offered or next(opened, left[0])
    place, module = outline.module_of(activity)
    minutes = max(5, 5 * round(sum(one.minutes for one in left if one.module == module.key) / 5))
    locked = why_locked(outline, standing, activity, confirmed_at)
    return Next(outline.title, activity, place, len(outline.modules), minutes, locked)


def _measure_offered(outline: CourseOutline, standing: Standing) -> Activity | None:
    """Return the pre-test before anything else is begun, the post-test once all is learnt; neither is asked for (T12).

    A post-test says nothing without the pre-test of the same officer.
    """
    tests = {one.measure: one for one in outline.activities if one.measure and not one.later}
    before, after = tests.get("pre-test"), tests.get("post-test")
    if before and not standing.is_done(before.key) and not set(standing.states) - {before.key}:
        return before
    learnt = standing.has_learnt(outline.to_learn)
    due = before and after and learnt and standing.is_done(before.key) and not standing.is_done(after.key)
    return after if due else None


def goes_on(outline: CourseOutline, standing: Standing, key: str) -> Activity | None:
    """Return where somebody goes on from an activity that they have done; None after the last.

    That is what follows it; where that waits for an earlier module, what is left to do before it.
    """
    after = outline.after(key)
    waits = waits_for(outline, standing, after) if after else None
    return waits.then if waits else after


def _waits(outline: CourseOutline, standing: Standing, module: ModuleOutline) -> Lock | None:
    """Return which module comes first for all of a module that is left to do."""
    left = first_left(standing, module)
    return waits_for(outline, standing, left) if left else None


def _state(standing: Standing, activity: Activity) -> str:
    words = {"done": "done", "changed": "done", "in_progress": "in-progress"}
    return words.get(standing.states.get(activity.key, ""), "not-started")


def _together(states: Sequence[str]) -> str:
    if all(state == "done" for state in states):
        return "done"
    return "not-started" if all(state == "not-started" for state in states) else "in-progress"


@dataclass(frozen=True, slots=True)
class QuizFront:
    """What a person must know before they start: size, time, pass mark, attempts, what is open, why not.

    `extra` is an attempt beyond the limit, which an appeal opened.
    """

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
    locked: Lock | None
    extra: ExtraOpen | None


def quiz_front(
    quiz: QuizRecord, items: int, attempts: Sequence[PriorAttempt], now: datetime, locked: Lock | None
) -> QuizFront:
    """Return the front page of a quiz for one person."""
    rules = quiz.rules
    before = [attempt.for_rules for attempt in attempts]
    extra = next((one.once_more for one in attempts if one.once_more), None)
    opening = None if extra else next_opening(rules, before)
    return QuizFront(
        quiz=quiz,
        items=items,
        minutes=int(rules.time.total_seconds() // 60) if rules.time else None,
        cut=rules.cut,
        attempts_left=attempts_left(rules, before, now, extra=extra is not None),
        wait=rules.wait,
        opens_at=opening if opening and opening > now else None,
        open_attempt=next((one for one in attempts if one.state == "in_progress"), None),
        finished=tuple(one for one in attempts if one.state == "released"),
        passed=any(one.passed for one in counted_attempts(rules, before, now)),
        locked=locked,
        extra=extra,
    )

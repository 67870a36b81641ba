"""What is open to a person in their course, and what is not yet: why, and what opens it (A25, T11, T21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.curriculum.outline import Activity, CourseOutline, ModuleOutline
from app.foundation.errors import Refusal
from app.foundation.words import N_
from app.learning.queries import Standing

NOT_LEARNT = N_("Opens when every lesson is done and every practice quiz is passed.")
NOT_CONFIRMED = N_("Opens when your agency has confirmed your identity. Ask your coordinator.")
RETENTION_AFTER = timedelta(days=90)
NOT_YET = N_("Opens 90 days after you have finished the course. It is voluntary and counts towards nothing.")
NOT_FINISHED = N_("Opens when you have finished “%(title)s”.")


class ModuleNotOpen(Refusal):
    """An earlier module comes first (T11); `title` is that module's, `then` and `href` are where to go on in it."""

    code = "module_not_open"
    message = N_("This part opens when you have finished “%(title)s”.")
    status = 403


@dataclass(frozen=True, slots=True)
class Lock:
    """Why something is not open yet: a sentence with, where an earlier module comes first, that module's title.

    `then` is what the person can do now to get there: the first activity left in it, or in what that waits for.
    """

    message: str
    title: str = ""
    then: Activity | None = None


def why_locked(
    outline: CourseOutline,
    standing: Standing,
    activity: Activity,
    confirmed_at: datetime | None,
    now: datetime | None = None,
) -> Lock | None:
    """Return why an activity is not open to this person yet, or None (identity first).

    What is done stays open. An examination waits for all that there is to learn, so for every module; the check of what
    is still known opens 90 days after the course was finished, at `now`.
    """
    if not outline.opens_to(outline.label_of(activity), confirmed=confirmed_at is not None):
        return Lock(NOT_CONFIRMED)
    if activity.later:
        return None if _is_long_over(standing, now) else Lock(NOT_YET)
    if not activity.examination:
        return waits_for(outline, standing, activity)
    if standing.is_done(activity.key):
        return None
    # Who has completed an earlier version has learnt: what has changed since is read again, but closes nothing.
    learnt = all(standing.is_done(one.key) for one in outline.to_learn)
    if not learnt or not (standing.completed_at or standing.has_learnt(outline.to_learn)):
        return Lock(NOT_LEARNT)
    return None if confirmed_at else Lock(NOT_CONFIRMED)


def _is_long_over(standing: Standing, now: datetime | None) -> bool:
    finished = standing.first_completed_at
    return finished is not None and now is not None and now - finished >= RETENTION_AFTER


def waits_for(outline: CourseOutline, standing: Standing, activity: Activity) -> Lock | None:
    """Return the earlier module that must be finished before this lesson or practice quiz opens, or None (T11)."""
    earlier = outline.opened_by.get(activity.module)
    if earlier is None or activity.examination or standing.is_done(activity.key):
        return None
    left = first_left(standing, earlier)
    if left is None:
        return None
    before_that = waits_for(outline, standing, left)
    return Lock(NOT_FINISHED, earlier.title, before_that.then if before_that else left)


def first_left(standing: Standing, module: ModuleOutline) -> Activity | None:
    """Return the first lesson or practice quiz of a module that is not done; None where the module is finished."""
    return next((one for one in module.activities if one.to_learn and not standing.is_done(one.key)), None)


def refuse_if_waiting(outline: CourseOutline, standing: Standing, activity: Activity) -> None:
    """Raise `ModuleNotOpen` where an earlier module comes first."""
    lock = waits_for(outline, standing, activity)
    if lock and lock.then:
        raise ModuleNotOpen(title=lock.title, then=lock.then.title, href=lock.then.href)

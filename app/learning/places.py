"""A place in a course that a person is on: their standing, the outline, the activity; found or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.curriculum.outline import Activity, CourseOutline
from app.curriculum.queries import outline_of
from app.foundation.errors import NotFound, Refusal
from app.foundation.words import N_
from app.learning.queries import Standing, standing_in
from app.learning.release import Lock, refuse_if_waiting, why_locked
from app.learning.vetted import refuse_unvetted
from app.web.visit import Visit


class NotEnrolled(Refusal):
    """The person is not on this course; joining it is the way in."""

    code = "not_enrolled"
    message = N_("You are not on this course yet. Open its page and join it first.")
    status = 403


class ExaminationLocked(Refusal):
    """The examination is not open to this person yet; `reason` says what opens it."""

    code = "examination_locked"
    message = N_(
        "This examination is not open to you yet. It opens when the course is done and your identity confirmed."
    )


class CheckNotOpen(Refusal):
    """The check of what is still known opens 90 days after the course."""

    code = "check_not_open"
    message = N_("This check opens 90 days after you have finished the course. You are told when it is open.")


class ClosedByLabel(Refusal):
    """What the activity shows bears a label for which it is not enough to be on the course (T21)."""

    code = "closed_by_label"
    message = N_(
        "This part bears a label (TLP) that opens it only once your agency has confirmed your identity. "
        "Ask your coordinator."
    )
    status = 403


@dataclass(frozen=True, slots=True)
class Place:
    """An activity of a course, for one person. `label` is the TLP label of what the page shows."""

    standing: Standing
    outline: CourseOutline
    activity: Activity
    label: str
    confirmed_at: datetime | None
    now: datetime | None = None

    @property
    def locked(self) -> Lock | None:
        """Why the activity is not open, or None."""
        return why_locked(self.outline, self.standing, self.activity, self.confirmed_at, self.now)

    def refuse_if_locked(self) -> None:
        """Raise `CheckNotOpen` or `ExaminationLocked` where the check or the examination is not open."""
        if self.locked:
            raise CheckNotOpen if self.activity.later else ExaminationLocked


def place_of(visit: Visit, course: str, module: str, slug: str, kind: str = "", *, front: bool = False) -> Place:
    """Return the place. With `front` it is wanted for a quiz's front page, which says itself why it is not open.

    Raises `NotEnrolled`, `NotFound` where the course has no such activity (of that kind), `ClosedByLabel`,
    `VettingNeeded`, `ModuleNotOpen` where an earlier module comes first.
    """
    standing = standing_in(visit.read, visit.me.id, course)
    if standing is None:
        raise NotEnrolled
    outline = outline_of(visit.read, standing.version_id, standing.locale)
    activity = outline.activity(module, slug) if outline else None
    if outline is None or activity is None or (kind and activity.kind != kind):
        raise NotFound
    label = outline.label_of(activity)
    place = Place(standing, outline, activity, label, visit.me.identity_confirmed_at, visit.now)
    if not outline.opens_to(label, confirmed=place.confirmed_at is not None):
        raise ClosedByLabel
    refuse_unvetted(visit, outline, label)
    if not (front and activity.kind == "quiz"):
        refuse_if_waiting(outline, standing, activity)
    return place

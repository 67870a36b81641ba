"""Appeals and complaints: by when they are acknowledged and answered, which step may follow, who may hear them.

ISO/IEC 17024:2012, 9.8 (appeals) and 9.9 (complaints): heard by persons other than those who decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ACKNOWLEDGE_WORKING_DAYS = 5
ANSWER_DAYS = 30
APPEAL_DAYS = 30
"""Days after a decision within which an appeal may be filed, where the scheme says nothing else."""
PAPER = ("examine-again", "mark-again")
"""Outcomes that are about one paper of an examination, which the panel names."""
_WEEKEND = 5


class Step(StrEnum):
    """What may happen to an appeal or a complaint."""

    ACKNOWLEDGE = "acknowledged"
    NAME_PANEL = "panel-named"
    UPHOLD = "upheld"
    DISMISS = "dismissed"
    ANSWER = "answered"
    TAKE_BACK = "taken-back"


FINAL = frozenset({Step.UPHOLD, Step.DISMISS, Step.ANSWER, Step.TAKE_BACK})
_NEXT = {
    ("appeal", ""): {Step.ACKNOWLEDGE, Step.TAKE_BACK},
    ("appeal", Step.ACKNOWLEDGE): {Step.NAME_PANEL, Step.TAKE_BACK},
    ("appeal", Step.NAME_PANEL): {Step.UPHOLD, Step.DISMISS, Step.TAKE_BACK},
    ("complaint", ""): {Step.ACKNOWLEDGE, Step.TAKE_BACK},
    ("complaint", Step.ACKNOWLEDGE): {Step.ANSWER, Step.TAKE_BACK},
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is to be done next and by when; `late` once that day is over."""

    step: str
    by: date
    late: bool


def working_days_after(day: date, number: int) -> date:
    """Return the day that lies so many working days (Monday to Friday) after `day`."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < _WEEKEND
    return day


def deadlines(filed: date) -> tuple[date, date]:
    """Return the days by which what was filed is acknowledged and answered."""
    return working_days_after(filed, ACKNOWLEDGE_WORKING_DAYS), filed + timedelta(days=ANSWER_DAYS)


def may_appeal(decided: date, today: date, days: int = APPEAL_DAYS) -> bool:
    """Whether an appeal about what was decided that day may be filed today; the last day counts."""
    return decided <= today <= last_day_to_appeal(decided, days)


def last_day_to_appeal(decided: date, days: int = APPEAL_DAYS) -> date:
    """Return the last day on which an appeal may be filed."""
    return decided + timedelta(days=days)


def legal_steps(kind: str, steps: Sequence[str]) -> frozenset[Step]:
    """Return what may follow after `steps`; nothing after what is final."""
    return frozenset(_NEXT.get((kind, steps[-1] if steps else ""), ()))


def next_deadline(steps: Sequence[str], acknowledge_by: date, answer_by: date, today: date) -> Deadline | None:
    """Return what is to be done by when; None once it is over."""
    if FINAL & set(steps):
        return None
    by = answer_by if steps else acknowledge_by
    return Deadline("answer" if steps else "acknowledge", by, today > by)


def reference_of(public_id: str) -> str:
    """Return how what an appeal opens names it."""
    return f"appeal:{public_id}"


def outcomes_of(*, suspended: bool, decided: bool, sat: bool, again: bool) -> tuple[str, ...]:
    """Return what may follow from an appeal that is upheld, in the order in which it is offered.

    What was suspended is lifted; what the desk decided it decides again; a paper that was `sat` is marked again, and
    its examination held `again` where it is not passed.
    """
    fits = {"reinstate": suspended, "decide-again": decided, "examine-again": again, "mark-again": sat}
    return tuple(outcome for outcome, is_fit in fits.items() if is_fit)

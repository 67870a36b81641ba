"""When a quiz may be begun, how long it runs, and when its explanations open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal

from app.assessment.domain.areas import Areas
from app.assessment.domain.blueprint import Blueprint
from app.foundation.errors import Refusal
from app.foundation.words import N_

Kind = Literal["practice", "examination", "pre-test", "post-test", "retention-check"]
Show = Literal["at-once", "after-close"]
State = Literal["in_progress", "submitted", "marked", "released", "voided"]

GRACE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class QuizRules:
    """The rules of a quiz. `attempts` None = unlimited; `wait`, `time` None = none; `cut` is a share of 1.

    A quiz asks the fixed `items`, draws by `blueprint`, or does both. `redlines` is the least number of red-line items
    in a form; where a blueprint stands it says the same, and whichever of the two is given counts. An attempt handed in
    `again` ago or earlier counts no more, so that what was passed can be taken again for a renewal; None = it always
    counts. `areas` are a condition of passing beside the cut; None = none.
    """

    key: str
    kind: Kind = "practice"
    attempts: int | None = None
    wait: timedelta | None = None
    time: timedelta | None = None
    cut: Fraction = Fraction(0)
    show: Show = "at-once"
    shuffle_questions: bool = False
    shuffle_options: bool = False
    blueprint: Blueprint | None = None
    items: tuple[str, ...] = ()
    redlines: int = 0
    again: timedelta | None = None
    areas: Areas | None = None

    def __post_init__(self) -> None:
        if isinstance(self.cut, float) or not 0 <= self.cut <= 1:
            raise ValueError("a cut score is an exact fraction from 0 to 1")
        if self.attempts is not None and self.attempts < 1:
            raise ValueError("a quiz allows one attempt or more")
        if self.blueprint is not None:
            self._agree_on_redlines(self.blueprint)

    def _agree_on_redlines(self, blueprint: Blueprint) -> None:
        given = {number for number in (self.redlines, blueprint.redlines) if number}
        if len(given) > 1:
            raise ValueError("quiz and blueprint ask for different numbers of red-line items")
        least = max(given, default=0)
        object.__setattr__(self, "redlines", least)
        object.__setattr__(self, "blueprint", Blueprint(blueprint.cells, least))

    @property
    def is_examination(self) -> bool:
        """Whether the result is evidence for an accreditation."""
        return self.kind == "examination"

    @property
    def is_measure(self) -> bool:
        """Whether the quiz measures what is known before, after or long after a course; it counts nowhere (T12)."""
        return self.kind in {"pre-test", "post-test", "retention-check"}


@dataclass(frozen=True, slots=True)
class PreviousAttempt:
    """What the rules must know of an attempt: its state, when it was handed in (UTC), whether it reached the cut.

    `extra`: it was granted beyond the limit, so it does not count against it.
    """

    state: State
    submitted_at: datetime | None = None
    passed: bool = False
    extra: bool = False


class AttemptStillOpen(Refusal):
    """An attempt is under way; it is continued, not begun anew."""

    code = "attempt_still_open"
    message = N_("You have an attempt under way. Continue it.")


class AttemptLimitReached(Refusal):
    """Every attempt that the rules allow has been used; `attempts` says how many there were."""

    code = "attempt_limit_reached"
    message = N_("All %(attempts)s attempts have been used. Ask your coordinator what comes next.")


class WaitNotOver(Refusal):
    """The time between two attempts is not over; `opens_at` is the moment (UTC) when it is."""

    code = "wait_not_over"
    message = N_("The next attempt opens on %(opens_at)s.")


class AlreadyPassed(Refusal):
    """The examination has been passed; a further attempt could not improve anything."""

    code = "already_passed"
    message = N_("You have passed this examination. There is nothing left to do here.")


def may_start(rules: QuizRules, previous: Sequence[PreviousAttempt], now: datetime, extra: bool = False) -> None:  # noqa: FBT001, FBT002
    """Return where a new attempt may begin at `now`; voided attempts count for nothing.

    Raises AttemptStillOpen, AlreadyPassed (examinations only: practice may be repeated), AttemptLimitReached or
    WaitNotOver, in this order. The wait runs from the latest handing in; at its very end the attempt may begin.
    `extra`: one was granted after an appeal; neither limit nor wait holds it back (ISO/IEC 17024:2012, 9.8).
    """
    counted = counted_attempts(rules, previous, now)
    if any(attempt.state == "in_progress" for attempt in counted):
        raise AttemptStillOpen()
    if rules.is_examination and any(attempt.passed for attempt in counted):
        raise AlreadyPassed()
    if extra:
        return
    if attempts_left(rules, previous, now) == 0:
        raise AttemptLimitReached(attempts=rules.attempts)
    opens_at = next_opening(rules, previous)
    if opens_at is not None and now < opens_at:
        raise WaitNotOver(opens_at=opens_at)


def next_opening(rules: QuizRules, previous: Sequence[PreviousAttempt]) -> datetime | None:
    """Return when the wait after the latest attempt ends (UTC); None where there is no wait or no earlier attempt."""
    counted = counted_attempts(rules, previous)
    handed_in = [attempt.submitted_at for attempt in counted if attempt.submitted_at is not None]
    return max(handed_in) + rules.wait if rules.wait and handed_in else None


def attempts_left(
    rules: QuizRules, previous: Sequence[PreviousAttempt], now: datetime | None = None, *, extra: bool = False
) -> int | None:
    """Return how many attempts may still be begun at `now`, with the `extra` one where it is open; None = unlimited."""
    if rules.attempts is None:
        return None
    used = sum(not attempt.extra for attempt in counted_attempts(rules, previous, now))
    return max(rules.attempts - used, 0) + extra


def counted_attempts(
    rules: QuizRules, attempts: Sequence[PreviousAttempt], now: datetime | None = None
) -> list[PreviousAttempt]:
    """Return the attempts that count at `now`, else at the latest handing in: none that is voided or too old."""
    counted = [attempt for attempt in attempts if attempt.state != "voided"]
    handed_in = [attempt.submitted_at for attempt in counted if attempt.submitted_at is not None]
    if rules.again is None or not handed_in:
        return counted
    since = (now or max(handed_in)) - rules.again
    return [attempt for attempt in counted if attempt.submitted_at is None or attempt.submitted_at > since]


def deadline(
    rules: QuizRules, started: datetime, credits: timedelta = timedelta(0), factor: Fraction | int = 1
) -> datetime | None:
    """Return when the time is over (UTC); None where the quiz has no time limit.

    `factor` is the accommodation (5/4 = a quarter more time; 1 or more), `credits` the time given back after an outage.
    Fractions of a microsecond go to the candidate. Raises ValueError for less time than the rules give.
    """
    if isinstance(factor, float) or factor < 1 or credits < timedelta(0):
        raise ValueError("time can be added, exactly, but never taken away")
    if rules.time is None:
        return None
    microseconds = rules.time // timedelta(microseconds=1)
    return started + timedelta(microseconds=ceil(microseconds * Fraction(factor))) + credits


def accepts_answers(deadline: datetime | None, now: datetime, grace: timedelta = GRACE) -> bool:
    """Say whether an answer that reaches the server at `now` still counts; `grace` covers the way over a slow line."""
    return deadline is None or now <= deadline + grace


def explanations_open(rules: QuizRules, attempts: Sequence[PreviousAttempt], extra: bool = False) -> bool:  # noqa: FBT001, FBT002
    """Say whether reasons and right answers may be shown; `attempts` include the one being looked at.

    Practice: at once, or with `after-close` when no attempt is open. Examination: only after a pass or the last
    attempt, because items come back in later forms; before that the officer sees the score per outcome. A pre-test is
    never explained, for the post-test is drawn from the same items; the others are explained once handed in. While an
    `extra` attempt is open, the last one is still to come.
    """
    counted = counted_attempts(rules, attempts)
    is_open = any(attempt.state == "in_progress" for attempt in counted)
    if rules.kind == "pre-test":
        return False
    if not rules.is_examination:
        return (rules.show == "at-once" and not rules.is_measure) or (bool(counted) and not is_open)
    if is_open:
        return False
    return any(attempt.passed for attempt in counted) or attempts_left(rules, attempts, extra=extra) == 0

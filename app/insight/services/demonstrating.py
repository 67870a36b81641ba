"""A made-up past for demonstration instances: counted and published the way real figures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.foundation.transaction import Unit
from app.insight.domain.follow_up import ANSWER_AT, SIX, THREE
from app.insight.domain.gain import AFTER, BEFORE, GAIN
from app.insight.domain.means import UNITS
from app.insight.domain.measures import ALLIANCE, REACHED, Sum
from app.insight.domain.quarters import Quarter, last_closed_quarter, quarters_up_to
from app.insight.domain.retention import KEPT, KEPT_AFTER, KEPT_BEFORE, KEPT_LATER
from app.insight.services.counting import add_officers
from app.insight.services.publishing import publish_quarter
from app.insight.services.reporting import ask_for_report
from app.insight.services.summing import add_sum
from app.web.locales import DEFAULT

SPREAD = 18
"""How far a made-up officer lies from the mean, in hundredths."""


@dataclass(frozen=True, slots=True)
class MadeUpPast:
    """`totals` are (country, then officers of each measure in order); `reached` is how many in a hundred of them each
    closed quarter ends with, the last one with all. `right` is outcome → share of marks earned, in a hundred; `scores`
    are the means before and after the course. `answers` is what was answered three months
    later, by how many; `answers_six` the same at six.
    `later` is the mean 90 days after the course, of half of those who finished.
    """

    partner: str
    course: str
    totals: Sequence[tuple[str, int, int, int, int, int, int]]
    reached: Sequence[int]
    right: Mapping[str, int]
    scores: tuple[int, int]
    later: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    answers_six: Mapping[str, int] = field(default_factory=dict)


def add_past(unit: Unit, past: MadeUpPast, now: datetime) -> None:
    """Count the past in the closed quarters before `now`, the true time, whatever clock a story is told by."""
    before = 0
    for quarter, reached in _quarters(past, now):
        for country, *officers in past.totals:
            for measure, whole in zip(REACHED, officers, strict=True):
                _add(unit, past, quarter, country, measure, whole * reached // 100 - whole * before // 100)
        sat = _part(past, "sat", before, reached)
        for outcome, right in past.right.items():
            _sum(unit, past, quarter, f"outcome:{outcome}", sat, right)
        finished, (first, second) = _part(past, "finished", before, reached), past.scores
        for what, score in ((BEFORE, first), (AFTER, second), (GAIN, second - first)):
            _sum(unit, past, quarter, what, finished, score)
        answers = {f"{ANSWER_AT[THREE]}{what}": whole for what, whole in past.answers.items()}
        answers |= {f"{ANSWER_AT[SIX]}{what}": whole for what, whole in past.answers_six.items()}
        for what, whole in answers.items():
            _answered(unit, past, quarter, what, whole * reached // 100 - whole * before // 100)
        if past.later:
            kept = finished // 2
            for what, score in (
                (KEPT_BEFORE, first), (KEPT_AFTER, second), (KEPT_LATER, past.later), (KEPT, past.later - first)
            ):  # fmt: skip
                _sum(unit, past, quarter, what, kept, score)
        before = reached


def _part(past: MadeUpPast, measure: str, before: int, reached: int) -> int:
    whole = sum(officers[REACHED.index(measure)] for _, *officers in past.totals)
    return whole * reached // 100 - whole * before // 100


def _sum(unit: Unit, past: MadeUpPast, quarter: Quarter, what: str, officers: int, mean: int) -> None:
    """Every second officer lies as far above the mean as the next below it."""
    value, apart = mean * UNITS // 100, SPREAD * UNITS // 100
    added = Sum(officers, officers * value, officers * (value**2 + apart**2))
    add_sum(unit, partner=past.partner, course=past.course, what=what, month=quarter.last_month, added=added)


def _answered(unit: Unit, past: MadeUpPast, quarter: Quarter, what: str, officers: int) -> None:
    added, month = Sum(officers, 0), quarter.last_month
    if officers:
        add_sum(unit, partner=past.partner, course=past.course, what=what, month=month, added=added)


def publish_past(unit: Unit, past: MadeUpPast, now: datetime) -> None:
    """Publish the closed quarters of the past, one after the other, and ask for the report of the last."""
    for quarter, _ in _quarters(past, now):
        publish_quarter(unit, past.partner, quarter, now.date())
        publish_quarter(unit, ALLIANCE, quarter, now.date())
    ask_for_report(unit, past.partner, last_closed_quarter(now.date()), DEFAULT)


def _quarters(past: MadeUpPast, now: datetime) -> Iterator[tuple[Quarter, int]]:
    quarters = quarters_up_to(last_closed_quarter(now.date()), len(past.reached))
    yield from zip(quarters, past.reached, strict=True)


def _add(unit: Unit, past: MadeUpPast, quarter: Quarter, country: str, measure: str, officers: int) -> None:
    if officers > 0:
        add_officers(
            unit,
            partner=past.partner,
            course=past.course,
            country=country,
            month=quarter.last_month,
            measure=measure,
            officers=officers,
        )

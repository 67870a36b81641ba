"""Appeals and complaints: deadlines in working days, the order of steps."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accreditation.domain.appeal import FINAL, deadlines, legal_steps, may_appeal, next_deadline, outcomes_of

FILED = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(("filed", "acknowledge"), [
    (FILED, date(2026, 12, 3)), (date(2026, 11, 27), date(2026, 12, 4)), (date(2026, 11, 28), date(2026, 12, 4)),
    (date(2026, 11, 30), date(2026, 12, 7)),
])  # fmt: skip
def test_it_is_acknowledged_in_five_working_days_and_answered_in_thirty_days(filed: date, acknowledge: date) -> None:
    """A23: weekends are no working days."""
    assert deadlines(filed) == (acknowledge, filed + timedelta(days=30))


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_appeal_is_filed_within_thirty_days(days: int, may: bool) -> None:
    assert may_appeal(FILED, FILED + timedelta(days=days)) is may


STEPS = [
    ("appeal", [], {"acknowledged", "taken-back"}),
    ("appeal", ["acknowledged"], {"panel-named", "taken-back"}),
    ("appeal", ["acknowledged", "panel-named"], {"upheld", "dismissed", "taken-back"}),
    ("complaint", [], {"acknowledged", "taken-back"}),
    ("complaint", ["acknowledged"], {"answered", "taken-back"}),
    *(("appeal", ["acknowledged", one], set()) for one in ("upheld", "dismissed", "taken-back")),
    ("complaint", ["acknowledged", "answered"], set()),
]


@pytest.mark.parametrize(("kind", "steps", "legal"), STEPS)
def test_steps_follow_in_order(kind: str, steps: list[str], legal: set[str]) -> None:
    """A23: nothing is decided before it was acknowledged and a panel named; what is final stays so."""
    assert {one.value for one in legal_steps(kind, steps)} == legal


@given(st.sampled_from(["appeal", "complaint"]), st.data())
def test_every_walk_ends_and_never_skips_a_step(kind: str, data: st.DataObject) -> None:
    """A23: whatever is chosen, an appeal is over after at most three steps."""
    steps: list[str] = []
    while legal := legal_steps(kind, steps):
        steps.append(data.draw(st.sampled_from(sorted(legal))).value)
    assert len(steps) <= 3
    assert steps[-1] in FINAL
    assert all(after in legal_steps(kind, [before]) for before, after in pairwise(steps))


def test_what_is_late_is_called_so() -> None:
    """A23: first the day of acknowledging counts, then that of the answer."""
    acknowledge, answer = deadlines(FILED)
    first = next_deadline([], acknowledge, answer, acknowledge + timedelta(days=1))
    assert first is not None
    assert (first.step, first.late) == ("acknowledge", True)
    second = next_deadline(["acknowledged"], acknowledge, answer, acknowledge + timedelta(days=1))
    assert second is not None
    assert (second.step, second.by, second.late) == ("answer", answer, False)
    assert next_deadline(["taken-back"], acknowledge, answer, answer) is None


@pytest.mark.parametrize(
    ("suspended", "decided", "sat", "again", "offered"),
    [
        (True, True, False, False, ("reinstate", "decide-again")),
        (False, True, False, False, ("decide-again",)),
        (False, True, True, False, ("decide-again", "mark-again")),
        (False, True, True, True, ("decide-again", "examine-again", "mark-again")),
        (False, False, True, True, ("examine-again", "mark-again")),
        (False, False, True, False, ("mark-again",)),
    ],
)
def test_what_may_follow_fits_what_the_appeal_is_about(
    suspended: bool, decided: bool, sat: bool, again: bool, offered: tuple[str, ...]
) -> None:
    """A23: nothing is offered that could not happen."""
    assert outcomes_of(suspended=suspended, decided=decided, sat=sat, again=again) == offered

"""Renewal: when the window opens and closes, what counts in it, when reminders are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from app.accreditation.domain.evidence import CourseEvidence, Evidence, ExaminationEvidence
from app.accreditation.domain.renewal import (
    RenewalRules,
    evidence_since,
    first_day,
    is_foreseen,
    months_before,
    reminders_due,
    renewal_window,
    why_not_renewed,
)
from app.accreditation.domain.requirements import UnreadableScheme
from app.accreditation.domain.scheme import read_renewal

END = date(2027, 8, 31)
RULES = RenewalRules(6, 90, {"identity-confirmed": {}})
DAY = timedelta(days=1)


@pytest.mark.parametrize(("today", "phase", "left"), [
    (date(2027, 2, 27), "before", 185),
    (date(2027, 2, 28), "open", 184),
    (END, "open", 0),
    (END + DAY, "grace", 89),
    (END + 90 * DAY, "grace", 0),
    (END + 91 * DAY, "closed", -1),
])  # fmt: skip
def test_a_window_opens_before_the_end_and_closes_after_the_grace(today: date, phase: str, left: int) -> None:
    """O30: six months before, ninety days after; in the grace the credential is expired and the shorter path open."""
    window = renewal_window(RULES, END, today)
    assert (window.phase.value, window.days_left) == (phase, left)
    assert window.is_open == (phase in {"open", "grace"})


@pytest.mark.parametrize(("today", "rules", "suspended", "foreseen", "why_not"), [
    (date(2026, 8, 30), RULES, False, False, "early"),
    (date(2026, 8, 31), RULES, False, True, "early"),
    (date(2027, 3, 1), RULES, False, True, ""),
    (date(2027, 3, 1), RULES, True, True, "suspended"),
    (date(2027, 3, 1), None, False, True, "none"),
    (END + DAY, RULES, False, True, ""),
    (END + DAY, None, False, False, "none"),
    (END + 91 * DAY, RULES, False, False, "over"),
    (date(2026, 1, 1), RenewalRules(24, 0, RULES.requirements), False, True, ""),
])  # fmt: skip
def test_an_agency_foresees_a_year_and_whatever_may_be_renewed(
    today: date, rules: RenewalRules | None, suspended: bool, foreseen: bool, why_not: str
) -> None:
    """O30: twelve months before the end, through the grace, or as early as the window opens; each with its reason."""
    window = renewal_window(rules, END, today) if rules else None
    assert (is_foreseen(window, END, today), why_not_renewed(window, suspended)) == (foreseen, why_not)


def test_months_before_end_on_a_day_that_exists() -> None:
    assert months_before(date(2028, 8, 31), 6) == date(2028, 2, 29)
    assert months_before(date(2027, 1, 15), 13) == date(2025, 12, 15)


def test_an_early_renewal_loses_no_day() -> None:
    """O30: the new validity runs from the old end; in the grace it runs from today."""
    assert first_day(date(2027, 3, 1), END) == END + DAY
    assert first_day(END + 30 * DAY, END) == END + 30 * DAY


def test_only_what_was_done_in_the_window_renews() -> None:
    """O30: the examination of the first grant does not renew it; a course counts if finished since the last issue."""
    issued, opens = date(2024, 9, 1), date(2027, 2, 28)
    old, new = datetime(2024, 8, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    between = datetime(2025, 1, 1, tzinfo=UTC)
    attempts = tuple(ExaminationEvidence(str(at.year), Fraction(1), True, at) for at in (old, between, new))
    courses = {key: CourseEvidence(key, 1, 1, at, 1, True, "/") for key, at in (("old", old), ("update", between))}
    counted = evidence_since(Evidence(old, courses, {"c/q": attempts}), issued, opens)
    assert [one.attempt_id for one in counted.examinations["c/q"]] == ["2027"]
    assert {key: one.completed_at for key, one in counted.courses.items()} == {"old": None, "update": between}
    assert counted.identity_confirmed_at == old


@pytest.mark.parametrize(("left", "sent", "due"), [
    (91, set(), ()), (90, set(), (90,)), (90, {90}, ()), (31, {90}, ()), (30, {90}, (30,)), (8, {90, 30}, ()),
    (7, {90, 30}, (7,)), (0, {90, 30}, (7,)), (-1, set(), ()), (5, set(), (7, 30, 90)),
])  # fmt: skip
def test_each_reminder_is_due_once(left: int, sent: set[int], due: tuple[int, ...]) -> None:
    """A8: 90, 30 and 7 days before the end; after it nobody is reminded."""
    assert reminders_due(left, sent) == due


@pytest.mark.parametrize("wrong", [
    [], {"opens-months": 6}, {"opens-months": 0, "grace-days": 0, "requirements": {"identity-confirmed": {}}},
    {"opens-months": 6, "grace-days": 0, "requirements": {"nothing-known": {}}},
])  # fmt: skip
def test_a_scheme_with_wrong_renewal_is_not_read(wrong: object) -> None:
    with pytest.raises(UnreadableScheme):
        read_renewal(wrong)

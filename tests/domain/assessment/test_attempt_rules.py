"""Attempts, waits, deadlines and when explanations open (O16, O18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from app.assessment.domain.attempt_rules import (
    AlreadyPassed,
    AttemptLimitReached,
    AttemptStillOpen,
    PreviousAttempt,
    QuizRules,
    WaitNotOver,
    accepts_answers,
    attempts_left,
    deadline,
    explanations_open,
    may_start,
    next_opening,
)
from app.assessment.domain.blueprint import Blueprint, Cell

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
EXAM = QuizRules("final", "examination", attempts=3, wait=48 * HOUR, time=45 * timedelta(minutes=1), cut=Fraction(4, 5))
PRACTICE = QuizRules("drill")
FAILED = PreviousAttempt("released", NOON - 72 * HOUR)
PASSED = PreviousAttempt("released", NOON - 72 * HOUR, passed=True)
VOIDED = PreviousAttempt("voided", NOON - HOUR, passed=True)
OPEN = PreviousAttempt("in_progress")
EXTRA = PreviousAttempt("released", NOON - 72 * HOUR, extra=True)


@pytest.mark.parametrize(
    ("rules", "previous"),
    [
        (EXAM, []),
        (EXAM, [FAILED]),
        (EXAM, [FAILED, FAILED]),
        (EXAM, [FAILED, FAILED, VOIDED]),
        (EXAM, [PreviousAttempt("marked", NOON - 48 * HOUR)]),
        (PRACTICE, [PASSED] * 20),
    ],
)
def test_an_attempt_may_begin(rules, previous) -> None:
    may_start(rules, previous, NOON)


@pytest.mark.parametrize(
    ("rules", "previous", "refusal"),
    [
        (EXAM, [OPEN], AttemptStillOpen),
        (PRACTICE, [OPEN], AttemptStillOpen),
        (EXAM, [PASSED], AlreadyPassed),
        (EXAM, [FAILED] * 3, AttemptLimitReached),
        (EXAM, [FAILED, PreviousAttempt("submitted", NOON - 47 * HOUR)], WaitNotOver),
        (EXAM, [FAILED] * 2 + [PreviousAttempt("submitted", NOON - HOUR)], AttemptLimitReached),
        (QuizRules("once", attempts=1), [PASSED], AttemptLimitReached),
    ],
)
def test_an_attempt_is_refused_with_its_reason(rules, previous, refusal) -> None:
    with pytest.raises(refusal) as raised:
        may_start(rules, previous, NOON)
    assert raised.value.message % raised.value.values


def test_the_wait_is_over_at_its_very_end_and_not_a_second_earlier() -> None:
    handed_in = [PreviousAttempt("marked", NOON)]
    may_start(EXAM, handed_in, NOON + 48 * HOUR)
    with pytest.raises(WaitNotOver) as refusal:
        may_start(EXAM, handed_in, NOON + 48 * HOUR - SECOND)
    assert refusal.value.values["opens_at"] == NOON + 48 * HOUR == next_opening(EXAM, handed_in)


@pytest.mark.parametrize(
    ("previous", "refusal"),
    [
        ([FAILED] * 3, None),
        ([FAILED, PreviousAttempt("submitted", NOON - HOUR)], None),
        ([FAILED, OPEN], AttemptStillOpen),
        ([FAILED, PASSED], AlreadyPassed),
    ],
)
def test_an_extra_attempt_goes_beyond_limit_and_wait_and_nothing_else(previous: Any, refusal: Any) -> None:
    """A23: what a panel opened is open at once; an attempt under way or a pass still closes it."""
    if refusal is None:
        may_start(EXAM, previous, NOON, extra=True)
        return
    with pytest.raises(refusal):
        may_start(EXAM, previous, NOON, extra=True)


def test_an_extra_attempt_is_none_of_those_that_the_rules_allow() -> None:
    """A23: used, it does not count against the limit; unused, it is one more, and keeps the explanations closed."""
    assert attempts_left(EXAM, [FAILED, FAILED, EXTRA]) == 1
    assert attempts_left(EXAM, [FAILED] * 3 + [EXTRA]) == 0
    assert attempts_left(EXAM, [FAILED] * 3, extra=True) == 1
    assert attempts_left(PRACTICE, [], extra=True) is None
    assert explanations_open(EXAM, [FAILED] * 3)
    assert not explanations_open(EXAM, [FAILED] * 3, extra=True)
    with pytest.raises(AttemptLimitReached):
        may_start(EXAM, [FAILED] * 3 + [EXTRA], NOON)


YEARLY = replace(EXAM, again=360 * 24 * HOUR)
LONG_AGO = PreviousAttempt("released", NOON - 360 * 24 * HOUR, passed=True)
JUST_NOT = PreviousAttempt("released", NOON - 360 * 24 * HOUR + SECOND, passed=True)


@pytest.mark.parametrize(
    ("previous", "refusal", "left"),
    [
        ([LONG_AGO], None, 3),
        ([JUST_NOT], AlreadyPassed, 2),
        ([LONG_AGO] * 3, None, 3),
        ([LONG_AGO, FAILED, FAILED], None, 1),
        ([LONG_AGO, FAILED, FAILED, FAILED], AttemptLimitReached, 0),
    ],
)
def test_what_was_passed_long_ago_can_be_taken_again(previous, refusal, left: int) -> None:
    """O30: without it nobody could renew by an examination that they had to pass before."""
    assert attempts_left(YEARLY, previous, NOON) == left
    if refusal is None:
        may_start(YEARLY, previous, NOON)
    else:
        with pytest.raises(refusal):
            may_start(YEARLY, previous, NOON)


def test_an_old_pass_does_not_open_the_reasons_of_a_new_attempt() -> None:
    assert explanations_open(YEARLY, [LONG_AGO])
    assert not explanations_open(YEARLY, [LONG_AGO, replace(FAILED, submitted_at=NOON)])


def test_attempts_left_never_count_voided_ones() -> None:
    assert attempts_left(EXAM, [FAILED, VOIDED]) == 2
    assert attempts_left(PRACTICE, [FAILED] * 9) is None


@pytest.mark.parametrize(
    ("credits", "factor", "minutes"),
    [
        (timedelta(0), 1, 45),
        (timedelta(minutes=3), 1, 48),
        (timedelta(0), Fraction(4, 3), 60),
        (timedelta(minutes=3), Fraction(4, 3), 63),
    ],
)
def test_the_deadline_adds_the_accommodation_to_the_time_and_then_the_credits(credits, factor, minutes) -> None:
    assert deadline(EXAM, NOON, credits, factor) == NOON + timedelta(minutes=minutes)


def test_a_third_of_a_microsecond_goes_to_the_candidate() -> None:
    rules = QuizRules("q", time=timedelta(microseconds=1))
    assert deadline(rules, NOON, factor=Fraction(4, 3)) == NOON + timedelta(microseconds=2)


def test_without_a_time_limit_there_is_no_deadline() -> None:
    assert deadline(PRACTICE, NOON, HOUR, 2) is None
    assert accepts_answers(None, NOON)


@pytest.mark.parametrize(("credits", "factor"), [(-SECOND, 1), (SECOND, Fraction(1, 2)), (SECOND, 1.5)])
def test_time_is_never_taken_away_nor_reckoned_in_floats(credits, factor) -> None:
    with pytest.raises(ValueError, match="time"):
        deadline(EXAM, NOON, credits, factor)


@pytest.mark.parametrize(("late", "counts"), [(-1, True), (0, True), (5, True), (6, False)])
def test_an_answer_counts_until_the_grace_is_over(late: int, counts: bool) -> None:
    assert accepts_answers(NOON, NOON + late * SECOND) is counts


AFTER_CLOSE = QuizRules("drill", show="after-close")
ENDLESS = QuizRules("final", "examination")


@pytest.mark.parametrize(
    ("rules", "attempts", "are_open"),
    [
        (PRACTICE, [], True),
        (PRACTICE, [OPEN], True),
        (AFTER_CLOSE, [], False),
        (AFTER_CLOSE, [OPEN], False),
        (AFTER_CLOSE, [FAILED, OPEN], False),
        (AFTER_CLOSE, [FAILED], True),
        (EXAM, [], False),
        (EXAM, [FAILED], False),
        (EXAM, [FAILED, FAILED], False),
        (EXAM, [FAILED, FAILED, OPEN], False),
        (EXAM, [FAILED] * 3, True),
        (EXAM, [FAILED, FAILED, VOIDED], False),
        (EXAM, [FAILED, PASSED], True),
        (ENDLESS, [FAILED] * 9, False),
        (ENDLESS, [FAILED, PASSED], True),
    ],
)
def test_explanations_open_when_the_items_can_no_longer_help(rules, attempts, are_open: bool) -> None:
    assert explanations_open(rules, attempts) is are_open


@pytest.mark.parametrize(
    "fields", [{"cut": 0.8}, {"cut": Fraction(6, 5)}, {"attempts": 0}, {"redlines": 2, "blueprint": Blueprint((), 3)}]
)
def test_rules_that_contradict_themselves_are_an_error(fields) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — four rules, four sentences
        QuizRules("q", **fields)


@pytest.mark.parametrize(("of_quiz", "of_blueprint"), [(5, 0), (0, 5), (5, 5)])
def test_red_lines_are_said_once_and_known_in_both_places(of_quiz: int, of_blueprint: int) -> None:
    rules = QuizRules("q", redlines=of_quiz, blueprint=Blueprint((Cell(9, "bank"),), of_blueprint))
    assert rules.blueprint is not None
    assert rules.redlines == rules.blueprint.redlines == 5


@pytest.mark.parametrize(
    ("kind", "state", "shown"),
    [
        ("pre-test", "in_progress", False),
        ("pre-test", "released", False),
        ("post-test", "in_progress", False),
        ("post-test", "released", True),
    ],
)
def test_a_pre_test_is_never_explained_and_a_post_test_once_it_is_handed_in(kind: Any, state: Any, shown: bool) -> None:
    """T12: both forms come from the same items, so the first must not give them away."""
    rules = QuizRules(key="q", kind=kind, attempts=1)
    assert rules.is_measure
    assert not rules.is_examination
    assert explanations_open(rules, [PreviousAttempt(state=state)]) is shown

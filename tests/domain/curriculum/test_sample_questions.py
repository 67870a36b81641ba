"""Every question of the format's own sample is asked, answered and marked as its text says (B1, T7)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.reading import explanation, readable
from app.curriculum.domain.course_reading import read_course
from tests.domain.curriculum.small_course import sample_course

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
MARKS: list[tuple[str, Any, Fraction | int]] = [
    ("shimmer", "Inside the chip slot", 1),
    ("shimmer", "Over the keypad", 0),
    ("deep", False, 1),
    ("deep", True, 0),
    ("dump", "msr-reader", 1),
    ("dump", "Magnetic Stripe Reader", 1),
    ("dump", "a magstripe reader", 0),
    ("bin-owner", "The institution that issued the card", 1),
    ("bin-owner", "The cardholder", 0),
    ("report-data", ["First six and last four digits", "Date, time and amount"], 1),
    ("report-data", ["First six and last four digits"], HALF),
    ("report-data", ["First six and last four digits", "The CVV"], 0),
    ("luhn-name", "luhn ALGORITHM", 1),
    ("luhn-name", "Mod 10", 1),
    ("luhn-name", "checksum digit", HALF),
    ("luhn-name", "the checksum", 0),
    ("hidden-digits", "6", 1),
    ("hidden-digits", "six", 0),
    ("gaps", ["Issuing bank", "acquirer", "85"], 1),
    ("gaps", ["issuer", "cardholder", "95"], 2 * THIRD),
    ("gaps", ["", None, "96"], 0),
    ("power", False, 1),
    ("who-holds", [["Terminal journal", "Shop"], ["Authorisation log", "Issuer"], ["ATM camera", "ATM operator"]], 1),
    ("who-holds", [["Terminal journal", "Shop"], ["Authorisation log", "Card brand"], ["ATM camera", None]], THIRD),
    ("order", ["Photograph in place", "Isolate from people", "Bag and seal", "Sign the log"], 1),
    ("order", ["Sign the log", "Photograph in place", "Isolate from people", "Bag and seal"], 2 * THIRD),
    ("order", ["Sign the log", "Bag and seal", "Isolate from people", "Photograph in place"], 0),
]


@pytest.fixture(scope="module")
def asked() -> dict[str, Question]:
    course = read_course(sample_course(), live=False).course
    assert course is not None
    quizzes = [quiz for module in course.modules for quiz in module.quizzes]
    return {question.key: question for one in (*quizzes, *course.banks) for question in one.questions}


def test_the_sample_has_eleven_questions_that_can_be_asked_and_each_is_tried(asked: dict[str, Question]) -> None:
    assert len(asked) == 11
    assert {key for key, _, _ in MARKS} == set(asked)


@pytest.mark.parametrize(("key", "given", "mark"), MARKS)
def test_a_question_of_the_sample_is_marked_as_its_text_says(
    asked: dict[str, Question], key: str, given: Any, mark: Fraction
) -> None:
    question = asked[key]
    kind = type_named(question.type)
    assert kind.mark(question, readable(question, kind.from_visible(question, given))) == mark


def test_feedback_of_the_sample_reaches_the_person_it_is_meant_for(asked: dict[str, Question]) -> None:
    told = explanation(asked["luhn-name"], ("checksum",))
    assert [one.reason_html for one in told.answers if one.fits] == ["<p>Right idea; we want its name.</p>"]
    bin_owner = explanation(asked["bin-owner"], ("1",))
    assert [one.reason_html for one in bin_owner.options if one.chosen] == [
        "<p>No personal data is encoded in the number.</p>"
    ]

"""The items of the courses that we ship: what the text of each says, and which answer counts as right."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path

from app.assessment.domain.question import Question
from app.curriculum.domain.course import CourseSource
from app.curriculum.domain.folder import read_course_folder

COURSES = Path(__file__).parents[3] / "courses"


@cache
def course(slug: str) -> CourseSource:
    """Return a course of ours as it is read from its folder."""
    read = read_course_folder(COURSES / slug, live=False).course
    assert read is not None, f"{slug} cannot be read"
    return read


@cache
def items(slug: str) -> dict[str, Question]:
    """Return all items of a course, those of its banks and of its quizzes, by their ids."""
    read = course(slug)
    quizzes = [question for module in read.modules for quiz in module.quizzes for question in quiz.questions]
    return {question.key: question for bank in read.banks for question in bank.questions} | {
        question.key: question for question in quizzes
    }


def stem(question: Question) -> str:
    """Return what an item asks, with the case before it, as plain text."""
    return f"{plain(question.case_html)} {question.stem_text}".strip()


def answer(question: Question) -> str:
    """Return the right answer as text: the one right option or number, or the first text that counts in full."""
    if question.accepted:
        (number,) = question.accepted
        assert number.low == number.high
        return f"{float(number.low):g}"
    if question.texts:
        return next(one.variants[0] for one in question.texts if one.weight == 1)
    (right,) = (choice for choice in question.choices if choice.right)
    return right.text


def matches(question: Question) -> dict[str, str]:
    """Return the left sides of a match, each with the right side that belongs to it."""
    sides = {choice.key: choice.text for choice in question.choices}
    return {pair.text: sides[pair.choice] for pair in question.pairs}


def is_figure(question: Question) -> bool:
    """Say whether an item is answered with a number, a time of day or a date, and so could be miscalculated."""
    return question.type == "number" or (question.type == "text" and question.text_rules.kind != "words")


def reasons(question: Question) -> str:
    """Return every explanation of an item as plain text."""
    parts = (*question.choices, *question.accepted, *question.texts, *question.pairs, *question.gaps)
    return plain(" ".join([*(one.reason_html for one in parts), question.general_html]))


def lesson(slug: str, key: str) -> str:
    """Return the text of a lesson by its id, figures' descriptions among it."""
    (found,) = (one for module in course(slug).modules for one in module.lessons if one.id == key)
    return found.text


def plain(html: str) -> str:
    """Return the words of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def times(text: str) -> list[datetime]:
    """Return all times of day in a text in their order, on one made-up day."""
    return [_at(*found) for found in re.findall(r"\b(\d{1,2}):(\d\d)(?::(\d\d))?\b", text)]


def seconds_between(text: str) -> int:
    """Return the seconds between the first two times of day in a text, whichever is later."""
    first, second, *_ = times(text)
    return abs(int((first - second) / timedelta(seconds=1)))


def luhn_digit(payload: str) -> int:
    """Return the check digit that belongs after these digits (ISO/IEC 7812-1, annex B)."""
    return -luhn_sum(payload) % 10


def luhn_sum(payload: str) -> int:
    """Return the sum over digits that still lack their check digit; the last of them is doubled."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(payload))]
    return sum(value - 9 if value > 9 else value for value in doubled)


def _at(hour: str, minute: str, second: str) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))

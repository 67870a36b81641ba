"""Sitting the quiz of twenty questions, as the page and its script do it."""

from __future__ import annotations

import re

from bench.case import CannotMeasure
from bench.course import ITEMS
from bench.house import House
from bench.wire import Answer, Visitor, Wire, post_form

_OPTION = re.compile(r'name="i-([a-z0-9-]+)" value="([^"]+)"')


def start(wire: Wire, house: House, visitor: Visitor) -> str:
    """Start an attempt and return its address."""
    return post_form(wire, f"{house.quiz}/start", visitor, {}).headers["location"]


def answers_on(paper: Answer) -> dict[str, str]:
    """Return item → the first option that the paper shows for it."""
    answers: dict[str, str] = {}
    for item, value in _OPTION.findall(paper.text):
        answers.setdefault(item, value)
    if len(answers) != ITEMS:
        raise CannotMeasure(f"the paper shows {len(answers)} questions instead of {ITEMS}")
    return answers

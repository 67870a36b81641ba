"""Our marks beside those that Moodle 4.5.6 was measured to give; where our rule differs, the table here says so (T7).

The measured marks are data of others: the tests read them beside the project and are skipped where they are not.
"""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import (
    AcceptedNumber,
    AcceptedText,
    Choice,
    Gap,
    Pair,
    Question,
    TextRules,
)
from app.assessment.domain.reading import readable
from app.foundation.gaps import MARK

FILE = Path(__file__).parents[4] / "shared/samples/grading/moodle-4.5.6-grades.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []
NAMED = [pytest.param(row, id=f"{number}-{row['type']}") for number, row in enumerate(ROWS, 1)]

DIFFERENT = {
    ("shortanswer", "no  one"): 1,
    ("shortanswer", "answer1  line1\nanswer1  line2"): 1,
    ("shortanswer", "answer2  line1\nanswer2  line2"): 1,
}
"""Type and answer → our mark, where the rule of questions.md differs: doubled spaces do not count without `strict`."""

pytestmark = pytest.mark.skipif(not ROWS, reason="the measured marks (shared/samples/grading) are not here")


def share(given: float) -> Fraction:
    """A share as it was meant: 0.3333333 is a third (fractions snap within 0.0005)."""
    return Fraction(str(given)).limit_denominator(100)


def option(number: int, text: str, weight: Fraction) -> Choice:
    return Choice(str(number), text, text, weight > 0, weight)


def question(row: dict[str, Any]) -> Question:
    """The measured question in our model."""
    kind, meta = row["type"], row["meta"]
    stem = Question("q", kind, "<p>Q</p>", "Q")
    if kind == "multichoice":
        choices = tuple(option(n, text, share(weight)) for n, (text, weight) in enumerate(meta["answers"]))
        return replace(stem, type="single" if meta["single"] else "multiple", choices=choices, scoring="weights")
    if kind == "truefalse":
        keys = ("false", "true")
        return replace(
            stem,
            choices=tuple(replace(option(n, key, Fraction(n == meta["right"])), key=key) for n, key in enumerate(keys)),
        )
    if kind == "shortanswer":
        texts = tuple(AcceptedText((text,), share(weight)) for text, weight in meta["answers"])
        return replace(stem, type="text", texts=texts, text_rules=TextRules(capitals=meta["usecase"]))
    if kind == "numerical":
        return replace(stem, type="number", accepted=tuple(accepted(*one) for one in meta["answers"] if one[0] != "*"))
    return parted(stem, row)


def accepted(value: str, weight: float, tolerance: float, _kind: int) -> AcceptedNumber:
    spread = Fraction(str(tolerance))
    return AcceptedNumber(Fraction(value) - spread, Fraction(value) + spread, share(weight))


def parted(stem: Question, row: dict[str, Any]) -> Question:
    """Types in parts: the key is the measured answer with the full mark."""
    full = next(case[0] for case in row["cases"] if case[1] == 1)
    if row["type"] == "match":
        choices = tuple(option(n, text, Fraction(0)) for n, text in enumerate(row["meta"]["choices"], 1))
        stems = enumerate(row["meta"]["stems"])
        pairs = tuple(Pair(str(n), text, text, str(full[f"sub{n}"])) for n, text in stems)
        return replace(stem, choices=choices, pairs=pairs, scoring="parts")
    if row["type"] == "ordering":
        keys = next(iter(full.values())).split(",")
        return replace(stem, type="order", choices=tuple(Choice(key, key, key, True, Fraction(0)) for key in keys))
    gaps = tuple(gap(key, right) for key, right in full.items())
    return replace(stem, type="gaps", gaps=gaps, gaps_html=MARK * len(gaps), scoring="parts")


def gap(key: str, right: Any) -> Gap:
    if isinstance(right, str):
        return Gap(key, "text", texts=(AcceptedText((right,)),))
    options = (option(n, str(n), Fraction(n == right)) for n in range(5))
    return Gap(key, "choice", choices=tuple(replace(one, key=f"{key}-{one.key}") for one in options))


def answer(asked: Question, given: Any) -> tuple[str, ...]:
    """The measured answer as our page would send it."""
    if asked.type == "multiple":
        return tuple(name.removeprefix("choice") for name in given)
    if asked.type == "match":
        return tuple(f"{name.removeprefix('sub')}:{choice}" for name, choice in given.items())
    if asked.type == "order":
        return tuple(f"{key}:{place}" for place, key in enumerate(next(iter(given.values())).split(","), 1))
    if asked.type == "gaps":
        entries = ((one, given.get(one.key, "")) for one in asked.gaps)
        return tuple(f"{one.key}-{entry}" if isinstance(entry, int) else entry for one, entry in entries)
    typed = given["answer"]
    return (("false", "true")[typed],) if asked.type == "truefalse" else (str(typed),)


def earned(asked: Question, given: Any) -> Fraction:
    return type_named(asked.type).mark(asked, readable(asked, answer(asked, given)))


@pytest.mark.parametrize("row", NAMED)
def test_our_marks_are_the_measured_ones_but_where_our_rule_says_otherwise(row: dict[str, Any]) -> None:
    asked = question(row)
    for given, mark, _ in row["cases"]:
        typed = given.get("answer") if isinstance(given, dict) else None
        wanted = DIFFERENT.get((row["type"], typed), mark)
        assert abs(float(earned(asked, given)) - wanted) < 1e-6 * 2, (given, mark)


@pytest.mark.parametrize("row", [one for one in NAMED if one.values[0]["type"] == "shortanswer"])
def test_strict_texts_are_marked_as_measured_without_exception(row: dict[str, Any]) -> None:
    asked = replace(question(row), text_rules=TextRules(capitals=row["meta"]["usecase"], strict=True))
    assert [float(earned(asked, given)) for given, _, _ in row["cases"]] == [mark for _, mark, _ in row["cases"]]


def test_the_measurements_are_those_that_were_announced() -> None:
    assert (len(ROWS), sum(len(row["cases"]) for row in ROWS)) == (67, 465)

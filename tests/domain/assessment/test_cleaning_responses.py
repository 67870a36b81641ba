"""What each question type takes as an answer and what it refuses (T7)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.assessment.domain.known_types import TYPES, UnknownQuestionType, type_named
from app.assessment.domain.question import AcceptedNumber, AcceptedText, Choice, Gap, Pair, Question, TextRules
from app.assessment.domain.unreadable import UnreadableResponse
from app.foundation.gaps import MARK

OPTIONS = tuple(Choice(key, key.upper(), key.upper(), key == "a", Fraction(key == "a")) for key in "abc")
QUESTIONS = {
    "single": Question("q", "single", "<p>Q</p>", "Q", OPTIONS),
    "multiple": Question("q", "multiple", "<p>Q</p>", "Q", OPTIONS),
    "truefalse": Question(
        "q",
        "truefalse",
        "<p>Q</p>",
        "Q",
        (Choice("true", "True", "True", True, Fraction(1)), Choice("false", "False", "False", False, Fraction(0))),
    ),
    "number": Question("q", "number", "<p>Q</p>", "Q", accepted=(AcceptedNumber(Fraction(1), Fraction(2)),)),
    "text": Question("q", "text", "<p>Q</p>", "Q", texts=(AcceptedText(("a",)),)),
    "match": Question(
        "q",
        "match",
        "<p>Q</p>",
        "Q",
        OPTIONS,
        scoring="parts",
        pairs=(Pair("1", "1", "1", "a"), Pair("2", "2", "2", "a")),
    ),
    "order": Question("q", "order", "<p>Q</p>", "Q", OPTIONS),
    "gaps": Question(
        "q",
        "gaps",
        "<p>Q</p>",
        "Q",
        scoring="parts",
        gaps_html=MARK * 3,
        gaps=(
            Gap("1", "text", texts=(AcceptedText(("a",)),)),
            Gap("2", "choice", choices=OPTIONS),
            Gap("3", "number", numbers=(AcceptedNumber(Fraction(1), Fraction(2)),)),
        ),
    ),
}
TIME = replace(QUESTIONS["text"], text_rules=TextRules("time"), texts=(AcceptedText(("20:58:30",)),))


@pytest.mark.parametrize(
    ("kind", "raw", "response"),
    [
        ("single", ["b"], ("b",)),
        ("single", ["b", "b"], ("b",)),
        ("single", [], ()),
        ("single", [""], ()),
        ("multiple", ["c", "a"], ("a", "c")),
        ("multiple", ["", "a", "a"], ("a",)),
        ("multiple", [], ()),
        ("truefalse", ["false"], ("false",)),
        ("number", [" 1.50 "], ("1.5",)),
        ("number", ["15e-1"], ("1.5",)),
        ("number", [""], ()),
        ("number", ["  "], ()),
        ("number", [], ()),
        ("text", ["  a  b "], ("a  b",)),
        ("text", ["e\u0301"], ("\u00e9",)),
        ("text", ["", "a"], ("a",)),
        ("text", ["\u200f "], ()),
        ("match", ["2:c", "", "1:a"], ("1:a", "2:c")),
        ("match", ["1:a", "1:a"], ("1:a",)),
        ("match", ["", ""], ()),
        ("order", ["c:1", "a:3", "b:2"], ("c:1", "b:2", "a:3")),
        ("order", ["", "a:3", ""], ("a:3",)),
        ("gaps", [" x ", "b", "1.50"], ("x", "b", "1.5")),
        ("gaps", ["", "b", " "], ("", "b", "")),
        ("gaps", ["", "", ""], ()),
        ("gaps", [], ()),
    ],
)
def test_an_answer_is_stored_in_one_canonical_form(kind: str, raw: list[str], response: tuple[str, ...]) -> None:
    assert TYPES[kind].clean(QUESTIONS[kind], raw) == response


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("single", ["z"], "unknown_option"),
        ("single", ["a", "b"], "too_many_options"),
        ("single", ["a\x00"], "forbidden_character"),
        ("single", ["a" * 201], "response_too_long"),
        ("multiple", ["a", "z"], "unknown_option"),
        ("multiple", ["a\x00"], "forbidden_character"),
        ("multiple", ["a"] * 101, "response_too_long"),
        ("truefalse", ["maybe"], "unknown_option"),
        ("truefalse", ["true", "false"], "too_many_options"),
        ("number", ["1\x00"], "forbidden_character"),
        ("number", ["1\ud800"], "forbidden_character"),
        ("number", ["1" * 201], "response_too_long"),
        ("number", ["1", "2"], "not_a_number"),
        ("number", ["1.5 km"], "number_with_unit"),
        ("number", ["1,500"], "ambiguous_number"),
        ("text", ["a", "b"], "too_many_answers"),
        ("text", ["a" * 201], "response_too_long"),
        ("text", ["a\x00"], "forbidden_character"),
        ("match", ["1:z"], "unknown_option"),
        ("match", ["9:a"], "unknown_option"),
        ("match", ["1a"], "unknown_option"),
        ("match", ["1:a", "1:b"], "too_many_options"),
        ("order", ["a:1", "b:1"], "place_twice"),
        ("order", ["a:1", "a:2"], "place_twice"),
        ("order", ["a:4"], "unknown_option"),
        ("order", ["a:0"], "unknown_option"),
        ("order", ["a:01"], "unknown_option"),
        ("gaps", ["x", "b"], "other_gaps"),
        ("gaps", ["x", "z", "1"], "unknown_option"),
        ("gaps", ["x", "b", "1 km"], "number_with_unit"),
        ("gaps", ["x\x00", "", ""], "forbidden_character"),
    ],
)
def test_an_unreadable_answer_is_refused_with_its_own_code(kind: str, raw: list[str], code: str) -> None:
    with pytest.raises(UnreadableResponse) as refusal:
        TYPES[kind].clean(QUESTIONS[kind], raw)
    assert refusal.value.code == code
    assert refusal.value.message % refusal.value.values


@pytest.mark.parametrize(
    ("kind", "raw", "part"),
    [
        ("number", ["1 km"], ()),
        ("match", ["1:a", "1:b", "2:c"], ("2:c",)),
        ("match", ["1:z", "2:c"], ("2:c",)),
        ("order", ["a:1", "b:1", "c:3"], ("c:3",)),
        ("order", ["a:1", "a:2", "c:3"], ("c:3",)),
        ("order", ["a:9", "c:3"], ("c:3",)),
        ("gaps", ["x", "b", "1 km"], ("x", "b", "")),
        ("gaps", ["x\x00", "z", "2"], ("", "", "2")),
        ("gaps", ["x", "b"], ()),
    ],
)
def test_of_an_answer_in_parts_what_can_be_read_counts(kind: str, raw: list[str], part: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableResponse):
        TYPES[kind].clean(QUESTIONS[kind], raw)
    assert TYPES[kind].readable_part(QUESTIONS[kind], raw) == part


def test_a_time_of_day_is_stored_in_one_notation() -> None:
    assert TYPES["text"].clean(TIME, ["8:58:30 pm"]) == ("20:58:30",)
    with pytest.raises(UnreadableResponse) as refusal:
        TYPES["text"].clean(TIME, ["soon"])
    assert refusal.value.code == "not_a_time"


def test_the_decimal_mark_of_the_page_reaches_the_number() -> None:
    assert TYPES["number"].clean(QUESTIONS["number"], ["1,5"], decimal=",") == ("1.5",)
    assert TYPES["gaps"].clean(QUESTIONS["gaps"], ["", "", "1,5"], decimal=",") == ("", "", "1.5")


def test_an_answer_of_two_hundred_characters_is_not_yet_too_long() -> None:
    assert TYPES["number"].clean(QUESTIONS["number"], ["1" * 200]) == ("1" * 200,)


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("single", {"choices": ()}, "no-options"),
        ("single", {"choices": OPTIONS[:1]}, "one-option"),
        ("single", {"choices": OPTIONS[1:]}, "no-right-option"),
        ("single", {"choices": (OPTIONS[0], replace(OPTIONS[1], right=True))}, "several-right-options"),
        ("single", {"choices": (OPTIONS[0], replace(OPTIONS[1], key="a"))}, "same-option-key-twice"),
        ("single", {"choices": (OPTIONS[0], replace(OPTIONS[1], text=" A"))}, "same-option-twice"),
        ("single", {"choices": (OPTIONS[0], replace(OPTIONS[1], text=" ", html=""))}, "empty-option"),
        ("single", {"scoring": "weights", "choices": (replace(OPTIONS[0], weight=Fraction(1, 2)),)}, "no-full-mark"),
        ("single", {"choices": (*OPTIONS[:2], replace(OPTIONS[2], weight=Fraction(-2)))}, "weight-out-of-range"),
        ("single", {"points": 0}, "points-not-positive"),
        ("single", {"level": 4}, "level-out-of-range"),
        ("single", {"scoring": "guess"}, "unknown-scoring"),
        ("single", {"stem_html": " ", "stem_text": ""}, "no-question"),
        ("single", {"accepted": QUESTIONS["number"].accepted}, "numbers-not-used"),
        ("multiple", {"choices": OPTIONS[1:]}, "no-right-option"),
        ("multiple", {"choices": OPTIONS[:1]}, "one-option"),
        ("multiple", {"scoring": "weights", "choices": (replace(OPTIONS[0], weight=Fraction(1, 2)), OPTIONS[1])},
         "no-full-mark"),
        ("truefalse", {"choices": OPTIONS[:2]}, "not-true-and-false"),
        ("truefalse", {"choices": (QUESTIONS["truefalse"].choices[1],) * 2}, "no-right-option"),
        ("number", {"accepted": ()}, "no-accepted-number"),
        ("number", {"accepted": (AcceptedNumber(Fraction(2), Fraction(1)),)}, "bounds-reversed"),
        ("number", {"accepted": (AcceptedNumber(Fraction(1), Fraction(1), Fraction(2)),)}, "weight-out-of-range"),
        ("number", {"accepted": (AcceptedNumber(Fraction(1), Fraction(1), Fraction(1, 2)),)}, "no-full-mark"),
        ("number", {"choices": OPTIONS}, "options-not-used"),
        ("text", {"texts": ()}, "no-accepted-text"),
        ("text", {"texts": (AcceptedText(("",)),)}, "text-never-fits"),
        ("text", {"texts": (AcceptedText(()),)}, "text-never-fits"),
        ("text", {"texts": (AcceptedText(("a" * 201,)),)}, "text-never-fits"),
        ("text", {"texts": (AcceptedText((r"(a)\1",), expression=True),)}, "text-never-fits"),
        ("text", {"text_rules": TextRules("time")}, "text-never-fits"),
        ("text", {"texts": (AcceptedText(("a",), Fraction(1, 2)),)}, "no-full-mark"),
        ("text", {"texts": (AcceptedText(("a",), Fraction(2)),)}, "weight-out-of-range"),
        ("text", {"accepted": QUESTIONS["number"].accepted}, "numbers-not-used"),
        ("single", {"texts": QUESTIONS["text"].texts}, "texts-not-used"),
        ("single", {"pairs": QUESTIONS["match"].pairs}, "pairs-not-used"),
        ("single", {"gaps": QUESTIONS["gaps"].gaps}, "gaps-not-used"),
        ("match", {"pairs": QUESTIONS["match"].pairs[:1]}, "no-pairs"),
        ("match", {"pairs": (Pair("1", "1", "1", "a"), Pair("1", "2", "2", "a"))}, "same-pair-twice"),
        ("match", {"pairs": (Pair("1", "1", "1", "a"), Pair("2", "1", "1", "a"))}, "same-pair-twice"),
        ("match", {"pairs": (Pair("1", "1", "1", "z"), Pair("2", "2", "2", "a"))}, "pair-without-choice"),
        ("match", {"pairs": (Pair("1", "", "", "a"), Pair("2", "2", "2", "a"))}, "pair-without-choice"),
        ("match", {"scoring": "weights"}, "unknown-scoring"),
        ("order", {"choices": OPTIONS[:1]}, "one-option"),
        ("order", {"scoring": "parts"}, "unknown-scoring"),
        ("gaps", {"gaps": ()}, "no-gaps"),
        ("gaps", {"gaps_html": MARK}, "gaps-not-in-text"),
        ("gaps", {"gaps": (Gap("1", "text"),) * 3}, "gap-unanswerable"),
        ("gaps", {"gaps": (Gap("1", "drawing"),) * 3}, "gap-unanswerable"),
        ("gaps", {"gaps": (Gap("1", "choice", choices=OPTIONS[1:]),) * 3}, "gap-unanswerable"),
        ("gaps", {"gaps": (Gap("1", "choice", choices=OPTIONS),) * 3}, "same-option-key-twice"),
        ("gaps", {"gaps": (replace(QUESTIONS["gaps"].gaps[0], weight=Fraction(0)),) * 3}, "weight-out-of-range"),
        ("gaps", {"scoring": "neighbours"}, "unknown-scoring"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why(kind: str, change: dict, code: str) -> None:
    assert TYPES[kind].problems(QUESTIONS[kind]) == ()
    assert code in TYPES[kind].problems(replace(QUESTIONS[kind], **change))


def test_several_right_options_are_no_problem_where_several_may_be_ticked() -> None:
    both = (OPTIONS[0], replace(OPTIONS[1], right=True))
    assert TYPES["multiple"].problems(replace(QUESTIONS["multiple"], choices=both)) == ()


def test_an_unknown_type_is_refused_by_name() -> None:
    with pytest.raises(UnknownQuestionType) as refusal:
        type_named("hologram")
    assert refusal.value.values == {"type": "hologram"}

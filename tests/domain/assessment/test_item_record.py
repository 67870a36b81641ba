"""A stored item comes back word for word, and nothing that tells the answer leaves before its time (T3)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.areas import Areas
from app.assessment.domain.attempt_rules import QuizRules
from app.assessment.domain.blueprint import Blueprint, Cell
from app.assessment.domain.question import AcceptedNumber, AcceptedText, Choice, Gap, Pair, Question, TextRules
from app.assessment.domain.record import PaperChoice, PaperQuestion, from_record, public_view, to_record
from app.assessment.domain.rules_record import rules_from_record, rules_to_record
from app.foundation.fixed import Fixed

QUICK = settings(max_examples=60, deadline=None, database=None)
WORDS = st.text(max_size=12)
MAYBE = st.none() | WORDS
SHARES = st.fractions(-1, 1, max_denominator=99)
CHOICES = st.builds(Choice, key=WORDS, html=WORDS, text=WORDS, right=st.booleans(), weight=SHARES, reason_html=WORDS)
ACCEPTED = st.builds(AcceptedNumber, low=st.fractions(), high=st.fractions(), weight=SHARES, reason_html=WORDS)
TEXTS = st.builds(
    AcceptedText,
    variants=st.lists(WORDS, min_size=1, max_size=2).map(tuple),
    weight=SHARES,
    reason_html=WORDS,
    expression=st.booleans(),
    any_case=st.booleans(),
)
RULES_OF_TEXT = st.builds(TextRules, kind=WORDS, capitals=st.booleans(), accents=st.booleans(), strict=st.booleans())
PAIRS = st.builds(Pair, key=WORDS, html=WORDS, text=WORDS, choice=WORDS, reason_html=WORDS)
GAPS = st.builds(
    Gap,
    key=WORDS,
    kind=WORDS,
    weight=SHARES,
    choices=st.lists(CHOICES, max_size=2).map(tuple),
    numbers=st.lists(ACCEPTED, max_size=2).map(tuple),
    texts=st.lists(TEXTS, max_size=2).map(tuple),
    reason_html=WORDS,
)
QUESTIONS = st.builds(
    Question,
    key=WORDS,
    type=WORDS,
    stem_html=WORDS,
    stem_text=WORDS,
    choices=st.lists(CHOICES, max_size=3).map(tuple),
    accepted=st.lists(ACCEPTED, max_size=2).map(tuple),
    points=st.integers(1, 9),
    scoring=st.sampled_from(["exact", "weights"]),
    outcome=MAYBE,
    level=st.none() | st.integers(1, 3),
    redline=st.booleans(),
    module=MAYBE,
    case=MAYBE,
    case_html=WORDS,
    sources=st.lists(WORDS, max_size=2).map(tuple),
    general_html=WORDS,
    right_html=WORDS,
    wrong_html=WORDS,
    shuffle=st.booleans(),
    bank=MAYBE,
    partial_html=WORDS,
    texts=st.lists(TEXTS, max_size=2).map(tuple),
    text_rules=RULES_OF_TEXT,
    pairs=st.lists(PAIRS, max_size=2).map(tuple),
    gaps=st.lists(GAPS, max_size=2).map(tuple),
    gaps_html=WORDS,
)
ITEM = Question(
    key="shimmer",
    type="single",
    stem_html="<p>Where?</p>",
    stem_text="Where?",
    case_html="<p>A cash machine.</p>",
    choices=(
        Choice("a", "Slot", "Slot", True, Fraction(1), "SECRET-reason"),
        Choice("b", "Keypad", "Keypad", False, Fraction(-1, 3), "SECRET-other-reason"),
    ),
    accepted=(AcceptedNumber(Fraction(1), Fraction(77777), reason_html="SECRET-range"),),
    points=2,
    redline=True,
    outcome="SECRET-outcome",
    module="SECRET-module",
    sources=("SECRET-source",),
    general_html="SECRET-general",
    right_html="SECRET-right",
    wrong_html="SECRET-wrong",
)


@QUICK
@given(QUESTIONS)
def test_a_question_comes_back_from_json_equal_in_every_field(question: Question) -> None:
    assert from_record(json.loads(json.dumps(to_record(question)))) == question


def test_fractions_are_stored_as_text() -> None:
    assert to_record(ITEM)["choices"][1]["weight"] == "-1/3"


def test_a_record_of_an_earlier_release_takes_the_defaults() -> None:
    question = from_record({"key": "q", "type": "single", "stem_html": "", "stem_text": ""})
    assert question == Question("q", "single", "", "")


FIRST_RELEASE = {
    *(
        "key",
        "type",
        "stem_html",
        "stem_text",
        "choices",
        "accepted",
        "points",
        "scoring",
        "outcome",
        "level",
        "redline",
    ),
    *("module", "bank", "case", "case_html", "sources", "general_html", "right_html", "wrong_html", "shuffle"),
}


def test_an_item_that_has_not_changed_keeps_the_record_of_the_first_release_and_so_its_version() -> None:
    assert set(to_record(ITEM)) == FIRST_RELEASE
    assert set(to_record(replace(ITEM, partial_html="<p>Nearly.</p>"))) == FIRST_RELEASE | {"partial_html"}


@pytest.mark.parametrize("place", ["question", "choice", "accepted"])
def test_a_field_of_a_later_release_is_refused_rather_than_lost(place: str) -> None:
    record = to_record(ITEM)
    {"question": record, "choice": record["choices"][0], "accepted": record["accepted"][0]}[place]["later"] = 1
    with pytest.raises(ValueError, match="later"):
        from_record(record)


def test_the_public_view_holds_exactly_what_the_paper_shows() -> None:
    assert public_view(ITEM) == PaperQuestion(
        key="shimmer",
        type="single",
        stem_html="<p>Where?</p>",
        case_html="<p>A cash machine.</p>",
        choices=(PaperChoice("a", "Slot", "Slot"), PaperChoice("b", "Keypad", "Keypad")),
        points=2,
    )


def test_nothing_that_tells_the_answer_is_in_the_public_view() -> None:
    shown = repr(public_view(ITEM))
    assert "SECRET" not in shown
    assert "77777" not in shown
    assert "redline" not in shown


def test_two_items_that_differ_in_the_key_alone_look_the_same() -> None:
    turned = tuple(replace(choice, right=not choice.right, weight=Fraction(0)) for choice in ITEM.choices)
    assert public_view(replace(ITEM, choices=turned, redline=False, accepted=())) == public_view(ITEM)


def test_options_come_in_the_order_of_the_paper() -> None:
    assert [choice.key for choice in public_view(ITEM, ("b", "a")).choices] == ["b", "a"]


@pytest.mark.parametrize("order", [("a",), ("a", "a"), ("a", "b", "c")])
def test_an_order_that_loses_or_doubles_an_option_is_an_error(order: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="each option once"):
        public_view(ITEM, order)


CELLS = st.builds(Cell, st.integers(1, 9), WORDS, outcome=MAYBE, level=st.none() | st.integers(1, 3), module=MAYBE)
SECONDS = st.none() | st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds))
RULES = st.builds(
    QuizRules,
    key=WORDS,
    kind=st.sampled_from(["practice", "examination"]),
    attempts=st.none() | st.integers(1, 9),
    wait=SECONDS,
    time=SECONDS,
    cut=st.fractions(0, 1),
    show=st.sampled_from(["at-once", "after-close"]),
    shuffle_questions=st.booleans(),
    shuffle_options=st.booleans(),
    blueprint=st.none() | st.builds(lambda cells: Blueprint(tuple(cells)), st.lists(CELLS, max_size=3)),
    items=st.lists(WORDS, max_size=3).map(tuple),
    redlines=st.integers(0, 5),
    again=SECONDS,
    areas=st.none()
    | st.builds(Areas, st.fractions(0, 1), st.dictionaries(WORDS, st.lists(WORDS).map(tuple)).map(Fixed)),
)


@QUICK
@given(RULES)
def test_the_rules_of_a_quiz_come_back_from_json_equal_in_every_field(rules: QuizRules) -> None:
    assert rules_from_record(json.loads(json.dumps(rules_to_record(rules)))) == rules


def test_a_part_of_a_second_is_refused_rather_than_lost() -> None:
    with pytest.raises(ValueError, match="whole seconds"):
        rules_to_record(QuizRules("q", wait=timedelta(milliseconds=1)))

"""Patterns of authors: they mean what they mean elsewhere, and none of them can hold up the house."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.regular_expression import Expression, NotAnExpression

MANY = settings(max_examples=400, deadline=None, database=None)
ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "[a-c1]", r"\d", r"\W", r"\.", "^", "$", r"\b", r"\B", " "])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda both: f"({both[0]}|{both[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,}", "*?"])).map(
            lambda one: f"(?:{one[0]}){one[1]}"
        ),
    ),
    max_leaves=8,
)


@MANY
@given(pattern=PATTERNS, text=st.text(alphabet="abc1. ", min_size=1, max_size=8))
def test_a_pattern_fits_what_it_fits_elsewhere(pattern: str, text: str) -> None:
    assert Expression(pattern).found_in(text) is bool(re.search(pattern, text)), pattern


@MANY
@given(PATTERNS)
def test_an_example_of_a_pattern_fits_it(pattern: str) -> None:
    example = Expression(pattern).example()
    assert not example or re.search(pattern, example)


@pytest.mark.parametrize(
    ("pattern", "text", "any_case", "expected"),
    [
        (r"^(msr|mag(netic)?[ -]?stripe)[ -]?reader$", "Mag-Stripe reader", True, True),
        (r"^(msr|mag(netic)?[ -]?stripe)[ -]?reader$", "Mag-Stripe reader", False, False),
        (r"^[^a]$", "A", True, False),
        (r"^[^a]$", "A", False, True),
        (r"[]x]", "]", False, True),
        (r"[a\-z]", "-", False, True),
        (r"[\d-]", "-", False, True),
        (r"^\w+$", "é", False, True),
        (r"^\d$", "٣", False, True),
        (r"", "anything", False, True),
        (r"^$", "", False, True),
        (r"a{2,}", "xaay", False, True),
        (r"{", "{", False, True),
    ],
)
def test_what_a_pattern_means(pattern: str, text: str, any_case: bool, expected: bool) -> None:
    assert Expression(pattern, any_case).found_in(text) is expected


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(a)\1", "not understood"),
        (r"(?=a)", "look-around"),
        (r"(?<name>a)", "look-around"),
        ("(a", "not closed"),
        ("a)", "closes nothing"),
        ("[a", "not closed"),
        ("[]", "not closed"),
        ("[z-a]", "backwards"),
        ("*a", "repeats nothing"),
        ("a**", "side by side"),
        ("^*", "edge"),
        ("a{51}", "too often"),
        ("a{3,2}", "less often"),
        ("a\\", "ends with"),
        (r"\p", "not understood"),
        ("a" * 201, "longer than"),
        ("((a{1,50}){1,50}){1,50}", "too long"),
        ("(" * 12 + ")" * 12, "too deeply"),
    ],
)
def test_what_cannot_be_used_says_why(pattern: str, words: str) -> None:
    with pytest.raises(NotAnExpression, match=words):
        Expression(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"^(a+)+$", r"^(a|aa)+$", r"^(a|a?)+$", r"(.*){9}(.*){9}x", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(a?){50}(a*){50}b"],
)
def test_a_pattern_that_runs_wild_elsewhere_is_answered_at_once(pattern: str) -> None:
    started = time.process_time()
    assert not Expression(pattern).found_in("a" * 199 + "!")
    assert time.process_time() - started < 0.5

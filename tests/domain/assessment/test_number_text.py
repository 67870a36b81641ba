"""How typed numbers are read: exactly, and with a question back where two readings are possible (T7)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.number_text import as_typed, canonical, read_number
from app.assessment.domain.unreadable import NumberOutOfRange, UnreadableResponse

QUICK = settings(max_examples=80, deadline=None, database=None)


@pytest.mark.parametrize(
    ("typed", "decimal", "number"),
    [
        ("1.5", ".", Fraction(3, 2)),
        ("1.5", ",", Fraction(3, 2)),
        ("1,5", ",", Fraction(3, 2)),
        ("15e-1", ".", Fraction(3, 2)),
        ("15E-1", ".", Fraction(3, 2)),
        ("+1.5", ".", Fraction(3, 2)),
        ("  1.5\u00a0", ".", Fraction(3, 2)),
        ("\u200f1.5\u200e", ".", Fraction(3, 2)),
        ("١٫٥", ".", Fraction(3, 2)),
        ("١٫٥", ",", Fraction(3, 2)),
        ("١٢٣", ".", Fraction(123)),
        ("۴۲", ".", Fraction(42)),
        ("−3", ".", Fraction(-3)),
        ("-0", ".", Fraction(0)),
        (".5", ".", Fraction(1, 2)),
        ("5.", ".", Fraction(5)),
        ("1.500", ".", Fraction(3, 2)),
        ("1,500", ",", Fraction(3, 2)),
        ("0.125", ",", Fraction(1, 8)),
        ("0.1", ".", Fraction(1, 10)),
    ],
)
def test_a_number_is_read_exactly(typed: str, decimal: str, number: Fraction) -> None:
    assert read_number(typed, decimal) == number


@pytest.mark.parametrize(
    ("typed", "decimal", "code", "advice"),
    [
        ("1.5 km", ".", "number_with_unit", "1.5"),
        ("5%", ".", "number_with_unit", "5"),
        ("€5", ".", "number_with_unit", "5"),
        ("about 20", ".", "number_with_unit", "20"),
        ("3 m2", ".", "number_with_unit", "3"),
        ("1,500", ".", "ambiguous_number", "1500"),
        ("-1,500", ".", "ambiguous_number", "-1.500"),
        ("1.500", ",", "ambiguous_number", "1,500"),
        ("1,5", ".", "other_decimal_mark", "1.5"),
        ("1 500", ".", "grouped_number", "1500"),
        ("1\u202f500", ".", "grouped_number", "1500"),
        ("1 .5", ".", "grouped_number", "1.5"),
        ("1,000,000", ".", "grouped_number", "1000000"),
        ("1.000,25", ",", "grouped_number", "1000,25"),
        ("1'000.5", ".", "grouped_number", "1000.5"),
        ("١٬٥٠٠", ".", "grouped_number", "1500"),
        ("1e999999999", ".", "number_out_of_range", ""),
        ("ninety", ".", "not_a_number", "1.5"),
        ("ninety", ",", "not_a_number", "1,5"),
        ("12:30", ".", "not_a_number", ""),
        ("1/2", ".", "not_a_number", ""),
        ("12.03.2024", ".", "not_a_number", ""),
        ("10²", ".", "not_a_number", ""),
        ("1_000", ".", "not_a_number", ""),
        ("nan", ".", "not_a_number", ""),
        ("inf", ".", "not_a_number", ""),
        ("--1", ".", "not_a_number", ""),
    ],
)
def test_what_could_be_misread_is_asked_back(typed: str, decimal: str, code: str, advice: str) -> None:
    with pytest.raises(UnreadableResponse) as refusal:
        read_number(typed, decimal)
    assert refusal.value.code == code
    assert advice in refusal.value.message % refusal.value.values


@QUICK
@given(st.text(max_size=200), st.sampled_from(".,"))
def test_any_text_is_a_number_or_a_refusal_that_can_be_shown(typed: str, decimal: str) -> None:
    outcome = _read_or_refused(typed, decimal)
    assert isinstance(outcome, Fraction) or outcome.message % outcome.values


def _read_or_refused(typed: str, decimal: str) -> Fraction | UnreadableResponse:
    try:
        return read_number(typed, decimal)
    except UnreadableResponse as refusal:
        return refusal


@QUICK
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.sampled_from(".,"))
def test_a_stored_number_shown_in_the_page_s_notation_reads_back_the_same(number, decimal: str) -> None:
    stored = canonical(Fraction(number))
    assert read_number(as_typed(stored, decimal), decimal) == Fraction(number)
    assert canonical(read_number(as_typed(stored, decimal), decimal)) == stored


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        (Fraction(3, 2), "1.5"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1500), "1500"),
        (Fraction(0), "0"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(10) ** 20, "1" + "0" * 20),
    ],
)
def test_a_number_is_stored_without_exponent_or_superfluous_zero(number: Fraction, stored: str) -> None:
    assert canonical(number) == stored


@pytest.mark.parametrize("number", [Fraction(1, 3), Fraction(10) ** 200])
def test_what_has_no_short_decimal_notation_is_not_stored(number: Fraction) -> None:
    with pytest.raises(NumberOutOfRange):
        canonical(number)

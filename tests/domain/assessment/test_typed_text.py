"""When a typed text fits: the table of questions.md, wildcards, times and dates (T7)."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.clock_text import read_date, read_time
from app.assessment.domain.question import AcceptedText, TextRules
from app.assessment.domain.typed_text import as_words, fits, literal
from app.assessment.domain.unreadable import UnreadableResponse

RULES = TextRules()
QUICK = settings(max_examples=200, deadline=None, database=None)
SIGNS = st.text(alphabet="ab *\\é", max_size=8)


@pytest.mark.parametrize(
    ("typed", "accepted", "rules", "expected"),
    [
        ("  no one ", "no one", RULES, True),
        ("no   one", "no one", RULES, True),
        ("no  one", "no one", TextRules(strict=True), False),
        ("caf\u00e9", "cafe\u0301", RULES, True),
        ("cafe", "café", RULES, False),
        ("cafe", "café", TextRules(accents=False), True),
        ("NO ONE", "no one", RULES, True),
        ("NO ONE", "no one", TextRules(capitals=True), False),
        ("STRASSE", "straße", RULES, True),
        ("axb", r"a\*b", RULES, False),
        ("a*b", r"a\*b", RULES, True),
        ("\u0430", "a", RULES, False),
        ("don’t", "don't", RULES, True),
        ("don’t", "don't", TextRules(strict=True), False),
        ("e\u2011mail", "e-mail", RULES, True),
        ("\u200fno one\u200e", "no one", RULES, True),
        ("42.0", "42", RULES, False),
        ("", "*", RULES, True),
        ("checksum", "checksum*", RULES, True),
        ("a checksum", "checksum*", RULES, False),
        ("one two three", "one*three", RULES, True),
        ("aba", "ab*ba", RULES, False),
        ("a\ue000b", "a*b", RULES, True),
    ],
)
def test_what_counts_in_a_text(typed: str, accepted: str, rules: TextRules, expected: bool) -> None:
    assert fits(typed, AcceptedText((accepted,)), rules) is expected


@QUICK
@given(typed=SIGNS, pattern=SIGNS)
def test_a_wildcard_stands_for_any_run_of_characters_and_nothing_else_does(typed: str, pattern: str) -> None:
    pieces = re.findall(r"\\[*\\]|.", pattern)
    wanted = "".join(".*" if one == "*" else re.escape(one[-1]) for one in pieces)
    exact = TextRules(capitals=True, strict=True)
    seen = unicodedata.normalize("NFC", typed).strip()
    begins, ends = pattern[:1].isspace(), pattern[-1:].isspace()
    if not begins and not ends:
        assert fits(typed, AcceptedText((pattern,)), exact) is bool(re.fullmatch(wanted, seen, re.DOTALL))


@QUICK
@given(st.text(max_size=20))
def test_a_text_without_wildcards_fits_itself_and_shows_as_itself(text: str) -> None:
    if "\ue000" not in text:
        assert fits(text, AcceptedText((literal(text),)), RULES)
        assert as_words(literal(text), rest="…").count("…") == text.count("…")


def test_many_wildcards_are_no_way_to_stop_the_house() -> None:
    started = time.process_time()
    assert not fits("a" * 199 + "b", AcceptedText(("a*" * 60 + "c",)), RULES)
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("20:58:30", "20:58:30"),
        ("20:58", "20:58:00"),
        ("8:05", "08:05:00"),
        ("20.58.30", "20:58:30"),
        ("20h58", "20:58:00"),
        ("8:58:30 pm", "20:58:30"),
        ("12:00 AM", "00:00:00"),
        ("12:00 p.m.", "12:00:00"),
        (" ٢٠:٥٨ ", "20:58:00"),
    ],
)
def test_a_time_of_day_is_read_in_the_usual_notations(typed: str, stored: str) -> None:
    assert read_time(typed) == stored


@pytest.mark.parametrize("typed", ["24:00", "20:60", "13:00 pm", "0:30 am", "2058", "20:58:30 UTC", "soon", "20:58:3"])
def test_what_is_no_time_of_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UnreadableResponse) as refusal:
        read_time(typed)
    assert refusal.value.code == "not_a_time"
    assert refusal.value.message % refusal.value.values


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-01-31", "2026-01-31"),
        ("2026/1/3", "2026-01-03"),
        ("31.1.2026", "2026-01-31"),
        ("3.5.2026", "2026-05-03"),
        ("31/01/2026", "2026-01-31"),
        ("01/31/2026", "2026-01-31"),
        ("05-05-2026", "2026-05-05"),
        ("29 . 2 . 2028", "2028-02-29"),
    ],
)
def test_a_date_is_read_where_only_one_day_can_be_meant(typed: str, stored: str) -> None:
    assert read_date(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("03/05/2026", "ambiguous_date"),
        ("3-5-2026", "ambiguous_date"),
        ("29.2.2027", "not_a_date"),
        ("31/31/2026", "not_a_date"),
        ("31/01/26", "not_a_date"),
        ("5 March 2026", "not_a_date"),
        ("0000-01-01", "not_a_date"),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_or_none_is_asked_back(typed: str, code: str) -> None:
    with pytest.raises(UnreadableResponse) as refusal:
        read_date(typed)
    assert refusal.value.code == code
    assert refusal.value.message % refusal.value.values

"""O26: what is the same word to search, and where it stands in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learning.domain.searched_text import folded, place_of

SAME = [
    ("الحاسوب", "الحَاسُوبُ", "vowel signs"),
    ("جريمة", "جـــريمة", "tatweel"),
    ("احمد", "أحمد", "alef with hamza above"),
    ("انترنت", "إنترنت", "alef with hamza below"),
    ("الان", "الآن", "alef with madda"),
    ("الرحمن", "ٱلرحمن", "alef with wasla"),
    ("هذا", "هٰذا", "small alef above"),
    ("مستشفي", "مستشفى", "alef maqsura"),
    ("جريمه", "جريمة", "teh marbuta"),
    ("مسوول", "مسؤول", "waw with hamza"),
    ("ملاحظات", "مﻼحظات", "a ligature of lam and alef"),
    ("كتاب", "کتاب", "Persian kaf"),
    ("ميز", "می‌ز", "Persian yeh and a joiner"),
    ("2026", "٢٠٢٦", "Arabic digits"),
    ("2026", "۲۰۲۶", "Persian digits"),
    ("שלום", "שָׁלוֹם", "Hebrew points"),
    ("cyberdependante", "CYBERDÉPENDANTE", "capitals and accents"),
    ("strasse", "Straße", "sharp s"),
    ("efficient", "eﬃcient", "a Latin ligature"),
]
OTHER = [("पिता", "पता", "vowels of Hindi"), ("كلب", "قلب", "kaf and qaf"), ("ء", "ا", "hamza alone")]


@pytest.mark.parametrize(("typed", "written", "what"), SAME)
def test_these_are_the_same_word(typed: str, written: str, what: str) -> None:
    """O26: typed so, and written so, and the other way round."""
    assert folded(typed) == folded(written), what


@pytest.mark.parametrize(("one", "other", "what"), OTHER)
def test_these_are_other_words(one: str, other: str, what: str) -> None:
    """O26: what makes another word of it counts."""
    assert folded(one) != folded(other), what


def test_the_whole_word_is_marked_with_the_signs_that_belong_to_it() -> None:
    """O26: from its first letter up to the last sign over its last one."""
    text = "في الحَاسُوبِ هنا"
    word = folded("الحاسوب")
    first, last = place_of(text, folded(text).index(word), len(word))
    assert text[first:last] == "الحَاسُوبِ"
    assert place_of("a eﬃ b", folded("a eﬃ b").index("f"), 1) == (3, 4)
    assert place_of("0¼", 0, 2) == (0, 2), "a sign of which a part is meant is marked whole"


@given(st.text(max_size=40), st.data())
def test_every_place_in_the_folded_text_is_one_in_the_text(text: str, data: st.DataObject) -> None:
    """Whatever is written: folding again changes nothing, and every part of the folded text has its place."""
    plain = folded(text)
    assert folded(plain) == plain
    if plain:
        start = data.draw(st.integers(0, len(plain) - 1))
        length = data.draw(st.integers(1, len(plain) - start))
        first, last = place_of(text, start, length)
        assert 0 <= first < last <= len(text)
        assert plain[start : start + length] in folded(text[first:last])

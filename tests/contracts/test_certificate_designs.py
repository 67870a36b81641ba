"""Every design, in every language, with every script of a name and for protected holders, is a whole certificate."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from app.printing.designs import load_designs
from tests.parts.printing.languages import CASES, CODE, SCRIPTS, SIGNATORIES, certificate, values

_MM = 72 / 25.4
_EDGE = 13 * _MM
_LARGEST = 150_000 - 14_000  # bytes; a signature with its time stamp takes some 14,000


@pytest.mark.parametrize(("key", "language", "script"), CASES)
def test_a_design_prints_all_it_is_told_on_one_page(key: str, language: str, script: str) -> None:
    """A28: names in Latin and Arabic, whole words, nothing beyond the edge, the code to be read at 110 dots an inch.

    The file is small, and holds points only where a signature was given.
    """
    pdf = certificate(key, language, script)
    assert len(pdf) < _LARGEST + (10_000 if script == "both" else 0)
    assert (b"/Subtype /Image" in pdf) is (script == "both")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    assert len(document) == 1
    text = _text(page)
    told = values(key, language, script)
    for name in ("number", "title", "holder_name", "statement", "scheme_title", "details", "reviewed_note"):
        assert [word for word in str(told[name]).split() if not _reads(word, text)] == [], name
    assert [name for name, _ in SIGNATORIES if name in text] == [name for name, _ in told["signatories"]]  # type: ignore[attr-defined]
    width, height = page.get_size()
    boxes = [box for letter, box in _letters(page) if box[2] > box[0]]
    assert min(box[0] for box in boxes) > _EDGE
    assert min(box[1] for box in boxes) > _EDGE
    assert max(box[2] for box in boxes) < width - _EDGE
    assert max(box[3] for box in boxes) < height - _EDGE
    assert [code.text for code in zxingcpp.read_barcodes(page.render(scale=110 / 72).to_pil())] == [CODE]


@pytest.mark.parametrize(("key", "language"), sorted({(key, language) for key, language, _ in CASES}))
def test_a_protected_holder_is_named_nowhere(key: str, language: str) -> None:
    """Page and metadata hold no word of any name that the other certificates hold."""
    text = _text(pypdfium2.PdfDocument(certificate(key, language, "protected"))[0])
    names = {word for name, original in SCRIPTS.values() for word in f"{name} {original}".split() if len(word) > 3}
    assert [word for word in names if word in text] == []


@pytest.mark.parametrize("language", load_designs()["attendance"].languages)
def test_attendance_says_that_it_is_no_proof_of_competence(language: str) -> None:
    words = load_designs()["attendance"].words[language]
    text = _text(pypdfium2.PdfDocument(certificate("attendance", language, "latin"))[0])
    assert all(word in text for word in words["not_competence"].split())
    assert words["title"] == words["title_attendance"]


def _reads(word: str, text: str) -> bool:
    """Whether a word is there whole; of one in Arabic the reader of this test may turn ligatures and digits round."""
    return word in text or sorted(word) in [sorted(one) for one in text.split()]


def _text(page: pypdfium2.PdfPage) -> str:
    return page.get_textpage().get_text_bounded()


def _letters(page: pypdfium2.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    text = page.get_textpage()
    found = ((text.get_text_range(index, 1), index) for index in range(text.count_chars()))
    return [(letter, text.get_charbox(index)) for letter, index in found if letter.strip()]

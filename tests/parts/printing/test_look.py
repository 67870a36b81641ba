"""How a certificate looks: lines fit, scripts join, the code is read from a raster, a specimen shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import weasyprint
import zxingcpp

from app.printing import artwork, press
from app.printing.designs import Design, design
from app.printing.fitting import step, unprintable
from app.printing.qr import qr_payload, qr_version
from app.printing.values import printed_values
from tests.parts.printing.certificates import (
    ADDRESS,
    ARABIC,
    CASES,
    CREATED,
    FULL,
    IN_ARABIC,
    KNOWLEDGE,
    LATIN_60,
    PLAIN,
    printed,
)

_MM = 72 / 25.4
_FRAME = 16.4 * _MM  # the inner line of the frame
_BAND = 141 * _MM  # from here down: facts, seal and code
_PAGE_HEIGHT = 210 * _MM

Box = tuple[float, float, float, float]


@pytest.mark.parametrize("case", ["plain", "arabic", "full", "wide"])
def test_no_letter_leaves_the_frame(case: str) -> None:
    page = pypdfium2.PdfDocument(printed(CASES[case]))[0]
    width, height = page.get_size()
    for _, (left, bottom, right, top) in _letters(page):
        assert left > _FRAME
        assert bottom > _FRAME
        assert right < width - _FRAME
        assert top < height - _FRAME


@pytest.mark.parametrize("case", ["plain", "arabic", "full", "wide"])
def test_the_text_ends_above_the_seal(case: str) -> None:
    page = pypdfium2.PdfDocument(printed(CASES[case]))[0]
    centre = [box for _, box in _letters(page) if 120 * _MM < (box[0] + box[2]) / 2 < 177 * _MM]
    text = [bottom for _, bottom, _, _ in centre if _PAGE_HEIGHT - bottom < 160 * _MM]
    assert text
    assert _PAGE_HEIGHT - min(text) < _BAND


def test_names_can_be_read_out_of_the_page() -> None:
    assert LATIN_60 in _text(printed(FULL))
    arabic = _text(printed(KNOWLEDGE))
    assert all(word in arabic for word in ARABIC.split())


def test_arabic_letters_are_joined() -> None:
    """The four letters of a word make one stroke of ink; with non-joiners between them they stand apart."""
    joined, apart = (_strokes({**PLAIN, "holder_name_original": name}) for name in ("محمد", "\u200c".join("محمد")))
    assert (joined, apart) == (1, 4)


@pytest.mark.parametrize("case", CASES)
def test_the_code_is_read_from_a_page_at_110_dots_an_inch(case: str) -> None:
    image = pypdfium2.PdfDocument(printed(CASES[case]))[0].render(scale=110 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [qr_payload(ADDRESS)]


LONG_CODE = (f"{qr_payload(ADDRESS).replace('/c/', '/C/')}#" + "0123456789ABCDEFGHJKMNPQRSTVWXYZ" * 10)[:304]


def test_a_signed_code_of_304_characters_is_read_from_a_page_at_110_dots_an_inch() -> None:
    """U4: the text of the code is the caller's; mixed segments keep it at version 10 with level M."""
    assert qr_version(LONG_CODE) <= 10
    pdf = press.render(design("alliance"), FULL, created=press.datetime.now(press.UTC), identifier=b"x",
                       qr_text=LONG_CODE)  # fmt: skip
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=110 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(image)
    assert (code.text, code.ec_level) == (LONG_CODE, "M")
    corners = code.position
    modules_mm = 45 * (17 + 4 * 10) / (17 + 4 * 10 + 8)
    assert (corners.top_right.x - corners.top_left.x) / 110 * 25.4 == pytest.approx(modules_mm, abs=1)


@pytest.mark.parametrize(
    ("address", "payload"),
    [
        ("https://verify.example.org/c/PRV-1", "HTTPS://VERIFY.EXAMPLE.ORG/c/PRV-1"),
        ("http://127.0.0.1:8000/c/PRV-1", "HTTP://127.0.0.1:8000/c/PRV-1"),
        ("https://a.example/C/PRV-1?x=y#Z", "HTTPS://A.EXAMPLE/C/PRV-1?x=y#Z"),
    ],
)
def test_only_scheme_and_host_are_put_in_capitals(address: str, payload: str) -> None:
    assert qr_payload(address) == payload


def test_a_specimen_says_so_across_the_page_and_a_real_one_does_not() -> None:
    assert "SPECIMEN" in _text(printed(KNOWLEDGE))
    assert "SPECIMEN" not in _text(printed(PLAIN))
    assert _red_area(KNOWLEDGE) > 0.02 > _red_area({**KNOWLEDGE, "specimen": False})


def test_without_signatories_nobody_is_named_as_one() -> None:
    assert "Signed electronically by the issuer" in _text(printed(PLAIN))
    assert "Office of the first" not in _text(printed(PLAIN))
    assert "Office of the first" in _text(printed(FULL))


def test_dates_are_written_out_in_the_language_of_the_document() -> None:
    assert "23 November 2026" in _text(printed(PLAIN))
    assert "نوفمبر" in _text(printed(IN_ARABIC))


def test_a_name_cannot_turn_the_direction_of_what_stands_beside_it() -> None:
    shown = printed_values(design("alliance"), {**PLAIN, "holder_name": "Anna\u202eottO\u2066 \x07Berg\n"})
    assert shown["holder_name"] == "AnnaottO Berg"


def test_artwork_drawn_ahead_looks_as_weasyprint_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a version of WeasyPrint that nobody tried, art and code are drawn by WeasyPrint, and look the same."""
    house = design("alliance")
    assert len(press._press(house).art) == 3
    ahead = _picture(house)
    monkeypatch.setattr(artwork, "MADE_FOR", "71.0")
    plain = replace(house)
    anew = _picture(plain)
    assert press._press(plain).art == {}
    differing = sum(abs(a - b) > 60 for a, b in zip(ahead.tobytes(), anew.tobytes(), strict=True))
    assert differing < 0.002 * ahead.width * ahead.height
    assert [code.text for code in zxingcpp.read_barcodes(anew)] == [qr_payload(ADDRESS)]


def test_the_fast_path_is_made_for_the_version_that_is_installed() -> None:
    """A new version of WeasyPrint fails here: read its drawing of images again, then change MADE_FOR."""
    assert weasyprint.__version__ == artwork.MADE_FOR


@pytest.mark.parametrize(
    ("name", "expected"), [("Ana", 0), (LATIN_60, 4), ("W" * 60, 6), ("i" * 60, 1), ("", 0), (ARABIC, 0)]
)  # fmt: skip
def test_a_longer_line_takes_a_smaller_step(name: str, expected: int) -> None:
    assert step(name, design("alliance").fits["holder_name"]) == expected


@pytest.mark.parametrize(
    ("text", "letters"), [("Łukasz Nguyễn Ω Жук ʼ", ""), (ARABIC + "\u200f", ""), ("佐藤 a", "佐藤"), ("ก", "ก")]
)  # fmt: skip
def test_letters_outside_the_fonts_are_named(text: str, letters: str) -> None:
    assert unprintable(text, design("alliance").faces) == frozenset(letters)


def _letters(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    text = page.get_textpage()
    boxes = ((text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars()))
    return [(letter, box) for letter, box in boxes if letter.strip() and box[2] > box[0]]


def _picture(house: Design) -> Any:
    pdf = press.render(house, PLAIN, created=CREATED, identifier=b"x")
    return pypdfium2.PdfDocument(pdf)[0].render(scale=1.5).to_pil().convert("L")


def _text(pdf: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())


def _strokes(values: dict[str, object]) -> int:
    """How many pieces of ink the Arabic letters make, seen from above: runs of columns that are not blank."""
    page = pypdfium2.PdfDocument(printed(values))[0]
    boxes = [box for letter, box in _letters(page) if "\u0600" <= letter <= "\u06ff"]
    left, bottom, right, top = (pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max)))
    width, height = page.get_size()
    image = page.render(scale=6, crop=(left - 2, bottom, width - right - 2, height - top)).to_pil().convert("L")
    inked = [min(image.crop((x, 0, x + 1, image.height)).tobytes()) < 190 for x in range(image.width)]
    return sum(now and not before for before, now in zip([False, *inked], inked, strict=False))


def _red_area(values: dict[str, object]) -> float:
    """The part of the page that is as red as the mark of a specimen."""
    image = pypdfium2.PdfDocument(printed(values))[0].render(scale=0.5).to_pil().convert("RGB")
    pixels = image.tobytes()
    red = sum(
        r - b > 15 and r > 225 and g > 210 for r, g, b in zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
    )
    return red / (image.width * image.height)

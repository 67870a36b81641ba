"""A picture and captions above GREEN bear their reader's mark in themselves; a film cannot."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from lxml import etree
from PIL import Image

from app.curriculum.domain.captions import captions_problem
from app.learning.marked_files import marked_file
from tests.domain.curriculum.films import FILM, WEBM

DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 0 40 30"><rect width="40" height="30"/></svg>'
WORDS = "TLP:AMBER 1A2B-3C4D 2026-11-26"


def photograph(ending: str) -> bytes:
    """Return a picture of 40 × 30 pixels."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, ending)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["svg+xml", "png", "jpeg", "webp"])
def test_the_picture_is_whole_beneath_its_mark_and_as_large_as_before(kind: str) -> None:
    """X17 U10: what it shows is not touched; the words stand across it and at its foot."""
    content = DRAWN if kind == "svg+xml" else photograph(kind)
    marked = marked_file(content, f"image/{kind}", WORDS)
    assert marked
    assert (marked.media_type, marked.ending) == ("image/svg+xml", "svg")
    picture = etree.fromstring(marked.content)
    [held] = picture.xpath("//*[local-name()='image']")
    assert b64decode(held.get("href").partition(",")[2]) == content
    sizes = [(one.get("width"), one.get("height")) for one in (picture, held)]
    assert sizes == [("40", "30")] * 2
    assert picture.xpath("//*[local-name()='text']/text()") == [WORDS] * 2
    assert picture.index(held) < len(picture) - 1, "the mark would lie beneath the picture"


CUES = ("00:01.000 --> 00:02.000\nLook.", "00:03.000 --> 00:04.000\n<v A>Then touch.")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_captions_say_between_all_of_them_whose_copy_they_are_and_are_shown_as_before(end: str) -> None:
    """X17: a note is not shown by a player, and is read by whoever opens the file."""
    text = "\n\n".join(("WEBVTT - a film\nKind: captions", *CUES)) + "\n\n\n"
    marked = marked_file(f"\ufeff{text}".replace("\n", end).encode(), "text/vtt", WORDS)
    assert marked
    assert marked.ending == "vtt"
    blocks = marked.content.decode().rstrip("\n").split("\n\n")
    assert blocks[1::2] == [f"NOTE {WORDS}"] * 3
    assert tuple(blocks[2::2]) == CUES
    assert captions_problem(marked.content) is None


@pytest.mark.parametrize(("content", "kind"), [(FILM, "video/mp4"), (WEBM, "video/webm"), (b"no picture", "image/png")])
def test_of_what_cannot_bear_a_mark_there_is_no_copy(content: bytes, kind: str) -> None:
    """A film is not encoded anew (decision 0005)."""
    assert marked_file(content, kind, WORDS) is None

"""A figure above GREEN bears its reader's mark in itself."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from lxml import etree
from PIL import Image

from app.learning.marked_figures import marked_figure

DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 0 40 30"><rect width="40" height="30"/></svg>'
WORDS = "TLP:AMBER 1A2B-3C4D 2026-11-26"


def photograph(ending: str) -> bytes:
    """Return a picture of 40 × 30 pixels."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, ending)
    return file.getvalue()


@pytest.mark.parametrize("ending", ["svg", "png", "jpeg", "webp"])
def test_the_picture_is_whole_beneath_its_mark_and_as_large_as_before(ending: str) -> None:
    """X17 U10: what it shows is not touched; the words stand across it and at its foot."""
    content = DRAWN if ending == "svg" else photograph(ending)
    marked = marked_figure(content, ending, WORDS)
    assert marked
    picture = etree.fromstring(marked)
    [held] = picture.xpath("//*[local-name()='image']")
    assert b64decode(held.get("href").partition(",")[2]) == content
    sizes = [(one.get("width"), one.get("height")) for one in (picture, held)]
    assert sizes == [("40", "30")] * 2
    assert picture.xpath("//*[local-name()='text']/text()") == [WORDS] * 2
    assert picture.index(held) < len(picture) - 1, "the mark would lie beneath the picture"


def test_captions_and_what_is_no_picture_stay_as_they_are() -> None:
    """A film is not encoded anew (decision 0005); its page bears the mark."""
    assert marked_figure(b"WEBVTT\n\n00:00.000 --> 00:01.000\nWords\n", "vtt", WORDS) is None
    assert marked_figure(b"no picture", "png", WORDS) is None

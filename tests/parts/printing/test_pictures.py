"""Pictures that somebody gave are made anew: points of a PNG, shapes of an SVG, nothing that runs, loads or links."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from app.printing.pictures import LARGEST, UnusablePicture, plain_picture
from tests.parts.printing.languages import signature

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"%s>%s</svg>'


def test_a_png_is_made_anew_and_made_again_is_the_same() -> None:
    kind, once = plain_picture(signature() + b"behind the end")
    assert kind == "image/png"
    assert b"behind" not in once
    assert plain_picture(once) == (kind, once)


def test_a_large_png_is_made_smaller() -> None:
    made = BytesIO()
    Image.new("RGB", (3_000, 900), "white").save(made, "PNG")
    assert Image.open(BytesIO(plain_picture(made.getvalue())[1])).size == (1_000, 300)


@pytest.mark.parametrize(
    ("on_root", "inside", "gone"),
    [
        ("", "<script>run()</script>", "script"),
        (' onload="run()"', "", "onload"),
        ("", '<image href="http://127.0.0.1/x.png"/>', "image"),
        ("", '<use xlink:href="http://127.0.0.1/x.svg#a"/>', "127"),
        ("", '<a href="https://example.org"><path d="M0 0"/></a>', "example"),
        ("", '<path d="M0 0" fill="url(http://127.0.0.1/x#a)"/>', "127"),
        ("", "<path d='M0 0' style='fill: url(\"file:///etc/passwd\")'/>", "passwd"),
        ("", "<style>@import url(http://127.0.0.1/x.css)</style>", "import"),
        ("", "<foreignObject><p>x</p></foreignObject>", "foreign"),
        ("", "<text>a name</text>", "name"),
    ],
)
def test_an_svg_keeps_its_shapes_and_nothing_else(on_root: str, inside: str, gone: str) -> None:
    kind, made = plain_picture((SVG % (on_root, inside + '<circle r="4" fill="#a00"/>')).encode())
    assert kind == "image/svg+xml"
    assert gone.encode() not in made
    assert b'<circle r="4" fill="#a00"/>' in made


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"<svg>", b"<html/>", b'<!DOCTYPE svg><svg viewBox="0 0 1 1"/>',
     b'<svg xmlns="http://www.w3.org/2000/svg"/>', bytes(LARGEST + 1)],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UnusablePicture):
        plain_picture(content)

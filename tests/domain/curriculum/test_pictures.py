"""Pictures are made anew from their points: small, the right way up, without what a camera or an editor noted."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib

import pytest
from PIL import Image

from app.curriculum.domain.assets import read_asset
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.pictures import WANTED, fitted
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">%s</svg>'


def made(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "navy" if mode in ("RGB", "RGBA", "CMYK") else 1).save(out, kind, **more)
    return out.getvalue()


def photograph(width: int = 1600, height: int = 1000) -> bytes:
    """Return a picture with as much in it as a photograph, alike each time."""
    chance = random.Random(7)
    small = Image.frombytes("RGB", (80, 50), bytes(chance.randrange(256) for _ in range(80 * 50 * 3)))
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=95)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG that declares more points than it holds: a few bytes that ask for gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("content", [made("PNG"), made("JPEG"), made("WEBP")], ids=["png", "jpeg", "webp"])
def test_a_picture_is_known_by_its_content_and_becomes_webp(content: bytes) -> None:
    found = fitted(content)
    assert (found.ending, found.width, found.height) == ("webp", 60, 40)
    assert read_asset(f"modules/a/assets/x.{found.ending}", found.content, Findings()) is not None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_of_storing_colours_is_understood(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert fitted(made(kind, mode=mode)).width == 60


def test_a_photograph_is_made_small_enough_for_a_slow_line() -> None:
    found = fitted(photograph())
    assert max(found.width, found.height) <= 960
    assert len(found.content) <= WANTED


def test_what_a_camera_noted_is_gone_and_the_picture_stands_upright() -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # to be turned by a quarter
    notes[0x010F] = "Camera of a witness"
    notes.get_ifd(0x8825)[1] = "N"
    content = made("JPEG", exif=notes, comment=b"taken at home")
    found = fitted(content)
    assert (found.width, found.height) == (40, 60)
    again = Image.open(io.BytesIO(found.content))
    assert dict(again.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(again.info)
    assert b"witness" not in found.content


def test_what_is_hung_behind_a_picture_does_not_come_along() -> None:
    found = fitted(made("PNG") + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in found.content
    assert b"PK" not in found.content


def test_the_same_picture_has_the_same_name() -> None:
    one, two = fitted(made("PNG")), fitted(made("PNG"))
    assert one.named("The scène, seen!") == two.named("The scène, seen!")
    assert one.named("The scène, seen!").startswith("the-scene-seen-")
    assert fitted(made("PNG", (61, 40))).named("x") != one.named("x")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"not a picture", "not-picture"),
        (b"%PDF-1.7", "not-picture"),
        (b"<html><script>alert(1)</script></html>", "not-picture"),
        (b"GIF89a" + b"\0" * 100, "not-picture"),
        (made("PNG")[:60], "not-picture"),
        (made("JPEG")[:200], "not-picture"),
        (made("TIFF"), "not-picture"),
        (huge_png(6000, 6000), "too-many-pixels"),
        (huge_png(50_000, 50_000), "too-many-pixels"),
        (huge_png(2_000_000_000, 2_000_000_000), "too-many-pixels"),
        (huge_png(4000, 4000), "not-picture"),
        (b"\0" * 10_000_001, "too-large"),
        (SVG % (b"<path/>" * 40_000), "too-large"),
        (SVG % b"<script>alert(1)</script>", "svg-unsafe"),
        (SVG % b'<rect onload="alert(1)"/>', "svg-unsafe"),
        (SVG % b'<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>', "svg-unsafe"),
        (SVG % b'<image href="https://example.org/x.png"/>', "svg-unsafe"),
        (SVG % b"<style>@import url(https://example.org)</style>", "svg-unsafe"),
        (SVG % b'<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "svg-unsafe"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG % b"&x;", "svg-unreadable"),
        (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aa">]>' + SVG % b"&a;", "svg-unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg-unreadable"),
        (SVG % b"<g>", "svg-unreadable"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableUpload) as refused:
        fitted(content)
    assert refused.value.code == code
    assert REASONS[code] % refused.value.values


def test_a_drawing_loses_what_its_editor_noted_and_keeps_what_it_draws() -> None:
    inside = made("JPEG", comment=b"taken at home")
    found = fitted(
        SVG
        % (
            b'<!-- by A. --><metadata><x/></metadata><e:view xmlns:e="http://editor.example" e:user="a.name"/>'
            b'<g xmlns:e="http://editor.example" e:path="/home/a.name"><rect width="4" height="3"/></g>'
            b'<text>Said<e:note xmlns:e="http://editor.example">x</e:note> and kept</text>'
            b'<image href="data:image/jpeg;base64,' + base64.b64encode(inside) + b'"/>'
        )
    )
    assert (found.ending, found.width, found.height) == ("svg", 40, 30)
    assert b'<rect width="4" height="3"/>' in found.content
    assert b"Said and kept" in found.content
    for gone in (b"a.name", b"by A.", b"metadata", b"editor", b"jpeg"):
        assert gone not in found.content
    assert b"data:image/webp;base64," in found.content
    assert read_asset("modules/a/assets/x.svg", found.content, Findings()) is not None

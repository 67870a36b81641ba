"""Reads figures, films and captions: kind by content, size, hash; refuses what could do more than be looked at."""

from __future__ import annotations

import hashlib
import posixpath
import struct

from app.curriculum.domain.captions import captions_problem
from app.curriculum.domain.course import AssetSource
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.svg import UnreadableSvg, forbidden_in, read_svg, size_of
from app.curriculum.domain.videos import says_its_place, video_kind
from app.foundation.markdown_surroundings import FileKind

MEDIA_TYPES = {
    **{"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"},
    **{"mp4": "video/mp4", "webm": "video/webm", "vtt": "text/vtt"},
}
ENDINGS = {**{ending: ending for ending in MEDIA_TYPES}, "jpeg": "jpg"}
_LIMITS: dict[FileKind, tuple[int, str]] = {
    "picture": (2_000_000, "2 MB"),
    "video": (8_000_000, "8 MB"),
    "captions": (60_000, "60 kB"),
}


def kind_named(path: str) -> FileKind:
    """Return what the name of a file says that it is."""
    kinds: dict[str, FileKind] = {"mp4": "video", "webm": "video", "vtt": "captions"}
    return kinds.get(_ending(path), "picture")


def read_asset(path: str, content: bytes, findings: Findings) -> AssetSource | None:
    """Return the figure, film or captions, or nothing with findings that say why it cannot be shown."""
    place = Place(path)
    most, limit = _LIMITS[kind_named(path)]
    if len(content) > most:
        findings.add("A11", place, limit=limit)
        return None
    named = ENDINGS.get(_ending(path))
    found = _kind(content) or (named if named in ("svg", "vtt") else None)
    if named is None or found is None:
        findings.add("A03", place)
        return None
    if named != found:
        findings.add("A10", place, found=found.upper(), ending=found)
        return None
    size = _size(found, path, content, findings)
    if size is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    return AssetSource(path, digest, found, MEDIA_TYPES[found], content, size[0], size[1])


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower().lstrip(".")


def _size(kind: str, path: str, content: bytes, findings: Findings) -> tuple[int, int] | None:
    """Return width and height, nought where none is known; None where the file cannot be shown."""
    if kind == "svg":
        return _svg(path, content, findings)
    if kind == "vtt":
        return _captions(path, content, findings)
    if kind in ("mp4", "webm"):
        return _video(path, content, findings)
    return _raster(kind, content, Place(path), findings)


def _captions(path: str, content: bytes, findings: Findings) -> tuple[int, int] | None:
    wrong = captions_problem(content)
    if wrong is None:
        return 0, 0
    findings.add("A12", Place(path, wrong[0]), problem=wrong[1])
    return None


def _video(path: str, content: bytes, findings: Findings) -> tuple[int, int] | None:
    if not says_its_place(content):
        return 0, 0
    findings.add("A13", Place(path))
    return None


def _kind(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if film := video_kind(content):
        return film
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    return "svg" if start.startswith((b"<svg", b"<?xml", b"<!--")) else None


def _svg(path: str, content: bytes, findings: Findings) -> tuple[int, int] | None:
    try:
        root = read_svg(content)
    except UnreadableSvg as problem:
        findings.add("A04", Place(path), problem=problem)
        return None
    forbidden = forbidden_in(root)
    for line, what in forbidden:
        findings.add("A05", Place(path, line), what=what)
    size = size_of(root)
    if size is None:
        findings.add("A06", Place(path))
    return None if forbidden else size


def _raster(kind: str, content: bytes, place: Place, findings: Findings) -> tuple[int, int] | None:
    size = {"png": _png_size, "jpg": _jpeg_size, "webp": _webp_size}[kind](content)
    if size is None or not all(0 < side <= 20_000 for side in size):
        findings.add("A06", place)
        return None
    return size


def _png_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < 24 or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (ITU-T T.81, B.2.2)."""
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + max(struct.unpack(">H", content[position + 2 : position + 4])[0], 2)
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """Read the three chunk kinds of the WebP container: lossy, lossless, extended."""
    chunk, data = content[12:16], content[20:30]
    if len(data) < 10:
        return None
    if chunk == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None

"""Blanks in a WebM what is neither picture nor sound: element by element, each keeping its length (RFC 9559)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.curriculum.domain.unreadable_upload import UnreadableUpload

_HEAD, _SEGMENT, _INFO, _TRACKS, _CLUSTER, _VOID = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0xEC
_ENTRY, _TYPE = 0xAE, 0x83
_IN_SEGMENT = frozenset((0x114D9B74, _INFO, _TRACKS, _CLUSTER, 0x1C53BB6B))
_IN_CLUSTER = frozenset((0xE7, 0xA3, 0xA0, 0xAB, 0xA7))
_TIMES = frozenset((0x2AD7B1, 0x4489))
_PROGRAMS = frozenset((0x4D80, 0x5741))
"""The programs that made it: a film must have these two, so they are kept and say nothing."""
_NAMES = frozenset((0x536E, 0xBF, 0xEC))
_PICTURE, _SOUND = 1, 2


@dataclass(frozen=True, slots=True)
class _Element:
    id: int
    start: int
    inside: int
    end: int
    open: bool


def blanked_elements(content: bytes) -> bytes:
    """Return the film without tags, title, dates and attachments. Raises `UnreadableUpload`."""
    film = bytearray(content)
    kinds: set[int] = set()
    for element in _elements(film, 0, len(film)):
        if element.id == _SEGMENT:
            _blank_segment(film, element, kinds)
        elif element.id != _HEAD:
            _void(film, element)
    if _PICTURE not in kinds:
        raise UnreadableUpload("not-film")
    if kinds - {_PICTURE, _SOUND}:
        raise UnreadableUpload("film-tracks")
    return bytes(film)


def _blank_segment(film: bytearray, segment: _Element, kinds: set[int]) -> None:
    for element in _elements(film, segment.inside, segment.end):
        if element.id == _INFO:
            _blank_info(film, element)
        elif element.id == _TRACKS:
            _blank_tracks(film, element, kinds)
        elif element.id == _CLUSTER and not element.open:
            _keep_only(film, element, _IN_CLUSTER)
        elif element.id not in _IN_SEGMENT | _IN_CLUSTER:
            _void(film, element)


def _blank_info(film: bytearray, info: _Element) -> None:
    for element in _elements(film, info.inside, info.end):
        if element.id in _PROGRAMS:
            film[element.inside : element.end] = bytes(element.end - element.inside)
        elif element.id not in _TIMES:
            _void(film, element)


def _blank_tracks(film: bytearray, tracks: _Element, kinds: set[int]) -> None:
    for track in _elements(film, tracks.inside, tracks.end):
        if track.id != _ENTRY:
            _void(film, track)
            continue
        for element in _elements(film, track.inside, track.end):
            if element.id == _TYPE:
                kinds.add(int.from_bytes(film[element.inside : element.end], "big"))
            elif element.id in _NAMES:
                _void(film, element)


def _keep_only(film: bytearray, holder: _Element, kept: frozenset[int]) -> None:
    for element in _elements(film, holder.inside, holder.end):
        if element.id not in kept:
            _void(film, element)


def _void(film: bytearray, element: _Element) -> None:
    """Put an empty element of the same length in its place."""
    length = element.end - element.start
    if length < 9:
        film[element.start : element.end] = bytes((_VOID, 0x80 + length - 2)) + bytes(length - 2)
    else:
        film[element.start : element.end] = (
            bytes((_VOID, 1)) + (length - 9).to_bytes(7, "big") + bytes(length - 9)
        )  # fmt: skip


def _elements(film: bytearray, start: int, end: int) -> Iterator[_Element]:
    """Walk elements side by side; a segment or cluster of unknown length is open: what follows lies in it."""
    while start < end:
        name, at = _number(film, start, end, 4, marked=True)
        size, inside = _number(film, at, end, 8, marked=False)
        unknown = size == (1 << 7 * (inside - at)) - 1
        if unknown and name not in (_SEGMENT, _CLUSTER):
            raise UnreadableUpload("damaged")
        after = (end if name == _SEGMENT else inside) if unknown else inside + size
        if after > end:
            raise UnreadableUpload("damaged")
        yield _Element(name, start, inside, after, unknown)
        start = after


def _number(film: bytearray, at: int, end: int, most: int, *, marked: bool) -> tuple[int, int]:
    """Return a number that says its own length by its first bit set, and where it ends."""
    length = 9 - film[at].bit_length() if at < end and film[at] else 9
    if length > most or at + length > end:
        raise UnreadableUpload("damaged")
    value = int.from_bytes(film[at : at + length], "big")
    return (value if marked else value - (1 << 7 * length)), at + length

"""Blanks in an MP4 what is neither picture nor sound: box by box, each keeping its length (ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.curriculum.domain.unreadable_upload import UnreadableUpload

_OF_SAMPLES = frozenset((b"sdtp", b"sbgp", b"sgpd", b"subs"))
_KEPT: Mapping[bytes, frozenset[bytes]] = {
    b"": frozenset((b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"pdin")),
    b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"iods")),
    b"trak": frozenset((b"tkhd", b"edts", b"mdia", b"tref")),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf", b"elng")),
    b"minf": frozenset((b"vmhd", b"smhd", b"dinf", b"stbl")),
    b"stbl": frozenset(
        (b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsh", b"stsz", b"stz2", b"stsc", b"stco", b"co64", b"padb")
    )
    | _OF_SAMPLES,
    b"moof": frozenset((b"mfhd", b"traf")),
    b"traf": frozenset((b"tfhd", b"tfdt", b"trun", b"saiz", b"saio", b"senc")) | _OF_SAMPLES,
}
"""What a player needs of each box that holds boxes; everything else is a note of somebody's."""
_DATED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_MEDIA = frozenset((b"vide", b"soun"))


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    inside: int
    end: int


def blanked_boxes(content: bytes) -> bytes:
    """Return the film with notes, places, names and dates made nought. Raises `UnreadableUpload`."""
    film = bytearray(content)
    tracks: list[bytes] = []
    _blank(film, b"", 0, len(film), tracks)
    if b"vide" not in tracks:
        raise UnreadableUpload("not-film")
    if set(tracks) - _MEDIA:
        raise UnreadableUpload("film-tracks")
    return bytes(film)


def _blank(film: bytearray, holder: bytes, start: int, end: int, tracks: list[bytes]) -> None:
    for box in _boxes(film, start, end):
        if box.name not in _KEPT[holder]:
            film[box.start + 4 : box.start + 8] = b"free"
            film[box.inside : box.end] = bytes(box.end - box.inside)
        elif box.name in _KEPT:
            _blank(film, box.name, box.inside, box.end, tracks)
        elif box.name in _DATED:
            _undate(film, box)
        elif box.name == b"hdlr":
            tracks.append(bytes(film[box.inside + 8 : box.inside + 12]))
            film[box.inside + 24 : box.end] = bytes(max(0, box.end - box.inside - 24))


def _undate(film: bytearray, box: _Box) -> None:
    """Make the days of its making and its last change nought; version 1 writes them with eight bytes each."""
    length = 16 if film[box.inside : box.inside + 1] == b"\1" else 8
    if box.inside + 4 + length > box.end:
        raise UnreadableUpload("damaged")
    film[box.inside + 4 : box.inside + 4 + length] = bytes(length)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[_Box]:
    """Walk boxes side by side; one that does not end where its holder says is damaged."""
    while start < end:
        size, name, inside = (
            int.from_bytes(film[start : start + 4], "big"),
            bytes(film[start + 4 : start + 8]),
            start + 8,
        )
        if size == 1:
            size, inside = int.from_bytes(film[start + 8 : start + 16], "big"), start + 16
        after = end if size == 0 else start + size
        if not inside <= after <= end:
            raise UnreadableUpload("damaged")
        yield _Box(name, start, inside, after)
        start = after

"""Films as tests need them: the boxes of a film without a picture in them, and its captions."""

from __future__ import annotations


def box(name: bytes, inside: bytes = b"") -> bytes:
    """Return a box of an MP4."""
    return (len(inside) + 8).to_bytes(4, "big") + name + inside


def track(kind: bytes = b"vide", beside: bytes = b"") -> bytes:
    """Return a track of an MP4 that says its kind, the day it was made and the name of what made it."""
    told = box(b"mdhd", bytes(4) + b"\1\2\3\4" * 2 + bytes(12))
    handler = box(b"hdlr", bytes(8) + kind + bytes(12) + b"Somebody's telephone\0")
    return box(b"trak", box(b"tkhd", bytes(4) + b"\1\2\3\4" * 2 + bytes(72)) + box(b"mdia", told + handler) + beside)


def mp4(*tracks: bytes, beside: bytes = b"", after: bytes = b"") -> bytes:
    """Return an MP4 of these tracks, with more in its head and behind its picture."""
    head = box(b"mvhd", bytes(4) + b"\1\2\3\4" * 2 + bytes(88))
    held = box(b"moov", head + b"".join(tracks) + beside)
    return box(b"ftyp", b"isom\0\0\2\0isommp42") + held + box(b"mdat", b"points" * 20) + after


def element(name: int, inside: bytes = b"", *, open: bool = False) -> bytes:
    """Return an element of a WebM; one that is open does not say where it ends."""
    size = b"\1" + (b"\xff" * 7 if open else len(inside).to_bytes(7, "big"))
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + inside


def webm(kind: int = 1, *beside: bytes, open: bool = False) -> bytes:
    """Return a WebM of one track, with a title, its day, programs, and more behind its picture."""
    told = element(0x2AD7B1, b"\x0f\x42\x40") + element(0x7BA9, b"Raid on the 4th") + element(0x4461, bytes(8))
    info = element(0x1549A966, told + element(0x4D80, b"Telephone 12") + element(0x5741, b"Telephone 12"))
    entry = element(0xAE, element(0xD7, b"\1") + element(0x83, bytes([kind])) + element(0x536E, b"Somebody"))
    cluster = element(0x1F43B675, element(0xE7, b"\0") + element(0xA3, b"points"), open=open)
    held = info + element(0x1654AE6B, entry) + cluster + b"".join(beside)
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, held, open=open)


FILM = box(b"ftyp", b"isom\0\0\2\0isommp42") + box(b"moov", box(b"udta")) + box(b"mdat", b"\0" * 1_200_000)
TELEPHONE = box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", box(b"udta", box(b"\xa9xyz", b"+12.34+056.78/")))
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\xf7\x81\1\x42\x82\x84webm" + b"\0" * 90
CAPTIONS = b"WEBVTT\n\n00:00:00.500 --> 00:00:04.000\nLeave the phone on.\n"

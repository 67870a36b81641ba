"""Films as tests need them: the boxes of a film without a picture in them, and its captions."""

from __future__ import annotations


def box(name: bytes, inside: bytes = b"") -> bytes:
    """Return a box of an MP4."""
    return (len(inside) + 8).to_bytes(4, "big") + name + inside


FILM = box(b"ftyp", b"isom\0\0\2\0isommp42") + box(b"moov", box(b"udta")) + box(b"mdat", b"\0" * 1_200_000)
TELEPHONE = box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", box(b"udta", box(b"\xa9xyz", b"+12.34+056.78/")))
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\xf7\x81\1\x42\x82\x84webm" + b"\0" * 90
CAPTIONS = b"WEBVTT\n\n00:00:00.500 --> 00:00:04.000\nLeave the phone on.\n"

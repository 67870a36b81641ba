"""Draws the QR code of a certificate: the text that it is given, as short as QR can hold it, in one fixed form."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import segno
from segno import consts

# QR's alphanumeric mode (ISO/IEC 18004, table 5) packs two of these characters in 11 bits.
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]{9,}")
_SCHEME_AND_HOST = re.compile(r"^[A-Za-z]+://[^/?#]+")
# Trying all eight masks costs four times the rest; one fixed mask also keeps the drawing the same for ever.
_MASK = 2
_QUIET = 4  # modules round the code (ISO/IEC 18004, 9.1)
_DARK, _LIGHT = "#0b1d38", "#fdfcf8"  # ink and the paper of the certificates: contrast 16 to 1


def qr_svg(text: str) -> bytes:
    """Return the SVG of `text`: error level M (15 %), with its quiet zone."""
    drawing = BytesIO()
    _code(text).save(drawing, kind="svg", border=_QUIET, omitsize=False, xmldecl=False, svgclass=None, lineclass=None,
                     nl=False, dark=_DARK, light=_LIGHT)  # fmt: skip
    return drawing.getvalue()


def qr_strokes(text: str) -> tuple[int, bytes]:
    """Return the same as PDF strokes, and how many modules its side has: a rectangle for each run of dark modules."""
    code = _code(text)
    side = int(code.symbol_size(border=_QUIET)[0])
    runs = [
        b"%d %d %d 1 re" % (_QUIET + run.start(), _QUIET + row, run.end() - run.start())
        for row, modules in enumerate(code.matrix)
        for run in re.finditer(rb"\x01+", bytes(modules))
    ]
    paper = b"%s rg\n0 0 %d %d re\nf\n" % (_colour(_LIGHT), side, side)
    return side, b"%s%s rg\n%s\nf" % (paper, _colour(_DARK), b"\n".join(runs))


def qr_version(text: str) -> int:
    """Return the version of the code of `text`, 1 to 40: its side has 17 + 4 × version modules."""
    return int(_code(text).version)


def qr_payload(address: str) -> str:
    """Return `address` with scheme and host in capitals, as they may be (RFC 3986, 6.2.2.1): a smaller code."""
    return _SCHEME_AND_HOST.sub(lambda found: found.group().upper(), address)


def _code(text: str) -> segno.QRCode:
    segments: Any = _segments(text)  # segno takes such pairs; its types do not say so
    return segno.make(segments, error="m", boost_error=False, mask=_MASK, micro=False)


def _segments(payload: str) -> list[tuple[str, int]]:
    """Cut into runs for alphanumeric mode, where a run is long enough to pay for its header, and bytes for the rest."""
    runs: list[tuple[str, int]] = []
    end = 0
    for run in _ALPHANUMERIC.finditer(payload):
        if run.start() > end:
            runs.append((payload[end : run.start()], consts.MODE_BYTE))
        runs.append((run.group(), consts.MODE_ALPHANUMERIC))
        end = run.end()
    return runs + ([(payload[end:], consts.MODE_BYTE)] if end < len(payload) else [])


def _colour(name: str) -> bytes:
    """Return `#rrggbb` as PDF says it."""
    return b" ".join(b"%g" % round(part / 255, 4) for part in bytes.fromhex(name[1:]))

"""Draws the QR code of a certificate: the verification address, as short as QR can hold it, in one fixed form."""

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
_DARK, _LIGHT = "#0b1d38", "#fdfcf8"  # ink and the paper of the certificates: contrast 16 to 1


def qr_svg(address: str) -> bytes:
    """Return the SVG of `address`: error level M (15 %), quiet zone of 4 modules (ISO/IEC 18004, 9.1)."""
    segments: Any = _segments(qr_payload(address))  # segno takes such pairs; its types do not say so
    code = segno.make(segments, error="m", boost_error=False, mask=_MASK, micro=False)
    drawing = BytesIO()
    code.save(drawing, kind="svg", border=4, omitsize=False, xmldecl=False, svgclass=None, lineclass=None, nl=False,
              dark=_DARK, light=_LIGHT)  # fmt: skip
    return drawing.getvalue()


def qr_payload(address: str) -> str:
    """Return `address` as the code holds it: scheme and host in capitals, as they may be (RFC 3986, 6.2.2.1)."""
    return _SCHEME_AND_HOST.sub(lambda found: found.group().upper(), address)


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

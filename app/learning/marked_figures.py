"""A figure above TLP:GREEN carries the mark of its reader in itself, also when it is saved alone (X17, U10)."""

from __future__ import annotations

from base64 import b64encode

from app.curriculum.domain.assets import read_asset
from app.curriculum.domain.findings import Findings

MEDIA_TYPE = "image/svg+xml"
POLICY = "default-src 'none'; img-src data:; frame-ancestors 'none'"
"""What a marked figure may load where it is opened by itself: the picture that it holds."""
_BELOW = 'fill="#111" stroke="#fff" stroke-width="0.25em" stroke-linejoin="round" paint-order="stroke"'


def marked_figure(content: bytes, ending: str, words: str) -> bytes | None:
    """Return an SVG of the same size with the picture in it and `words` over it; None for a film or captions.

    The words stand across the picture, again and again, so that cutting off a border leaves some, and once, to be read,
    at its foot. They are the same in every language (a label is never translated) and need no escape.
    """
    picture = read_asset(f"figure.{ending}", content, Findings())
    if picture is None or not picture.width:
        return None
    width, height = picture.width, picture.height
    size = max(width // 34, 6)
    step = len(words) * size
    held = f"data:{picture.media_type};base64,{b64encode(content).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="monospace" font-size="{size}">'
        f'<pattern id="mark" width="{step}" height="{size * 8}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(-30)"><text y="{size * 4}" fill="#777" fill-opacity="0.35">{words}</text></pattern>'
        f'<image href="{held}" width="{width}" height="{height}"/>'
        f'<rect width="{width}" height="{height}" fill="url(#mark)"/>'
        f'<text x="{size // 2}" y="{height - size // 2}" {_BELOW}>{words}</text></svg>'
    ).encode()

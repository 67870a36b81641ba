"""A file above TLP:GREEN carries the mark of its reader in itself, also when it is saved alone (X17, U10)."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass

from app.curriculum.domain.assets import MEDIA_TYPES, read_asset
from app.curriculum.domain.findings import Findings

POLICY = "default-src 'none'; img-src data:; frame-ancestors 'none'"
"""What a marked file may load where it is opened by itself: the picture that it holds."""
_SVG, _CAPTIONS = MEDIA_TYPES["svg"], MEDIA_TYPES["vtt"]
_ENDINGS = {media_type: ending for ending, media_type in MEDIA_TYPES.items()}
_BELOW = 'fill="#111" stroke="#fff" stroke-width="0.25em" stroke-linejoin="round" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A reader's own copy."""

    content: bytes
    media_type: str

    @property
    def ending(self) -> str:
        """The ending of its name."""
        return _ENDINGS[self.media_type]


def marked_file(content: bytes, media_type: str, words: str) -> MarkedFile | None:
    """Return a picture or captions with `words` in it; None for a film, which is not encoded anew (decision 0005).

    The words are the same in every language (a label is never translated) and need no escape.
    """
    if media_type == _CAPTIONS:
        return MarkedFile(_marked_captions(content, words), _CAPTIONS)
    figure = _marked_figure(content, _ENDINGS.get(media_type, ""), words)
    return MarkedFile(figure, _SVG) if figure else None


def _marked_captions(content: bytes, words: str) -> bytes:
    """Put the words between all captions as notes, which a player passes over (WebVTT, 2019, section 4.1)."""
    text = re.sub(r"\r\n?", "\n", content.decode("utf-8-sig")).strip("\n")
    return (re.sub(r"\n{2,}", f"\n\nNOTE {words}\n\n", text) + f"\n\nNOTE {words}\n").encode()


def _marked_figure(content: bytes, ending: str, words: str) -> bytes | None:
    """Return an SVG of the same size with the picture in it and the words over it.

    They stand across the picture, again and again, so that cutting off a border leaves some, and once, to be read, at
    its foot.
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

"""Draws the fixed artwork of a design once per process and puts the ready strokes into each document.

Drawing the guilloche anew takes most of the time of a certificate. WeasyPrint looks an image up by its address in a
dictionary that we give it, and asks it only for a size and to draw itself; so an object of ours may stand there. Those
two calls are no public promise of WeasyPrint: its version is pinned, a test holds the trick, and art that cannot be
drawn ahead (a gradient, transparency, text) is left to WeasyPrint.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
import zlib
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint
from weasyprint.images import SVGImage
from weasyprint.pdf.stream import Stream

from app.printing.assets import SCHEME
from app.printing.designs import Design
from app.printing.qr import qr_strokes

# The one version whose inner calls were read and tested. Under another, WeasyPrint draws everything itself: slower,
# and the same to look at.
MADE_FOR = "70.0"

_OPAQUE = re.compile(rb"/[aA]1(?:\.0)? gs\n?")
_NEEDS_RESOURCES = re.compile(rb"/\S+ (?:gs|Do|sh|scn|SCN|Tf)\b")


@dataclass(frozen=True, slots=True)
class DrawnArt:
    """Artwork as compressed PDF strokes, with its own size in CSS pixels."""

    width: float
    height: float
    strokes: bytes

    def get_intrinsic_size(self, resolution: object, font_size: object) -> tuple[float, float, float]:
        """Answer WeasyPrint: width, height, ratio."""
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: object) -> None:
        """Put the strokes into the page as one form, scaled to the place."""
        forms = stream._resources["XObject"]
        name = f"art{len(forms)}"
        forms[name] = pydyf.Stream([self.strokes], self._form(), compress=False)
        with stream.stacked():
            stream.transform(width / self.width, 0, 0, height / self.height, 0, 0)
            stream.draw_x_object(name)

    def _form(self) -> dict[str, object]:
        box = pydyf.Array([0, 0, round(self.width, 2), round(self.height, 2)])
        return {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary({}),
                "Filter": "/FlateDecode"}  # fmt: skip


def knows_this_weasyprint() -> bool:
    """Whether artwork may be drawn ahead: only for the version of WeasyPrint that this was made for."""
    return weasyprint.__version__ == MADE_FOR


def drawn_code(text: str) -> DrawnArt:
    """Return the QR code of `text`, ready to be put into a page."""
    side, strokes = qr_strokes(text)
    return DrawnArt(side, side, zlib.compress(strokes, 9))


def drawn_art(design: Design) -> dict[str, DrawnArt]:
    """Return {address: art} of every SVG in the design's assets that can be drawn ahead."""
    found = {}
    for path in sorted((design.folder / "assets").glob("*.svg")):
        art = draw_ahead(path.read_bytes())
        if art is not None:
            found[f"{SCHEME}assets/{path.name}"] = art
    return found


def draw_ahead(svg: bytes) -> DrawnArt | None:
    """Return the strokes of an SVG, or None where they would need more than lines and fills."""
    # Our own files only, never a visitor's.
    image = SVGImage(ElementTree.fromstring(svg), "", None, None)  # noqa: S314
    width, height, _ = image.get_intrinsic_size(1, 16)
    if not width or not height:
        return None
    strokes = _OPAQUE.sub(b"", _painted(image, width, height))
    if not strokes or _NEEDS_RESOURCES.search(strokes):
        return None
    return DrawnArt(width, height, zlib.compress(_rounded(strokes), 9))


def _painted(image: SVGImage, width: float, height: float) -> bytes:
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({**{kind: pydyf.Dictionary() for kind in kinds}, "ColorSpace": b""})
    stream = Stream({}, (0, 0, width, height), resources, {}, None, {}, None)
    image.draw(stream, width, height, None)
    return b"\n".join(part if isinstance(part, bytes) else part.encode() for part in stream.stream)


def _rounded(strokes: bytes) -> bytes:
    """Round the coordinates of paths to a tenth; never scales and colours, which would shift the drawing."""
    path = re.compile(rb"(?m)^[-0-9. ]+ (?:c|l|m|v|y|re)$")
    number = re.compile(rb"-?\d+\.\d+")
    return path.sub(lambda line: number.sub(_tenth, line.group()), strokes)


def _tenth(number: re.Match[bytes]) -> bytes:
    return b"%g" % round(float(number.group()), 1)

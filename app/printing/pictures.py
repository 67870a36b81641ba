"""Makes a picture that somebody gave safe to print: a PNG anew from its points, an SVG of its shapes alone."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from io import BytesIO

from lxml import etree
from PIL import Image

from app.printing.refusals import CannotPrint

LARGEST = 300_000  # bytes as given
WIDEST = 1_000  # points; at 60 mm that is 420 to the inch
_MOST_POINTS = 16_000_000
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = re.compile(
    "svg|g|path|rect|circle|ellipse|line|polyline|polygon|defs|linearGradient|radialGradient|stop|clipPath|use"
)
_DRAWS = re.compile(
    "id|d|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|fx|fy|width|height|viewBox|preserveAspectRatio|points|transform|offset"
    "|gradientUnits|gradientTransform|clipPathUnits|clip-path|clip-rule|fill|fill-rule|fill-opacity|stroke"
    "|stroke-width|stroke-linecap|stroke-linejoin|stroke-miterlimit|stroke-dasharray|stroke-opacity|opacity"
    "|stop-color|stop-opacity|href|style"
)
_INSIDE = re.compile(r"#[\w.-]+")
_LOADS = re.compile(r"url\(\s*[\"']?(?!#)|@|\\|expression|javascript", re.IGNORECASE)


class UnusablePicture(CannotPrint):
    """The bytes are neither a PNG nor an SVG that could be printed."""


@lru_cache(maxsize=16)
def plain_picture(content: bytes) -> tuple[str, bytes]:
    """Return (media type, content) of a PNG or SVG, made anew: what it is, its bytes say. Raises UnusablePicture.

    Made anew from the same bytes it is the same; a picture that this made may be given again.
    """
    if len(content) > LARGEST:
        raise UnusablePicture(f"a picture of more than {LARGEST // 1000} kB")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", _png(content)
    return "image/svg+xml", _svg(content)


def _png(content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            found = Image.open(BytesIO(content), formats=("PNG",))
            if found.width * found.height > _MOST_POINTS:
                raise UnusablePicture("a picture of too many points")
            clear = found.has_transparency_data
            picture = found.convert("RGBA" if clear else "RGB")
        except UnusablePicture:
            raise
        except Exception as error:  # broken pictures fail in every way there is
            raise UnusablePicture("a PNG that cannot be read") from error
    picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def _svg(content: bytes) -> bytes:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
        raise UnusablePicture("an SVG that declares entities or a document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnusablePicture("neither a PNG nor an SVG") from error
    if root.tag != f"{_SVG}svg" or not (root.get("viewBox") or (root.get("width") and root.get("height"))):
        raise UnusablePicture("an SVG without a size")
    drawing = _shapes(root)
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4:  # WeasyPrint 70 stumbles over a drawing without a size of its own, in a text from right to left
        drawing.set("width", box[2])
        drawing.set("height", box[3])
    made: bytes = etree.tostring(drawing)
    return made


def _shapes(node: etree._Element) -> etree._Element:
    """Return a copy that holds known shapes and their looks, and nothing that runs, loads or links."""
    kept = etree.Element(node.tag, nsmap={None: _SVG[1:-1]})
    for name, value in node.attrib.items():
        plain = etree.QName(name).localname
        if _DRAWS.fullmatch(plain) and not _LOADS.search(value) and (plain != "href" or _INSIDE.fullmatch(value)):
            kept.set(plain, value)
    for child in node:
        if (
            isinstance(child.tag, str)
            and child.tag.startswith(_SVG)
            and _SHAPES.fullmatch(child.tag.removeprefix(_SVG))
        ):
            kept.append(_shapes(child))
    return kept

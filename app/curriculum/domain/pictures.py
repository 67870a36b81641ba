"""Fits a picture to slow lines: made anew from its points alone, at most 960 points wide or high, about 40 kB."""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import warnings

from lxml import etree
from PIL import Image, ImageFile, ImageOps

from app.curriculum.domain.fitted_picture import LARGEST_PICTURE, FittedPicture
from app.curriculum.domain.svg import UnreadableSvg, forbidden_in, read_svg, size_of
from app.curriculum.domain.unreadable_upload import UnreadableUpload

SIDES = (960, 800, 640, 480)
QUALITIES = (82, 70, 58)
WANTED = 40_000
MOST_COLOURS = 4_096
MOST_POINTS = 25_000_000
LARGEST_SVG = 200_000
_KINDS = ("PNG", "JPEG", "WEBP")
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK, _XML = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
_INSIDE = re.compile(r"data:image/(?:png|jpeg|webp);base64,(.*)", re.DOTALL)
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, IndexError, KeyError, TypeError, ArithmeticError)


def fitted(content: bytes) -> FittedPicture:
    """Return a picture made anew; what it is, its bytes say, not its name. Raises `UnreadableUpload`."""
    if not content:
        raise UnreadableUpload("empty")
    if len(content) > LARGEST_PICTURE:
        raise UnreadableUpload("too-large", limit="10 MB")
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        return fitted_svg(content)
    return fitted_raster(content)


def fitted_raster(content: bytes) -> FittedPicture:
    """Return PNG, JPEG or WebP as WebP without anything but its points. Raises `UnreadableUpload`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _encoded(*_loaded(content))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as problem:
            raise UnreadableUpload("too-many-pixels") from problem
        except _BROKEN as problem:
            raise UnreadableUpload("not-picture") from problem


def _loaded(content: bytes) -> tuple[Image.Image, bool]:
    """Return the picture, small and the right way up, and whether it has sharp edges (a drawing or a screen)."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # another library of the process may have let broken pictures pass
    found = Image.open(io.BytesIO(content), formats=_KINDS)
    if found.width * found.height > MOST_POINTS:
        raise UnreadableUpload("too-many-pixels")
    sharp = found.format == "PNG"
    picture: Image.Image = found
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode in ("P", "PA", "1", "LA"):
        picture = picture.convert("RGBA")
    picture.thumbnail((SIDES[0], SIDES[0]), Image.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    if picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGB")
    return picture, sharp


def _encoded(picture: Image.Image, sharp: bool) -> FittedPicture:
    """Try lossless for drawings of few colours, then less and less of quality and size until it is small enough."""
    if sharp and picture.getcolors(MOST_COLOURS) is not None:
        made = _webp(picture, 100, lossless=True)
        if len(made) <= WANTED:
            return FittedPicture(made, "webp", picture.width, picture.height)
    for side in SIDES:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            made = _webp(picture, quality)
            if len(made) <= WANTED:
                return FittedPicture(made, "webp", picture.width, picture.height)
            if len(made) > 2 * WANTED:
                break
    return FittedPicture(made, "webp", picture.width, picture.height)


def _webp(picture: Image.Image, quality: int, *, lossless: bool = False) -> bytes:
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=quality, lossless=lossless, method=4)
    return out.getvalue()


def fitted_svg(content: bytes) -> FittedPicture:
    """Return an SVG that draws and does nothing else, without comments and what its editor noted."""
    if len(content) > LARGEST_SVG:
        raise UnreadableUpload("too-large", limit="200 kB")
    try:
        root = read_svg(content)
    except UnreadableSvg as problem:
        raise UnreadableUpload("svg-unreadable", problem=str(problem)) from problem
    forbidden = forbidden_in(root)
    if forbidden:
        raise UnreadableUpload("svg-unsafe", what=forbidden[0][1])
    size = size_of(root)
    if size is None:
        raise UnreadableUpload("svg-unreadable", problem="it does not say its size in a viewBox")
    _strip(root)
    return FittedPicture(etree.tostring(root, encoding="utf-8"), "svg", *size)


def _strip(root: etree._Element) -> None:
    for node in list(root.iter()):
        parent = node.getparent()
        strange = not isinstance(node.tag, str) or not node.tag.startswith((_SVG, "svg")) and "{" in node.tag
        if parent is not None and (strange or node.tag == f"{_SVG}metadata"):
            _take_out(parent, node)
            continue
        for name, value in list(node.attrib.items()):
            if name.startswith("{") and not name.startswith((_XLINK, _XML)):
                del node.attrib[name]
            elif inside := _INSIDE.fullmatch(str(value).strip()):
                node.set(name, _made_anew(inside[1]))
    etree.cleanup_namespaces(root)


def _take_out(parent: etree._Element, node: etree._Element) -> None:
    if node.tail and node.tail.strip():
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _made_anew(encoded: str) -> str:
    """Return a picture within a drawing made anew: a camera's notes travel in it too."""
    try:
        content = base64.b64decode(re.sub(r"\s+", "", encoded), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise UnreadableUpload("not-picture") from problem
    return "data:image/webp;base64," + base64.b64encode(fitted_raster(content).content).decode()

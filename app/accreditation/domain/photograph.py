"""A photograph that somebody took as evidence: made anew from its points alone, still sharp enough to be read."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

SIDE = 1_800
QUALITY = 78
MOST_POINTS = 60_000_000
_KINDS = ("JPEG", "PNG", "WEBP")
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, IndexError, KeyError, TypeError, ArithmeticError)


class NoPhotograph(Exception):
    """The bytes are no picture that can be taken; `code` says why: kind, damaged or too-many-points."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def made_anew(content: bytes) -> bytes:
    """Return JPEG, PNG or WebP as a JPEG of at most 1,800 points a side that holds no place, date or device.

    What it is, its bytes say, not its name. Raises `NoPhotograph`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _encoded(_loaded(content))
        except UnidentifiedImageError as problem:
            raise NoPhotograph("kind") from problem
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as problem:
            raise NoPhotograph("too-many-points") from problem
        except _BROKEN as problem:
            raise NoPhotograph("damaged") from problem


def _loaded(content: bytes) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # another library of the process may have let broken pictures pass
    found = Image.open(io.BytesIO(content), formats=_KINDS)
    if found.width * found.height > MOST_POINTS:
        raise NoPhotograph("too-many-points")
    if found.format == "JPEG":
        found.draft("RGB", (SIDE, SIDE))  # the decoder leaves out what would be thrown away: a quarter of the time
    picture = ImageOps.exif_transpose(found)
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return picture


def _encoded(picture: Image.Image) -> bytes:
    clean = Image.new("RGB", picture.size, "white")
    whole = picture.convert("RGBA") if picture.has_transparency_data else picture.convert("RGB")
    clean.paste(whole, mask=whole.getchannel("A") if whole.mode == "RGBA" else None)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()

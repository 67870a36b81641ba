"""The formats of the house, by name, read once from the folder `formats`."""

from __future__ import annotations

from app.foundation.errors import Refusal
from app.foundation.registry import one_per_file
from app.foundation.words import N_
from app.interchange.domain.question_file import Format


class UnknownFormat(Refusal):
    """A file is of no format that the house reads."""

    code = "unknown_format"
    message = N_("%(name)s is not in a format that can be read. Known: %(known)s.")
    status = 422


def _checked(offered: dict[str, object]) -> dict[str, Format]:
    kept: dict[str, Format] = {}
    for name, one in offered.items():
        if not isinstance(one, Format):
            raise TypeError(f"the format {name!r} lacks a part of Format")
        kept[name] = one
    return kept


FORMATS: dict[str, Format] = _checked(one_per_file("app.interchange.formats", "FORMAT"))


def format_of(name: str, raw: bytes) -> Format:
    """Return the format of a file. Raises UnknownFormat."""
    for one in FORMATS.values():
        if one.recognises(name, raw):
            return one
    raise UnknownFormat(name=name, known=", ".join(FORMATS))

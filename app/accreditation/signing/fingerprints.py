"""Fingerprints of objects of a PDF with all that hangs on them, within a patience: the file may be anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic

_BYTES_A_STEP = 256
_UPWARDS = "/Parent"


class TooTangled(Exception):
    """A file holds more than one of ours could."""


class Patience:
    """How much more is looked at: objects, and of long ones each 256 bytes, `steps` in all."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def take(self, size: int = 0) -> None:
        """Note that an object of so many bytes is looked at. Raises `TooTangled` when it is enough."""
        self._left -= 1 + size // _BYTES_A_STEP
        if self._left < 0:
            raise TooTangled

    def print(self, *found: Any) -> bytes:
        """Return a fingerprint of objects and all that hangs on them, but of no page: that is a part of its own."""
        digest, left, seen = sha256(), list(reversed(found)), dict[str, int]()
        while left:
            one = left.pop()
            self.take()
            if isinstance(one, generic.IndirectObject):
                key = key_of(one, 0)
                if key in seen:
                    digest.update(b"again %d;" % seen[key])
                    continue
                seen[key] = len(seen)
                one = one.get_object()
            left.extend(reversed(self._noted(digest, one)))
        return digest.digest()

    def _noted(self, digest: Any, one: Any) -> list[Any]:
        """Enter one object into the digest and return what hangs on it."""
        if isinstance(one, generic.ArrayObject):
            digest.update(b"[%d;" % len(one))
            return raw_list(one)
        if not isinstance(one, generic.DictionaryObject):
            return self._written(digest, one if isinstance(one, generic.PdfObject) else generic.NullObject())
        kept = sorted(set(one) - {_UPWARDS})
        digest.update(repr(kept).encode())
        if value(one, "/Type") == "/Page":
            return []
        if isinstance(one, generic.StreamObject):
            self.take(len(one.encoded_data))
            digest.update(b"%d:" % len(one.encoded_data) + one.encoded_data)
        return [one.raw_get(name) for name in kept]

    def _written(self, digest: Any, one: generic.PdfObject) -> list[Any]:
        text = BytesIO()
        one.write_to_stream(text)
        self.take(text.tell())
        digest.update(text.getvalue() + b";")
        return []

    def leaves(self, tops: list[Any], below: str, *ends: str) -> Iterator[tuple[str, Any]]:
        """Give the leaves of a tree of dictionaries by their keys; one that has a name of `ends` is a leaf itself."""
        waiting, seen = list(reversed(tops)), set[str]()
        while waiting:
            self.take()
            one = waiting.pop()
            key, found = key_of(one, len(seen)), opened(one)
            if key in seen or not isinstance(found, generic.DictionaryObject):
                continue
            seen.add(key)
            if below in found and not any(end in found for end in ends):
                waiting.extend(reversed(raw_list(value(found, below))))
            else:
                yield key, found


def key_of(one: Any, place: int) -> str:
    """Return by what an object is known in a file: its number, or its place where it has none."""
    return f"{one.idnum} {one.generation}" if isinstance(one, generic.IndirectObject) else f"place {place}"


def opened(one: Any) -> Any:
    """Return the object that a reference stands for."""
    return one.get_object() if isinstance(one, generic.IndirectObject) else one


def value(found: Any, name: str) -> Any:
    """Return what a dictionary has under a name; nothing, which is empty, where it has none."""
    return opened(found.raw_get(name)) if name in found else {}


def raw(found: Any, name: str) -> Any:
    """Return the same, a reference as it is."""
    return found.raw_get(name) if name in found else None


def raw_list(listed: Any) -> list[Any]:
    """Return the items of a list, references as they are."""
    return [listed.raw_get(place) for place in range(len(listed))]


def values(found: Any, but: set[str]) -> list[Any]:
    """Return names and values of a dictionary but of those names, in one order."""
    kept = sorted(set(found) - but - {_UPWARDS})
    return [each for name in kept for each in (generic.NameObject(name), found.raw_get(name))]

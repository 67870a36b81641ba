"""What a text of a course leans on: figures, linked lessons, sources. Its reading stands while these are the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.foundation.markdown import Image

T = TypeVar("T")
V = TypeVar("V")
_Lean = tuple["_Leant", ...]
_WAYS = 4  # a text is read among the whole course, and in its editor among a part of it


@dataclass(frozen=True, slots=True)
class Around:
    """What the texts of a course lean on: figures and links by path, the references of sources by key."""

    images: Mapping[str, Image]
    links: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def parts(self) -> tuple[Mapping[str, Any], ...]:
        """The three of them."""
        return self.images, self.links, self.sources


class Readings(Generic[T]):
    """Keeps what texts came to, each with what it leaned on meanwhile: the last used, up to `heaviest` bytes of text.

    A reading takes some ten times the memory of its text.
    """

    def __init__(self, heaviest: int) -> None:
        self._heaviest = heaviest
        self._held = 0
        self._kept: OrderedDict[Any, tuple[int, list[tuple[_Lean, T]]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, size: int, around: Around, read: Callable[[Around], T]) -> T:
        """Return the reading of a text of `size` bytes that was made among the same, or read and keep it."""
        with self._lock:
            ways = list(self._kept.get(key, (0, ()))[1])
        for leant, reading in ways:
            if all(part.stands(known) for part, known in zip(leant, around.parts, strict=True)):
                self._keep(key, size, leant, reading)
                return reading
        noted = [_Noted(part) for part in around.parts]
        reading = read(Around(*noted))
        self._keep(key, size, tuple(part.leant() for part in noted), reading)
        return reading

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._held = 0

    def _keep(self, key: Any, size: int, leant: _Lean, reading: T) -> None:
        with self._lock:
            _, known = self._kept.pop(key, (0, []))
            ways = [(leant, reading), *(way for way in known if way[0] is not leant)][:_WAYS]
            self._kept[key] = (size, ways)
            self._held += size * (len(ways) - len(known))
            while self._held > self._heaviest:
                size, ways = self._kept.popitem(last=False)[1]
                self._held -= size * len(ways)


class Same:
    """A value that equals itself alone: to compare two readings word for word takes longer than to read again."""

    __slots__ = ("_one",)

    def __init__(self, one: object) -> None:
        self._one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._one is other._one

    def __hash__(self) -> int:
        return id(self._one)


class _Noted(Mapping[str, V]):
    """A mapping that notes what it was asked; whoever goes through it has asked for everything."""

    def __init__(self, known: Mapping[str, V]) -> None:
        self._known = known
        self._asked: dict[str, V | None] = {}
        self._whole = False

    def leant(self) -> _Leant:
        """Return what was asked, without what was not."""
        return _Leant(dict(self._known), True) if self._whole else _Leant(self._asked, False)

    def __getitem__(self, key: str) -> V:
        self._asked[key] = self._known.get(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        self._whole = True
        return iter(self._known)

    def __len__(self) -> int:
        self._whole = True
        return len(self._known)


@dataclass(frozen=True, slots=True)
class _Leant:
    """What a mapping answered a reader, or the `whole` of it."""

    answers: Mapping[str, Any]
    whole: bool

    def stands(self, known: Mapping[str, Any]) -> bool:
        """Whether the reader would be answered the same by this one."""
        if self.whole:
            return known == self.answers
        return all(known.get(key) == answer for key, answer in self.answers.items())

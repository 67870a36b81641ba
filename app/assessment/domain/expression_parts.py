"""The parts that a regular expression is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


class NotAnExpression(ValueError):
    """The pattern cannot be used; the argument says why, for its author."""


NAMED: Mapping[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "w": lambda sign: sign.isalnum() or sign == "_",
    "s": str.isspace,
}
"""What `\\d`, `\\w` and `\\s` take."""


@dataclass(frozen=True, slots=True)
class Signs:
    """One character out of a set: ranges from a character to a character, and named sets (a capital: all but those)."""

    ranges: tuple[tuple[str, str], ...] = ()
    named: str = ""
    negated: bool = False

    def takes(self, sign: str, any_case: bool) -> bool:
        """Say whether the character is one of the set."""
        forms = {sign, sign.lower(), sign.upper()} if any_case else {sign}
        return any(self._holds(form) for form in forms) != self.negated

    def _holds(self, sign: str) -> bool:
        if any(low <= sign <= high for low, high in self.ranges):
            return True
        return any(NAMED[name.lower()](sign) == name.islower() for name in self.named)

    def example(self) -> str:
        """Return a character of the set; empty where none of the usual ones is."""
        usual = [low for low, _ in self.ranges] + list("a0 -_é.")
        return next((sign for sign in usual if self.takes(sign, any_case=False)), "")


@dataclass(frozen=True, slots=True)
class Edge:
    """A place without a character: `^` the beginning, `$` the end, `b` the edge of a word, `B` anywhere else."""

    kind: str

    def holds(self, text: str, place: int) -> bool:
        """Say whether the place before the character at `place` is such an edge."""
        if self.kind in "^$":
            return place == (0 if self.kind == "^" else len(text))
        before, after = (NAMED["w"](sign) if sign else False for sign in (text[place - 1 : place], text[place:][:1]))
        return (before != after) == (self.kind == "b")


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part `least` to `most` times; None: as often as one likes."""

    part: Part
    least: int
    most: int | None


Part = Signs | Edge | Row | Either | Repeat

"""Reads a regular expression into its parts, and refuses what only a matcher that tries and turns back could do."""

from __future__ import annotations

import re

from app.assessment.domain.expression_parts import NAMED, Edge, Either, NotAnExpression, Part, Repeat, Row, Signs

LONGEST_PATTERN = 200
MOST_TIMES = 50
DEEPEST = 10
_COUNT = re.compile(r"\{(\d{1,3})(,?)(\d{0,3})\}")
_COMPLETE = Signs(negated=True)
_WRITTEN = {"t": "\t", "n": "\n", "r": "\r"}


def read_expression(pattern: str) -> Part:
    """Return the parts of a pattern. Raises NotAnExpression with what is wrong, in words for its author."""
    if len(pattern) > LONGEST_PATTERN:
        raise NotAnExpression(f"it is longer than {LONGEST_PATTERN} characters")
    reader = _Reader(pattern)
    part = reader.any_of(0)
    if not reader.at_end:
        raise NotAnExpression("a ) closes nothing")
    return part


class _Reader:
    """Goes through the pattern once."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._pattern)

    def any_of(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise NotAnExpression("its groups are nested too deeply")
        parts = [self._sequence(depth)]
        while self._skip("|"):
            parts.append(self._sequence(depth))
        return Either(tuple(parts)) if len(parts) > 1 else parts[0]

    def _sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while not self.at_end and self._pattern[self._at] not in "|)":
            parts.append(self._repeated(self._atom(depth)))
        return Row(tuple(parts))

    def _repeated(self, part: Part) -> Part:
        bounds = self._bounds()
        if bounds is None:
            return part
        if isinstance(part, Edge):
            raise NotAnExpression("an edge cannot be repeated")
        self._skip("?")
        if self._bounds() is not None:
            raise NotAnExpression("two repetitions stand side by side")
        return Repeat(part, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in {"*": (0, None), "+": (1, None), "?": (0, 1)}.items():
            if self._skip(sign):
                return bounds
        counted = _COUNT.match(self._pattern, self._at)
        if counted is None:
            return None
        self._at = counted.end()
        least = int(counted[1])
        most = int(counted[3]) if counted[3] else None if counted[2] else least
        if least > MOST_TIMES or (most is not None and not least <= most <= MOST_TIMES):
            raise NotAnExpression(f"{counted[0]} repeats too often, or less often than it begins")
        return least, most

    def _atom(self, depth: int) -> Part:
        sign = self._next()
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return self._set()
        if sign == "\\":
            return self._escaped(in_set=False)
        if sign in "^$":
            return Edge(sign)
        if sign in "*+?":
            raise NotAnExpression(f"{sign} repeats nothing")
        return _COMPLETE if sign == "." else Signs(((sign, sign),))

    def _group(self, depth: int) -> Part:
        if self._skip("?") and not self._skip(":"):
            raise NotAnExpression("look-around and named groups are not understood")
        part = self.any_of(depth + 1)
        if not self._skip(")"):
            raise NotAnExpression("a group is not closed")
        return part

    def _set(self) -> Signs:
        negated = self._skip("^")
        ranges: list[tuple[str, str]] = []
        named = ""
        first = True
        while first or not self._skip("]"):
            first = False
            low = self._set_sign()
            if low.named:
                named += low.named
                continue
            ranges.append(self._range(low.ranges[0][0]))
        return Signs(tuple(ranges), named, negated)

    def _range(self, low: str) -> tuple[str, str]:
        if self._pattern[self._at : self._at + 1] != "-" or self._pattern[self._at + 1 : self._at + 2] in ("]", ""):
            return low, low
        self._at += 1
        high = self._set_sign()
        if high.named or high.ranges[0][0] < low:
            raise NotAnExpression("a range in [ ] runs backwards")
        return low, high.ranges[0][0]

    def _set_sign(self) -> Signs:
        if self.at_end:
            raise NotAnExpression("a [ is not closed")
        sign = self._next()
        found = self._escaped(in_set=True) if sign == "\\" else Signs(((sign, sign),))
        assert isinstance(found, Signs)
        return found

    def _escaped(self, in_set: bool) -> Part:
        if self.at_end:
            raise NotAnExpression("it ends with \\")
        sign = self._next()
        if sign.lower() in NAMED:
            return Signs(named=sign)
        if sign in "bB" and not in_set:
            return Edge(sign)
        if sign in _WRITTEN:
            return Signs(((_WRITTEN[sign], _WRITTEN[sign]),))
        if sign.isalnum():
            raise NotAnExpression(f"\\{sign} is not understood")
        return Signs(((sign, sign),))

    def _next(self) -> str:
        self._at += 1
        return self._pattern[self._at - 1]

    def _skip(self, sign: str) -> bool:
        if self._pattern[self._at : self._at + 1] != sign:
            return False
        self._at += 1
        return True

r"""Regular expressions that can never run wild: matched in step with the text, all ways at once.

Python's own matcher tries one way after the other and, on a pattern such as `(a+)+$`, twice as many for each letter
more. Here the pattern becomes a short program (Thompson 1968); each character moves every way that is still open by
one step, so the time is at most the length of the text times that of the program. What cannot be matched like this
(look-around, back references) is refused when the pattern is read, and so are long patterns.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.assessment.domain.expression_parts import Edge, Either, NotAnExpression, Part, Repeat, Row, Signs
from app.assessment.domain.expression_reading import read_expression

__all__ = ["LONGEST_PROGRAM", "Expression", "NotAnExpression"]

LONGEST_PROGRAM = 500


@dataclass(frozen=True, slots=True)
class _Step:
    """What must be met here, if anything, and the steps that may follow; the end has none."""

    part: Signs | Edge | None
    after: tuple[int, ...]


class Expression:
    """One pattern; `any_case` makes capitals and small letters one."""

    def __init__(self, pattern: str, any_case: bool = False) -> None:
        """Make the program. Raises NotAnExpression with the words that say why it cannot be."""
        self._any_case = any_case
        self._program: list[_Step] = []
        self._emit(read_expression(pattern))
        self._program.append(_Step(None, ()))

    def found_in(self, text: str) -> bool:
        """Say whether the pattern fits a stretch of the text; `^` and `$` tie it to the ends."""
        ways: list[int] = []
        for place in range(len(text) + 1):
            waiting = self._spread([*ways, 0], text, place)
            if waiting is None:
                return True
            sign = text[place : place + 1]
            ways = [after for signs, after in waiting if sign and signs.takes(sign, self._any_case)]
        return False

    def example(self) -> str:
        """Return a text that fits, as short as can be found; empty where none is found."""
        seen, ways = {0}, [(0, "")]
        for way, text in ways:
            step = self._program[way]
            if not step.after:
                return text if self.found_in(text) else ""
            said = step.part.example() if isinstance(step.part, Signs) else ""
            fresh = [after for after in step.after if after not in seen]
            seen.update(fresh)
            ways += [(after, text + said) for after in fresh]
        return ""

    def _spread(self, ways: list[int], text: str, place: int) -> list[tuple[Signs, int]] | None:
        """Follow every way up to the character it waits for; None where one has reached the end."""
        seen: set[int] = set()
        waiting: list[tuple[Signs, int]] = []
        while ways:
            way = ways.pop()
            if way in seen:
                continue
            seen.add(way)
            step = self._program[way]
            if not step.after:
                return None
            if isinstance(step.part, Signs):
                waiting.append((step.part, step.after[0]))
            elif step.part is None or step.part.holds(text, place):
                ways += step.after
        return waiting

    def _emit(self, part: Part) -> None:
        if len(self._program) > LONGEST_PROGRAM:
            raise NotAnExpression("it is too long")
        if isinstance(part, Row):
            for one in part.parts:
                self._emit(one)
        elif isinstance(part, Either):
            self._emit_either(part)
        elif isinstance(part, Repeat):
            self._emit_repeat(part)
        else:
            self._program.append(_Step(part, (len(self._program) + 1,)))

    def _emit_either(self, part: Either) -> None:
        ends = []
        for one in part.parts[:-1]:
            split = self._hold()
            self._emit(one)
            ends.append(self._hold())
            self._go(split, split + 1, len(self._program))
        self._emit(part.parts[-1])
        for end in ends:
            self._go(end, len(self._program))

    def _emit_repeat(self, part: Repeat) -> None:
        for _ in range(part.least):
            self._emit(part.part)
        splits = []
        for _ in range(1 if part.most is None else part.most - part.least):
            splits.append(self._hold())
            self._emit(part.part)
        if part.most is None:
            self._go(self._hold(), splits[0])
        for split in splits:
            self._go(split, split + 1, len(self._program))

    def _hold(self) -> int:
        """Keep a place in the program and return it."""
        self._program.append(_Step(None, ()))
        return len(self._program) - 1

    def _go(self, place: int, *after: int) -> None:
        self._program[place] = _Step(None, after)

"""What comes out when a requirement is judged, and how the values of a scheme's file are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.accreditation.domain.months import months_before


@dataclass(frozen=True, slots=True)
class Judged:
    """A leaf requirement as judged: `state` is met, not-met, in-progress, waiting or expired; `reason` says why."""

    kind: str
    state: str
    title: str
    reason: str
    values: Mapping[str, object]
    href: str = ""
    evidence: str = ""

    @property
    def met(self) -> bool:
        """Whether the requirement is met."""
        return self.state == "met"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole tree as judged: whether it is met, and its leaves in the scheme's order.

    `met_count` of `asked_count` requirements are met. Of several ways only the nearest counts:
    two ways of which one suffices are one requirement. `spare` are the places of leaves that are not needed any more.
    """

    met: bool
    leaves: tuple[Judged, ...]
    met_count: int = 0
    asked_count: int = 0
    spare: frozenset[int] = frozenset()


class UnreadableScheme(Exception):
    """A scheme names something this installation does not know; the message says what."""


def read_percent(text: object) -> Fraction:
    """Return `80%` as 4/5. Raises `UnreadableScheme` for anything but a percentage from 0 to 100."""
    number = str(text).strip().removesuffix("%").strip()
    if not str(text).strip().endswith("%") or not (number.isascii() and number.isdigit()) or int(number) > 100:
        raise UnreadableScheme(f"{text!r} is not a percentage such as 80%")
    return Fraction(int(number), 100)


def read_whole(value: object, name: str, least: int, most: int) -> int:
    """Return a whole number. Raises `UnreadableScheme` where it is none, or outside the bounds."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UnreadableScheme(f"{name}: a whole number from {least} to {most}")
    return value


def read_key(arguments: Mapping[str, Any], name: str) -> str:
    """Return a short word of a requirement. Raises `UnreadableScheme` where it is missing."""
    value = arguments.get(name)
    if not isinstance(value, str | int) or not str(value).strip() or len(str(value)) > 80:
        raise UnreadableScheme(f"{name}: missing, or longer than 80 letters")
    return str(value)


def read_months(arguments: Mapping[str, Any]) -> int | None:
    """Return `within-months: 6`, also written `within: {months: 6}`; None where time does not matter."""
    if "within" in arguments:
        within = arguments["within"]
        written = within.get("months") if isinstance(within, Mapping) else None
    elif "within-months" in arguments:
        written = arguments["within-months"]
    else:
        return None
    return read_whole(written, "within-months", 1, 120)


def earliest(on: date | None, months: int | None) -> date | None:
    """Return the first day that lies within `months` before `on`; None where every day does."""
    return months_before(on, months) if on and months else None


def percent_shown(fraction: Fraction) -> int:
    """Return a share as whole per cent, rounded down, so that 79.9 never looks like 80."""
    return int(fraction * 100)

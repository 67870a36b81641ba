"""The one question model behind every format: what an item asks, how it may be answered, why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: `weight` is its share of the full mark (-1 to 1), `right` says whether it belongs to the key."""

    key: str
    html: str
    text: str
    right: bool
    weight: Fraction
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedNumber:
    """A range that earns `weight` of the full mark; both bounds are inclusive (questions.md, number)."""

    low: Fraction
    high: Fraction
    weight: Fraction = Fraction(1)
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A frozen item. `choices` serve single, multiple and truefalse (keys `true`, `false`); `accepted` serves number.

    `scoring` is `exact` (all or nothing) or `weights` (sum of option weights, clamped to 0..1).
    `redline` marks an item where a wrong act destroys evidence or endangers people.
    """

    key: str
    type: str
    stem_html: str
    stem_text: str
    choices: tuple[Choice, ...] = ()
    accepted: tuple[AcceptedNumber, ...] = ()
    points: int = 1
    scoring: str = "exact"
    outcome: str | None = None
    level: int | None = None
    redline: bool = False
    module: str | None = None
    bank: str | None = None
    case: str | None = None
    case_html: str = ""
    sources: tuple[str, ...] = ()
    general_html: str = ""
    right_html: str = ""
    wrong_html: str = ""
    shuffle: bool = True


Response = tuple[str, ...]
"""What a person answered: chosen option keys, or the number as typed; empty means not answered."""

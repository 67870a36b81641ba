"""What a person is told about an item after its time: the answer, what is right, and why. Plain values for a page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class ExplainedOption:
    """An option with what was chosen, whether it is right, and why."""

    key: str
    html: str
    right: bool
    chosen: bool
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A part that earns a share of its own: a pair, a place in an order, a gap.

    `label_html` may be empty (a gap has its number alone); `given` is empty where nothing was entered; `earned` is the
    share of this part, 0 to 1.
    """

    label_html: str
    given: str
    right: tuple[str, ...]
    earned: Fraction
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedAnswer:
    """An accepted answer that is typed: its words, or the bounds of a range; `share` of the full mark.

    `expression` says that the words are a pattern; `fits` that it is the one that counted for this person.
    """

    words: tuple[str, ...]
    share: Fraction
    fits: bool
    reason_html: str = ""
    expression: bool = False
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of one item; a type fills options, parts, or given and answers.

    `entered` is what was typed but could not be read. `share` is what the answer earned; `remark_html` goes with it.
    """

    options: tuple[ExplainedOption, ...] = ()
    parts: tuple[ExplainedPart, ...] = ()
    given: str = ""
    answers: tuple[ExplainedAnswer, ...] = ()
    entered: str = ""
    share: Fraction = Fraction(0)
    remark_html: str = ""

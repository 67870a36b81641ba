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
class AcceptedText:
    r"""Ways to write one answer, all of which earn `weight` of the full mark.

    In a variant `*` stands for any run of characters, `\*` for a star and `\\` for a backslash. With `expression` the
    one variant is a regular expression, to be found anywhere in the answer; `any_case` is its flag i.
    """

    variants: tuple[str, ...]
    weight: Fraction = Fraction(1)
    reason_html: str = ""
    expression: bool = False
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class TextRules:
    """What counts in a typed text: `kind` is words, time or date; by default neither capitals nor doubled spaces do.

    `accents` False: é is e. `strict`: inner white space and the kind of apostrophe or hyphen count too (imports).
    """

    kind: str = "words"
    capitals: bool = False
    accents: bool = True
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side of a match and the key of the choice that belongs to it."""

    key: str
    html: str
    text: str
    choice: str
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place to fill in: `kind` is choice, number or text; `weight` is its share beside the other gaps'."""

    key: str
    kind: str
    weight: Fraction = Fraction(1)
    choices: tuple[Choice, ...] = ()
    numbers: tuple[AcceptedNumber, ...] = ()
    texts: tuple[AcceptedText, ...] = ()
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A frozen item. What it holds beside its stem depends on its type.

    `choices` serve single, multiple, truefalse (keys `true`, `false`), order (in the right order) and match (the right
    sides; those that are `right` belong to one of the `pairs`). `accepted` serves number, `texts` with `text_rules`
    serve text. `gaps` lie in `gaps_html`, whose places are marked as `app.foundation.gaps` says.

    `scoring` is `exact` (all or nothing), `weights` (sum of option weights, clamped to 0..1), `parts` (each part earns
    its share), and for an order `position` or `neighbours`.
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
    partial_html: str = ""
    texts: tuple[AcceptedText, ...] = ()
    text_rules: TextRules = TextRules()
    pairs: tuple[Pair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gaps_html: str = ""

    @property
    def options(self) -> tuple[Choice, ...]:
        """Every option that the paper offers: those of the question, then those of its gaps."""
        return self.choices + tuple(choice for gap in self.gaps for choice in gap.choices)


Response = tuple[str, ...]
"""What a person answered, as its type writes it: option keys, the number or text typed; empty means not answered.

A match and an order are answered in tokens, `pair:choice` and `option:place`; gaps by one value each, empty where open.
"""

r"""What counts in a typed text, and when it fits an accepted one; `*` stands for any run of characters.

Wildcards are matched piece by piece from the left, each at its first place: time grows with the length of both texts,
never beyond. Source: questions.md, measured short-text behaviour and our rule.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.assessment.domain.question import AcceptedText, TextRules
from app.assessment.domain.regular_expression import Expression

STAR = "\ue000"
"""Stands for the wildcard while a variant is compared; a private character, taken out of what people type."""
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), ord(STAR)]
)
_AS_TYPED = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})
_ESCAPES = re.compile(r"\\([*\\])|(\*)")


def tidy(typed: str) -> str:
    """Return a typed text as it is stored: NFC, no outer white space, no marks that no keyboard shows."""
    return unicodedata.normalize("NFC", typed.translate(_INVISIBLE)).strip()


def comparable(text: str, rules: TextRules) -> str:
    """Return what of a text counts under the rules.

    Composed and decomposed letters are one (NFC). White space is one space; the typographic apostrophes, quotation
    marks and hyphens that phones put in are the plain ones; both count under `strict`. Capitals count only under
    `capitals`; accents unless `accents` is False. Letters of another script are always other letters.
    """
    shown = unicodedata.normalize("NFC", text).strip()
    if not rules.strict:
        shown = " ".join(shown.translate(_AS_TYPED).split())
    if not rules.accents:
        shown = "".join(sign for sign in unicodedata.normalize("NFD", shown) if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", shown if rules.capitals else shown.casefold())


def fits(typed: str, accepted: AcceptedText, rules: TextRules) -> bool:
    """Say whether a typed text is one of the accepted variants."""
    if accepted.expression:
        seen = comparable(tidy(typed), TextRules(capitals=True, accents=rules.accents, strict=rules.strict))
        return any(expression_of(one, accepted.any_case).found_in(seen) for one in accepted.variants)
    seen = comparable(tidy(typed), rules)
    return any(_fits_pieces(seen, _pieces(variant, rules)) for variant in accepted.variants)


def first_fitting(typed: str, texts: tuple[AcceptedText, ...], rules: TextRules) -> AcceptedText | None:
    """Return the first accepted text that fits (the order is the author's), or None."""
    return next((accepted for accepted in texts if fits(typed, accepted, rules)), None)


def literal(text: str) -> str:
    r"""Return a text in which nothing is a wildcard: `*` becomes `\*`."""
    return text.replace("\\", "\\\\").replace("*", "\\*")


def as_words(variant: str, rest: str = "") -> str:
    r"""Return a variant for people: its wildcards replaced by `rest`, its escapes undone."""
    return tidy(_ESCAPES.sub(lambda found: found[1] or rest, variant))


@lru_cache(maxsize=500)
def expression_of(pattern: str, any_case: bool) -> Expression:
    """Return the regular expression, made once. Raises NotAnExpression."""
    return Expression(pattern, any_case)


@lru_cache(maxsize=2000)
def _pieces(variant: str, rules: TextRules) -> tuple[str, ...]:
    marked = _ESCAPES.sub(lambda found: found[1] or STAR, variant.translate(_INVISIBLE))
    return tuple(comparable(marked, rules).split(STAR))


def _fits_pieces(seen: str, pieces: tuple[str, ...]) -> bool:
    first, *between, last = pieces if len(pieces) > 1 else (pieces[0], "")
    if len(pieces) == 1:
        return seen == first
    if len(seen) < len(first) + len(last) or not (seen.startswith(first) and seen.endswith(last)):
        return False
    at, end = len(first), len(seen) - len(last)
    for piece in between:
        found = seen.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True

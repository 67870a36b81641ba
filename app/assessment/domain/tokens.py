"""Answers in tokens, `this:that`: which choice was given to which part. They need no order, and blanks fall away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.assessment.domain.unreadable import UnknownOption, refuse_unstorable


def read_tokens(raw: Sequence[str], firsts: Collection[str], seconds: Collection[str]) -> dict[str, list[str]]:
    """Return part → the different values it was given, in the order sent; blanks are left out.

    Raises UnknownOption where a part or value is not one of the question's.
    """
    refuse_unstorable(raw)
    given: dict[str, list[str]] = {}
    for token in raw:
        if token:
            first, _, second = token.partition(":")
            if first not in firsts or second not in seconds:
                raise UnknownOption()
            if second not in given.setdefault(first, []):
                given[first].append(second)
    return given


def known_tokens(raw: Sequence[str], firsts: Collection[str], seconds: Collection[str]) -> list[str]:
    """Return the tokens of an answer that can be read, unknown ones left out."""
    pairs = ((token, *token.partition(":")[::2]) for token in raw[:100])
    return [token for token, first, second in pairs if first in firsts and second in seconds]

"""Answers as outside programs give them: by the text that a person sees, in JSON values (`questions mark`)."""

from __future__ import annotations

from collections.abc import Iterable

from app.assessment.domain.question import Choice
from app.assessment.domain.unreadable import UnknownOption


class NotAResponse(ValueError):
    """The value has not the shape of an answer to this question; the argument says which it should have."""


def as_text(given: object, what: str = "a text") -> str:
    """Return a given text; null is an empty one."""
    if given is None:
        return ""
    if not isinstance(given, str):
        raise NotAResponse(f"{what} or null is expected, not {given!r}")
    return given


def as_list(given: object, what: str = "a list of texts") -> list[object]:
    """Return a given list; null is an empty one."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise NotAResponse(f"{what} is expected, not {given!r}")
    return given


def key_of(given: object, choices: Iterable[Choice]) -> str:
    """Return the key of the option that reads so, white space aside; empty for null. Raises UnknownOption."""
    wanted = _plain(as_text(given, "the text of an option"))
    if not wanted:
        return ""
    for choice in choices:
        if _plain(choice.text) == wanted:
            return choice.key
    raise UnknownOption()


def _plain(text: str) -> str:
    return " ".join(text.split())

"""Texts that a scheme or an issuer gives in one language or in several."""

from __future__ import annotations

from collections.abc import Mapping

FIRST = "en"

Wording = str | Mapping[str, str]


def in_language(said: Wording | None, language: str) -> str:
    """Return the text in `language`; else the English one, else the first. A plain text is said in every language."""
    if said is None or isinstance(said, str):
        return said or ""
    return said.get(language) or said.get(FIRST) or next(iter(said.values()), "")


def languages(said: Wording) -> frozenset[str]:
    """Return the languages in which a text is given; a plain one counts as English."""
    return frozenset({FIRST}) if isinstance(said, str) else frozenset(said)

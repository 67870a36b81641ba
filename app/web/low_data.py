"""Pages for a poor line: a picture or film is a link that names its size, and nothing is fetched until asked (O23).

What is left out waits in a `template` before its link, which no browser loads from; a script puts it in the link's
place. Without scripts the link opens the picture or film by itself, in a window of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

import sqlalchemy as sa

from app.foundation.markdown_surroundings import WORDS
from app.foundation.sizes import size_words
from app.web.locales import gettext_for

COOKIE = "provost-data"
LATER, AT_ONCE = "low", "full"
SizesOf = Callable[[sa.Connection, Iterable[str]], Mapping[str, int]]
"""Returns address → bytes of those files that are known."""

_WITH = r'(?:\s+[\w-]+(?:="[^"]*")?)*\s*/?>'
_PLACE = re.compile(
    rf"(?P<in><a{_WITH})|(?P<out></a>)|(?P<picture><img{_WITH})|(?P<film><video{_WITH}.*?</video>)",
    re.DOTALL,
)
_ADDRESS, _SAID = re.compile(r'\ssrc="([^"]*)"'), re.compile(r'\salt="([^"]*)"')


def addresses_in(html: str) -> tuple[str, ...]:
    """Return the addresses of the pictures and films that a page would fetch, each once."""
    found = (_address(match[0]) for match in _PLACE.finditer(html) if match.lastgroup in ("picture", "film"))
    return tuple(dict.fromkeys(found))


def without_pictures(html: str, sizes: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Return a page whose pictures and films wait; `words` are those for a `picture` and a `film`.

    A picture within a link leaves its description there, and waits after it: a link holds no link.
    """
    within, waiting = False, ""

    def put(match: re.Match[str]) -> str:
        nonlocal within, waiting
        kind = str(match.lastgroup)
        if kind == "in":
            within = True
            return match[0]
        if kind == "out":
            within, after, waiting = False, waiting, ""
            return f"{match[0]}{after}"
        later = _later(match[0], words[kind], sizes)
        if not within:
            return later
        waiting += later
        return _said(match[0])

    return _PLACE.sub(put, html)


def words_in(locale: str) -> dict[str, str]:
    """Return the words of the links in a language of the interface, safe to stand in a page."""
    translate, _ = gettext_for(locale)
    return {"picture": str(translate(WORDS["picture"])), "film": str(translate(WORDS["film"]))}


def _later(shown: str, words: str, sizes: Mapping[str, int]) -> str:
    address, said = _address(shown), _said(shown)
    size = f" (<bdi>{size_words(sizes[address])}</bdi>)" if address in sizes else ""
    about = f": <bdi>{said}</bdi>" if said else ""
    return f'<template>{shown}</template><a class="later" href="{address}" target="_blank">{words}{size}{about}</a>'


def _address(shown: str) -> str:
    found = _ADDRESS.search(shown)
    return found[1] if found else ""


def _said(shown: str) -> str:
    """Return the description as text: within quotes a `<` may stand bare, in the text of a page it must not."""
    found = _SAID.search(shown)
    return escape(unescape(found[1]), quote=False) if found else ""

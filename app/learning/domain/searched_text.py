"""How search compares texts (O26): capitals, accents, vowel signs and other ways of writing a letter aside.

Arabic is found with and without vowel signs and tatweel, and whichever alef, yeh, kaf or heh was typed; Hebrew with and
without points. Signs of other scripts stay: in Hindi or Thai they are the vowels, and words differ by them alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

_SAME = {
    "\u0671": "\u0627",  # alef with wasla: alef; those with hamza or madda fall apart into alef and a sign
    "\u0649": "\u064a",  # alef maqsura, and the yeh of Persian and Urdu: yeh
    "\u06cc": "\u064a",
    "\u0629": "\u0647",  # teh marbuta, and the hehs of Urdu: heh
    "\u06be": "\u0647",
    "\u06c1": "\u0647",
    "\u06a9": "\u0643",  # the kaf of Persian and Urdu: kaf
}
_UNWRITTEN = frozenset("\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069")
"""Tatweel, soft hyphen, joiners and marks of direction: they are no letters."""
_SIGNS_OF = ("COMBINING ", "ARABIC ", "HEBREW ")


def folded(text: str) -> str:
    """Return the text as search compares it; texts that a reader takes for the same words are equal."""
    return "".join(map(_letter, text))


def place_of(text: str, start: int, length: int) -> tuple[int, int]:
    """Return where in `text` the part lies that is `length` signs long in the folded text, from its `start` on.

    Signs after a letter belong to it.
    """
    places = [*_places(text), len(text)]
    last = places[start + length - 1]
    return places[start], next(place for place in places[start + length :] if place > last)


def _places(text: str) -> Iterator[int]:
    """Give for each letter of the folded text where the letter stands that it was made of."""
    for place, letter in enumerate(text):
        yield from (place for _ in _letter(letter))


@cache
def _letter(letter: str) -> str:
    """Return what stays of one letter: nothing of a sign, two letters of a ligature."""
    return "".join(map(_kept, unicodedata.normalize("NFKD", letter).casefold()))


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    sign = category == "Mn" and unicodedata.name(letter, "").startswith(_SIGNS_OF)
    if sign or letter in _UNWRITTEN:
        return ""
    return str(unicodedata.decimal(letter)) if category == "Nd" else _SAME.get(letter, letter)

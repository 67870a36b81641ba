"""Passwords: how they are kept, compared and judged (NIST SP 800-63B-4 section 3.1.1; decision 0002)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.foundation.crypto import folded
from app.foundation.words import N_
from app.identity.obvious_passwords import OBVIOUS_WORDS

LEAST_ALONE, LEAST_WITH_SECOND_FACTOR, MOST = 15, 12, 128
LEAST_OWN = 6
"""How many letters and digits must be left when obvious words and the person's own are taken out."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# The hash of a random text that nobody kept: compared with for an unknown name, which must take as long as a known one.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$2U8H1UFXPMuDZhY8xYaqEw$VoKaSemfv83ZnXAqqSCebXeBsiP4/49eDhSOVvY4w90"
_DISGUISES = str.maketrans("013457@$!", "oieastasi")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiopasdfghjklzxcvbnm", "poiuytrewqlkjhgfdsamnbvcxz")

TOO_SHORT_ALONE = N_("Use at least 15 characters. Several words that do not belong together are easy to remember.")
TOO_SHORT = N_("Use at least 12 characters. Several words that do not belong together are easy to remember.")
TOO_LONG = N_("Use at most 128 characters.")
OBVIOUS = N_("Others would guess this soon: it is made of common words, your own name or number, or repeats itself.")


def hashed(password: str) -> str:
    """Return what is stored of a password: Argon2id with 19 MiB, two passes, one lane."""
    return _HASHER.hash(_normal(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether `password` is the one that was stored; takes as long where nothing is stored."""
    try:
        return _HASHER.verify(stored or _NOBODY, _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Whether the stored hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(stored)


def problem_with(password: str, *, second_factor: bool, own: Iterable[str] = ()) -> str | None:
    """Return why a new password is not taken, as a message for the person, or None.

    At least 15 characters where the password stands alone, 12 beside a second factor, at most 128, any characters.
    `own` holds the person's name, sign-in name and service number: a password made of these is refused.
    """
    password = _normal(password)
    if len(password) > MOST:
        return TOO_LONG
    if len(password) < (LEAST_WITH_SECOND_FACTOR if second_factor else LEAST_ALONE):
        return TOO_SHORT if second_factor else TOO_SHORT_ALONE
    return OBVIOUS if _is_obvious(password, own) else None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _is_obvious(password: str, own: Iterable[str]) -> bool:
    plain = folded(password)
    words = OBVIOUS_WORDS | {word for text in own for word in re.findall(r"\w{3,}", folded(text))}
    return any(_little_left(text, words) for text in (plain, plain.translate(_DISGUISES)))


def _little_left(text: str, words: Iterable[str]) -> bool:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    left = re.sub(r"[\W_]", "", text)
    return len(left) < LEAST_OWN or _repeats(left) or _runs(left)


def _repeats(text: str) -> bool:
    return any(text == (text[:n] * len(text))[: len(text)] for n in range(1, 5))


def _runs(text: str) -> bool:
    turns = (row * 6 for row in _ROWS)
    return any(text in turn or text in turn[::-1] for turn in turns)

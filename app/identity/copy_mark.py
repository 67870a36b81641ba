"""The mark of a reader on labelled material: the same person has the same one, and it names nobody (X17, U10)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.foundation.crypto import Keyring

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PURPOSE = "copy-mark"
_MARK = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def copy_mark(keyring: Keyring, person_id: str) -> str:
    """Return eight letters and digits that say who a page was shown to, to those alone who hold the keys."""
    return _letters(keyring.search_hash(_PURPOSE, person_id))


def is_mark(typed: str) -> bool:
    """Whether what was typed has the form of a mark."""
    return bool(_MARK.fullmatch(typed.strip().upper()))


def marked_as(keyring: Keyring, people: Iterable[str], typed: str) -> list[str]:
    """Return those of the people whose mark was typed: the present one, or one of before a data key was changed."""
    wanted = typed.strip().upper()
    return [one for one in people if wanted in map(_letters, keyring.search_hashes(_PURPOSE, one))]


def _letters(hashed: str) -> str:
    number = int(hashed, 16)
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(0, 40, 5))
    return f"{letters[:4]}-{letters[4:]}"

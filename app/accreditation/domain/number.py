"""The certificate number: how one is made, and how one that a person typed is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from stdnum.iso7064 import mod_37_2

PREFIX = "PRV"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_BYTES = 10  # 80 bits are 16 letters
_BODY = 16
_GROUP = 4
_REDRAWS = 200
_LONGEST = 300
# What people put between the groups: white space and every dash (Unicode category Pd), or nothing.
_DASHES = re.compile(r"[\s‐-―−﹘﹣－_.-]+")
_MISREAD = str.maketrans("ILO", "110")
_WHOLE = re.compile(rf"(?:{PREFIX})?([{_LETTERS}]{{{_BODY}}}[{_LETTERS}])")
_WITHIN = re.compile(rf"(?<![0-9A-Z]){PREFIX}[ -]?((?:[0-9A-TV-Z]{{{_GROUP}}}[ -]?){{4}}[0-9A-TV-Z])(?![0-9A-Z])")


def make_number(random_bytes: Callable[[int], bytes]) -> str:
    """Return a new number such as PRV-7K3M-9X4T-2QBD-HW8C-5: 80 random bits and a check letter, nothing else.

    It holds no name, no date and no counter. The check letter is ISO 7064 mod 37,2 over the sixteen random letters; it
    finds every single wrong letter and every swap of neighbours. Where it falls on a letter that Crockford's alphabet
    leaves out (about one in nine), all is drawn again. `random_bytes(n)` gives n bytes, as `secrets.token_bytes` does.
    """
    for _ in range(_REDRAWS):
        body = _base32(int.from_bytes(random_bytes(_BYTES)))
        check = mod_37_2.calc_check_digit(body)
        if check in _LETTERS:
            return _printed(body + check)
    raise RuntimeError("the source of chance gives the same bytes again and again")


def parse_number(text: str) -> str | None:
    """Return the number that `text` holds, as it is printed; None where there is none, or its check letter is wrong.

    Small letters, missing or other hyphens, blanks, a missing prefix and text around it (an address, a label) are
    accepted; I and L are read as 1, O as 0. Two different numbers in one text are none.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    whole = _WHOLE.fullmatch(_DASHES.sub("", plain).translate(_MISREAD))
    if whole:
        return _checked(whole.group(1))
    found = {_checked(_DASHES.sub("", one).translate(_MISREAD)) for one in _WITHIN.findall(_DASHES.sub(_joint, plain))}
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _joint(dashes: re.Match[str]) -> str:
    return " " if dashes.group().isspace() else "-"


def _checked(letters: str) -> str | None:
    return _printed(letters) if mod_37_2.is_valid(letters) and set(letters) <= set(_LETTERS) else None


def _base32(value: int) -> str:
    return "".join(_LETTERS[(value >> (5 * place)) & 31] for place in reversed(range(_BODY)))


def _printed(letters: str) -> str:
    groups = [letters[start : start + _GROUP] for start in range(0, _BODY, _GROUP)]
    return "-".join([PREFIX, *groups, letters[_BODY:]])

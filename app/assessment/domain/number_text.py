"""Reads a typed number exactly, in the learner's own digits and decimal mark, and asks rather than guesses."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from app.assessment.domain.unreadable import (
    LONGEST_VALUE,
    AmbiguousNumber,
    GroupedNumber,
    NotANumber,
    NumberOutOfRange,
    NumberWithUnit,
    OtherDecimalMark,
)

LARGEST_EXPONENT = 99
_NUMBER = {
    mark: re.compile(rf"[+-]?(?:[0-9]+(?:{re.escape(mark)}[0-9]*)?|{re.escape(mark)}[0-9]+)(?:[eE]([+-]?[0-9]+))?")
    for mark in ".,"
}
_THOUSAND = {mark: re.compile(rf"[+-]?[1-9][0-9]{{0,2}}{re.escape(mark)}[0-9]{{3}}") for mark in ".,"}
_GROUPS = re.compile(r"([+-]?[0-9]{1,3}(?:([,.'’٬])[0-9]{3})(?:\2[0-9]{3})*)((?!\2)[.,][0-9]+)?")
_WITH_UNIT = re.compile(r"([^0-9+\-.,]*)([+-]?[0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)
_DIRECTION_MARKS = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_MINUS_SIGNS = {0x2212: "-", 0xFF0D: "-", 0xFF0B: "+"}


def read_number(text: str, decimal: str = ".") -> Fraction:
    """Return the exact number typed; `decimal` is the decimal mark of the page's language, `.` or `,`.

    The page's own mark is always the decimal mark. A point is also understood on a page with a comma, because keypads
    offer it, unless the number could be a thousand (`1.500`). Digits of every script count. Outer spaces do not.
    Raises a subclass of UnreadableResponse for units, groups of digits, what can be read in two ways, and no number.
    Source: questions.md, measured behaviour and our rule.
    """
    typed = _in_plain_signs(text, decimal)
    other = "," if decimal == "." else "."
    if _NUMBER[decimal].fullmatch(typed):
        return _value(typed, decimal)
    if _THOUSAND[other].fullmatch(typed):
        raise AmbiguousNumber(typed=typed, whole=typed.replace(other, ""), part=typed.replace(other, decimal))
    if _NUMBER[other].fullmatch(typed):
        if decimal == ",":
            return _value(typed, other)
        raise OtherDecimalMark(mark=decimal, example=typed.replace(other, decimal))
    _refuse_groups(typed, decimal)
    _refuse_units(typed)
    raise NotANumber(typed=typed, example=f"1{decimal}5")


def canonical(value: Fraction) -> str:
    """Return a decimal fraction as it is stored: point, no exponent, no superfluous zero (`1.5`, `-0.25`, `1500`).

    Raises NumberOutOfRange where more than 200 characters would be needed, or no finite decimal notation exists.
    """
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > LONGEST_VALUE:
            raise NumberOutOfRange()
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    stored = ("-" if value < 0 else "") + whole + (f".{part}" if part else "")
    if len(stored) > LONGEST_VALUE:
        raise NumberOutOfRange()
    return stored


def as_typed(stored: str, decimal: str = ".") -> str:
    """Return a stored number in the page's notation, so that the field can be sent again unchanged."""
    return stored.replace(".", decimal)


def in_plain_digits(text: str) -> str:
    """Return a text with the digits of every script as 0-9, without the marks of direction.

    Superscripts and fractions are no digits: `10²` must never be read as 102.
    """
    return "".join(_plain_digit(character) for character in text.translate(_DIRECTION_MARKS))


def _in_plain_signs(text: str, decimal: str) -> str:
    return in_plain_digits(text).translate(_MINUS_SIGNS).replace("٫", decimal).strip()


def _plain_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character


def _value(typed: str, mark: str) -> Fraction:
    exponent = typed.lower().partition("e")[2]
    if exponent and abs(int(exponent)) > LARGEST_EXPONENT:
        raise NumberOutOfRange()
    return Fraction(typed.replace(mark, "."))


def _refuse_groups(typed: str, decimal: str) -> None:
    together = re.sub(r"\s", "", typed)
    groups = _GROUPS.fullmatch(together)
    if groups:
        whole, separator, part = groups.groups()
        raise GroupedNumber(plain=whole.replace(separator, "") + (f"{decimal}{part[1:]}" if part else ""))
    if together != typed and (_NUMBER["."].fullmatch(together) or _NUMBER[","].fullmatch(together)):
        raise GroupedNumber(plain=together)


def _refuse_units(typed: str) -> None:
    found = _WITH_UNIT.fullmatch(typed)
    if found is None:
        return
    before, number, after = found.groups()
    if (not before or _begins_a_word(before)) and (not after or _begins_a_word(after)):
        raise NumberWithUnit(number=number)


def _begins_a_word(text: str) -> bool:
    """A letter, a currency sign, or a sign that stands for a unit (`%`, `°`); never a colon, slash or dash."""
    return text[0] in '%‰°′″"~≈' or unicodedata.category(text[0])[0] == "L" or unicodedata.category(text[0]) == "Sc"

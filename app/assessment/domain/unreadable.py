"""Answers that cannot be read: each refusal says what to enter instead, so that no mark is lost to a typing habit."""

from __future__ import annotations

from collections.abc import Sequence

from app.foundation.errors import Refusal
from app.foundation.words import N_

LONGEST_VALUE = 200
MOST_VALUES = 100


class UnreadableResponse(Refusal):
    """The answer cannot be read and was not stored; an earlier answer stays as it was."""

    code = "unreadable_response"
    message = N_("This answer could not be read. Enter it again.")
    status = 422


class UnknownOption(UnreadableResponse):
    """An option was chosen that this question does not have."""

    code = "unknown_option"
    message = N_("An option was chosen that this question does not have. Open the question again and choose anew.")


class TooManyOptions(UnreadableResponse):
    """Several options were chosen where the question takes one."""

    code = "too_many_options"
    message = N_("This question takes one answer. Choose one option only.")


class ForbiddenCharacter(UnreadableResponse):
    """The text holds a character that no keyboard types and no database keeps (NUL, control codes, half a pair)."""

    code = "forbidden_character"
    message = N_("The answer holds a character that cannot be stored. Type it again by hand.")


class ResponseTooLong(UnreadableResponse):
    """The text is longer than any answer can be; `longest` is in characters."""

    code = "response_too_long"
    message = N_("The answer is too long. Use at most %(longest)s characters.")


class NotANumber(UnreadableResponse):
    """The text is no number in any notation that is accepted."""

    code = "not_a_number"
    message = N_("“%(typed)s” is not a number. Type digits only, for example %(example)s.")


class NumberWithUnit(UnreadableResponse):
    """A number stands there with a unit or a word beside it."""

    code = "number_with_unit"
    message = N_("Type the number alone, without a unit or words: %(number)s.")


class AmbiguousNumber(UnreadableResponse):
    """One separator and three digits: a thousand in one country, a decimal fraction in the next."""

    code = "ambiguous_number"
    message = N_(
        "“%(typed)s” can be read in two ways. Type %(whole)s for the whole number or %(part)s for the fraction."
    )


class GroupedNumber(UnreadableResponse):
    """Digits stand in groups, parted by spaces or thousands separators."""

    code = "grouped_number"
    message = N_("Type the number without spaces or thousands separators: %(plain)s.")


class OtherDecimalMark(UnreadableResponse):
    """The decimal mark is not the one of the page's language."""

    code = "other_decimal_mark"
    message = N_("On this page the decimal mark is “%(mark)s”. Type %(example)s.")


class NumberOutOfRange(UnreadableResponse):
    """The number is too large or too fine to be stored digit by digit."""

    code = "number_out_of_range"
    message = N_("This number is too large or has too many decimals. Check what you typed.")


class TooManyAnswers(UnreadableResponse):
    """Several texts were sent where the question takes one."""

    code = "too_many_answers"
    message = N_("This question takes one answer. Type one only.")


class NotATime(UnreadableResponse):
    """The text is no time of day."""

    code = "not_a_time"
    message = N_("“%(typed)s” is not a time of day. Type hours, minutes and seconds, for example %(example)s.")


class NotADate(UnreadableResponse):
    """The text is no date of the calendar."""

    code = "not_a_date"
    message = N_("“%(typed)s” is not a date. Type year, month and day, for example %(example)s.")


class AmbiguousDate(UnreadableResponse):
    """Day and month can change places: the one country's fifth of March is the other's third of May."""

    code = "ambiguous_date"
    message = N_("“%(typed)s” can be read in two ways. Type %(first)s or %(second)s: year, month, day.")


class PlaceTwice(UnreadableResponse):
    """Two things were put in the same place of an order."""

    code = "place_twice"
    message = N_("Place %(place)s is given twice. Give each place once.")


class OtherGaps(UnreadableResponse):
    """The answer does not have one entry for each gap."""

    code = "other_gaps"
    message = N_("The answer does not fit the gaps of this question. Open the question again and fill them in.")


def refuse_unstorable(raw: Sequence[str]) -> None:
    """Refuse what no question type can take: over 200 characters a value, over 100 values, control characters."""
    if len(raw) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in raw):
        raise ResponseTooLong(longest=LONGEST_VALUE)
    if any(_is_forbidden(character) for value in raw for character in value):
        raise ForbiddenCharacter()


def _is_forbidden(character: str) -> bool:
    """C0 and C1 controls (tab and line ends excepted) and lone surrogates, which UTF-8 cannot carry."""
    code = ord(character)
    return (code < 32 and character not in "\t\r\n") or 127 <= code < 160 or 0xD800 <= code <= 0xDFFF

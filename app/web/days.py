"""A day as forms send it: three boxes, the month as a number or a word of the page's language or of English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from app.web.locales import babel_locale

Boxes = tuple[str, str, str]


class NoSuchDay(ValueError):
    """The three boxes hold no day."""


def boxes_of(form: Mapping[str, str], name: str) -> Boxes:
    """Return what stands in the boxes `<name>-day`, `-month` and `-year`, as it was typed."""
    day, month, year = (form.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year"))
    return day, month, year


def day_of(boxes: Boxes, locale: str) -> date | None:
    """Return the day of three boxes, None where all are empty. Raises `NoSuchDay`."""
    if not any(boxes):
        return None
    day, month, year = boxes
    try:
        return date(int(year), _month(month, locale), int(day))
    except (ValueError, OverflowError) as error:
        raise NoSuchDay from error


def as_boxes(day: date | None) -> Boxes:
    """Return a day as the three boxes show it."""
    return ("", "", "") if day is None else (str(day.day), str(day.month), str(day.year))


def _month(text: str, locale: str) -> int:
    known = _words(locale).get(text.casefold().rstrip("."))
    return known if known else int(text)


@cache
def _words(locale: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one in {locale, "en"}:
        months = babel_locale(one).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {str(word).casefold().rstrip("."): place for place, word in months[context][width].items()}
    return found

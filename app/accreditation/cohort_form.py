"""What a coordinator enters of a cohort or of a practical day, read and checked: the values, or what is wrong where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from app.accreditation.services.practical_days import NewDay
from app.accreditation.services.training_together import NewCohort
from app.foundation.words import N_
from app.web.days import NoSuchDay, boxes_of, day_of

LONGEST_NAME, LONGEST_PLACE, MOST_SEATS = 120, 200, 500
_NAME = N_("Give it a name of at most 120 letters, such as “Accra, spring”. Name nobody in it.")
_SCHEME = N_("Choose an accreditation.")
_DAY = N_("Enter a day, such as 7 3 2027.")
_ORDER = N_("Enter a day that is not before the first.")
_PLACE = N_("Say where, in at most 200 letters.")
_SEATS = N_("Enter how many places there are: a whole number from 1 to 500.")
_HOURS = N_("Enter hours from 0 to 24, such as 6 or 7.5.")
Errors = dict[str, str]


def read_cohort(form: Mapping[str, str], schemes: Collection[str], locale: str) -> tuple[NewCohort | None, Errors]:
    """Return the cohort of a form, or None and what is wrong."""
    name, scheme = form.get("name", "").strip(), form.get("scheme", "")
    starts, ends = (_day(form, field, locale) for field in ("starts", "ends"))
    errors = {
        "name": "" if 0 < len(name) <= LONGEST_NAME else _NAME,
        "scheme": "" if scheme in schemes else _SCHEME,
        "starts": "" if starts else _DAY,
        "ends": _DAY if not ends else _ORDER if starts and ends < starts else "",
    }
    wrong = {field: said for field, said in errors.items() if said}
    return (None, wrong) if wrong or not starts or not ends else (NewCohort(name, scheme, starts, ends), {})


def read_day(
    form: Mapping[str, str], assessors: tuple[str, ...], locale: str, today: date
) -> tuple[NewDay | None, Errors]:
    """Return the practical day of a form, or None and what is wrong."""
    held, place = _day(form, "held", locale), form.get("place", "").strip()
    seats, hours = form.get("seats", "").strip(), form.get("hours", "").strip().replace(",", ".") or "0"
    minutes = _minutes(hours)
    errors = {
        "held": "" if held and held >= today else _DAY if not held else N_("Enter today or a day to come."),
        "place": "" if 0 < len(place) <= LONGEST_PLACE else _PLACE,
        "seats": "" if seats.isascii() and seats.isdigit() and 1 <= int(seats[:6]) <= MOST_SEATS else _SEATS,
        "hours": _HOURS if minutes is None else "",
    }
    wrong = {field: said for field, said in errors.items() if said}
    if wrong or held is None or minutes is None:
        return None, wrong
    return NewDay(held, place, int(seats), minutes, assessors), {}


def _minutes(hours: str) -> int | None:
    whole, _, part = hours.partition(".")
    if not (whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))):
        return None
    minutes = round(float(f"{whole[:4]}.{part[:4] or 0}") * 60)
    return minutes if minutes <= 24 * 60 else None


def _day(form: Mapping[str, str], field: str, locale: str) -> date | None:
    try:
        return day_of(boxes_of(form, field), locale)
    except NoSuchDay:
        return None

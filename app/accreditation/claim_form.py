"""The form in which an officer adds evidence of the own practice: what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accreditation.domain.asked import Recordable
from app.accreditation.services.recording import NewEvidence, NotInTheFuture
from app.foundation.words import N_
from app.web.days import NoSuchDay, boxes_of, day_of

MOST = 1_000
MOST_HOURS = 200
WITH_FILE = frozenset({"prior-learning", "other-certificate"})
"""Kinds that are nothing without a document."""
WITH_TITLE = frozenset({"contact-hours", "prior-learning", "other-certificate"})
_NO_DAY = N_("Enter a day such as 5 March 2026.")
_CHOOSE = N_("Choose what it is.")
_TITLE = N_("Enter this.")
_LONG_TITLE = N_("This is too long: use fewer characters.")
_NOTE = N_("Write what you did.")
_LONG = N_("Shorten this to at most 1,000 characters. Nothing of it was lost.")
_HOURS = N_("Enter hours between 0.25 and 200, such as 2 or 2.5.")
_OVER = N_("This certificate has ended. Send one that is still valid.")
_ENDS = N_("Enter a day after that of its issue.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: the evidence where it is right, otherwise the errors by field."""

    new: NewEvidence | None
    errors: Mapping[str, str]


def read_claim(
    form: Mapping[str, str], person_id: str, choices: Sequence[Recordable], locale: str, today: date
) -> Sent:
    """Read the form of one kind of claim; `choices` are what schemes ask of that kind, at least one."""
    kind = choices[0].kind
    errors: dict[str, str] = {}
    key = choices[0].key if len(choices) == 1 else form.get("key", "")
    if key not in {one.key for one in choices}:
        errors["key"] = _CHOOSE
    on = _day(form, "on", locale, errors, today)
    until = _until(form, locale, errors, on, today) if kind == "other-certificate" else None
    minutes = _minutes(form, errors) if kind == "contact-hours" else None
    body = _words(form, kind, errors)
    if errors or on is None:
        return Sent(None, errors)
    new = NewEvidence(form.get("token", "")[:40], person_id, kind, key, on, body, minutes=minutes, valid_until=until)
    return Sent(new, {})


def _words(form: Mapping[str, str], kind: str, errors: dict[str, str]) -> dict[str, Any]:
    title, note = form.get("title", "").strip(), form.get("note", "").strip()
    if kind in WITH_TITLE and not title:
        errors["title"] = _TITLE
    if len(title) > 200:
        errors["title"] = _LONG_TITLE
    if kind == "logged-case" and not note:
        errors["note"] = _NOTE
    if len(note) > MOST:
        errors["note"] = _LONG
    return {"title": title if kind in WITH_TITLE else "", "note": note}


def _day(form: Mapping[str, str], name: str, locale: str, errors: dict[str, str], today: date) -> date | None:
    try:
        day = day_of(boxes_of(form, name), locale)
    except NoSuchDay:
        day = None
    if day is None or day.year < 1950:
        errors[name] = _NO_DAY
        return None
    if day > today:
        errors[name] = NotInTheFuture.message
    return day


def _until(form: Mapping[str, str], locale: str, errors: dict[str, str], on: date | None, today: date) -> date | None:
    try:
        day = day_of(boxes_of(form, "until"), locale)
    except NoSuchDay:
        day = None
    if day is None:
        errors["until"] = _NO_DAY
    elif day < today:
        errors["until"] = _OVER
    elif on and day <= on:
        errors["until"] = _ENDS
    return day


def _minutes(form: Mapping[str, str], errors: dict[str, str]) -> int | None:
    typed = form.get("hours", "").strip().replace(",", ".")
    whole, _, part = typed.partition(".")
    plain = (
        typed.isascii() and whole.isdigit() and len(whole) <= 3 and (not part or (part.isdigit() and len(part) <= 2))
    )
    minutes = round(float(typed) * 60) if plain else 0
    if not 15 <= minutes <= MOST_HOURS * 60:
        errors["hours"] = _HOURS
        return None
    return minutes

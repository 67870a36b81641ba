"""The form in which a copied version of a scheme is changed: numbers, who decides, who is judged as before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from app.accreditation.domain.cut_score import cuts_changed
from app.accreditation.domain.judged import UnreadableScheme
from app.accreditation.domain.scheme import Scheme, read_scheme
from app.accreditation.domain.scheme_change import (
    DECIDERS,
    NotWithinBounds,
    asks_the_same,
    changed_document,
    decider_of,
    settings_of,
)
from app.accreditation.scheme_change_queries import StoredVersion
from app.foundation.words import N_
from app.web.days import NoSuchDay, boxes_of, day_of

MOST = 500
LONGEST_METHOD = 80
DAY = ("until-day", "until-month", "until-year")
SET_ON = ("set-day", "set-month", "set-year")
_METHOD = N_(
    "A cut score is another one: enter by which method it was set, such as modified Angoff (up to 80 letters)."
)
_PANEL = N_("Enter how many experts set the cut score, from 1 to 500.")
_SET = N_("Enter the day on which the cut score was set: today, or one before.")
_BOUNDS = N_("Enter a whole number within the bounds that stand beside it.")
_WHO = N_("Choose who decides.")
_NO_DAY = N_("Enter a day that exists, such as 31 3 2027, or leave it empty.")
_PAST = N_("Enter a day after today, or leave it empty.")
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")
_WHY = N_("Write why, for your colleague and for later readers.")
_SAME = N_("Nothing is different from the version in force. Change a value first.")
_WHOLE = N_("These numbers do not go together. Check them against the requirements.")


@dataclass(frozen=True, slots=True)
class EnteredChange:
    """What was sent: every field as typed, the document that comes of it where nothing is wrong, errors by field."""

    values: Mapping[str, str]
    document: Mapping[str, Any] | None
    errors: Mapping[str, str]

    @property
    def scheme(self) -> Scheme | None:
        """The scheme that the changed document says."""
        return read_scheme(self.document) if self.document else None


def begun(base: StoredVersion, key: str) -> EnteredChange:
    """Return the form as it begins: the version in force, copied."""
    mode = base.read.decision
    values = {setting.key: str(setting.value) for setting in settings_of(base.document)}
    values |= {"decider": decider_of(mode), "sample": str(mode.sample), "note": "", "key": key, "based_on": base.id}
    return EnteredChange({**values, **dict.fromkeys((*DAY, *SET_ON, "method", "panel"), "")}, None, {})


def entered_change(base: StoredVersion, locale: str, today: date) -> EnteredChange:
    """Read and check the form against the version that it changes."""
    form, numbers = request.form, {one.key: str(one.value) for one in settings_of(base.document)}
    numbers = {key: form.get(key, value) for key, value in numbers.items()}
    others = {name: form.get(name, "").strip() for name in ("decider", "sample", "note", "key", "based_on")}
    boxes = boxes_of(form, "until")
    panel, unset = _panel(locale, today)
    set_on = dict(zip(SET_ON, boxes_of(form, "set"), strict=True))
    values = {**numbers, **others, **dict(zip(DAY, boxes, strict=True)), **set_on}
    values |= {name: form.get(name, "").strip() for name in ("method", "panel")}
    until, wrong = _until(boxes, locale, today)
    errors = {"until": wrong} if wrong else {}
    errors |= {} if others["decider"] in DECIDERS else {"decider": _WHO}
    errors |= {"note": _LONG} if len(others["note"]) > MOST else {} if others["note"] else {"note": _WHY}
    # What is longer than any number within bounds is wrong however it ends.
    document, refused = _document(base, {key: value[:20] for key, value in numbers.items()}, others, until, panel)
    if document and unset and cuts_changed(base.document["requirements"], document["requirements"]):
        errors |= unset
    return EnteredChange(values, document if not (errors | refused) else None, refused | errors)


def _document(
    base: StoredVersion,
    numbers: Mapping[str, str],
    others: Mapping[str, str],
    until: date | None,
    panel: Mapping[str, Any] | None,
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    if others["decider"] not in DECIDERS:
        return None, {}
    try:
        made = changed_document(
            base.document,
            numbers,
            decider=others["decider"],
            sample=others["sample"],
            number=base.number + 1,
            transition=(base.number, until) if until else None,
            panel=panel,
        )
    except NotWithinBounds as problem:
        return None, dict.fromkeys(problem.keys, _BOUNDS)
    except UnreadableScheme:
        return None, {"valid-months": _WHOLE}
    return (None, {"valid-months": _SAME}) if asks_the_same(base.read, read_scheme(made)) else (made, {})


def _panel(locale: str, today: date) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return how the cut scores were set, or what is missing of it; it is asked for where one is changed."""
    method, size = request.form.get("method", "").strip(), request.form.get("panel", "").strip()
    errors = {} if 0 < len(method) <= LONGEST_METHOD else {"method": _METHOD}
    if not (size.isascii() and size.isdigit() and len(size) < 4 and 1 <= int(size) <= MOST):
        errors["panel"] = _PANEL
    try:
        on = day_of(boxes_of(request.form, "set"), locale)
    except NoSuchDay:
        on = None
    if on is None or on > today:
        errors["set"] = _SET
    return (
        (None, errors) if errors or on is None else ({"method": method, "panel": int(size), "on": on.isoformat()}, {})
    )


def _until(boxes: tuple[str, str, str], locale: str, today: date) -> tuple[date | None, str | None]:
    try:
        day = day_of(boxes, locale)
    except NoSuchDay:
        return None, _NO_DAY
    return (None, _PAST) if day is not None and day <= today else (day, None)

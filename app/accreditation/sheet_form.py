"""The sheet as an assessor sends it: each criterion met or not met, place, witness, day; what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.accreditation.domain.sheet import Sheet
from app.accreditation.services.assessing import FilledSheet, SheetIncomplete
from app.accreditation.services.recording import NotInTheFuture
from app.foundation.words import N_
from app.web.days import NoSuchDay, boxes_of, day_of
from app.web.visit import Visit

MOST = 1_000
_MET: Mapping[str, bool] = {"yes": True, "no": False}
_PLACE = N_("Enter where it was.")
_WITNESS = N_("Enter who else was there, or a dash if nobody was.")
_TO_OFFICER = N_("Write to the officer what is good and what is missing.")
_NO_DAY = N_("Enter a day such as 5 March 2026.")
_LONG_LINE = N_("This is too long: use fewer characters.")
_LONG = N_("Shorten this to at most 1,000 characters. Nothing of it was lost.")


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A sheet as it was sent: filled where it is right, otherwise the errors by field."""

    filled: FilledSheet | None
    errors: Mapping[str, str]


def read_sheet_form(visit: Visit, form: Mapping[str, str], person_id: str, scheme: str, sheet: Sheet) -> SentSheet:
    """Read the form of one sheet; of work that is handed in, the day is today, and no place or witness is asked."""
    marks = [_MET.get(form.get(f"met-{place}", "")) for place in range(1, len(sheet.criteria) + 1)]
    errors = {f"met-{marks.index(None) + 1}": SheetIncomplete.message} if None in marks else {}
    place, witness, note = (form.get(name, "").strip() for name in ("place", "witness", "note"))
    token = form.get("token", "")[:40]
    errors |= {"note": _LONG} if len(note) > MOST else {}
    met = tuple(bool(one) for one in marks)
    if sheet.handed_in:
        errors |= {} if note else {"note": _TO_OFFICER}
        filled = FilledSheet(token, person_id, scheme, sheet.key, visit.now.date(), "", "", note, met)
        return SentSheet(None if errors else filled, errors)
    errors |= {"place": _PLACE} if not place else {"place": _LONG_LINE} if len(place) > 200 else {}
    errors |= {"witness": _WITNESS} if not witness else {"witness": _LONG_LINE} if len(witness) > 200 else {}
    try:
        on = day_of(boxes_of(form, "on"), visit.locale)
    except NoSuchDay:
        on = None
    if on is None or on.year < 1950:
        return SentSheet(None, errors | {"on": _NO_DAY})
    errors |= {"on": NotInTheFuture.message} if on > visit.now.date() else {}
    if errors:
        return SentSheet(None, errors)
    return SentSheet(FilledSheet(token, person_id, scheme, sheet.key, on, place, witness, note, met), {})

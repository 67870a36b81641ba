"""The form in which a grant is recorded: what was typed, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from babel.numbers import list_currencies

from app.foundation.words import N_
from app.insight.domain.quarters import read_quarter
from app.insight.services.granting import NewGrant

FIELDS = ("for", "reference", "amount", "currency", "first", "last")
MOST = 10**12
_AMOUNT = re.compile(r"[0-9]{1,13}|[0-9]{1,3}([ ,.'’\u00a0\u202f][0-9]{3})+")
_CODE = re.compile(r"[\w][\w ./-]{0,39}")


def read_grant(entered: Mapping[str, str], places: Collection[str]) -> tuple[NewGrant | None, dict[str, str]]:
    """Return the grant of a form and what is wrong with it; `places` are the values that it may be for."""
    typed = {name: entered.get(name, "").strip() for name in FIELDS}
    amount, currency = _amount(typed["amount"]), typed["currency"].upper()
    wrong = {
        "for": typed["for"] not in places and N_("Choose what the grant is for."),
        "reference": not _CODE.fullmatch(typed["reference"])
        and N_("Enter the code of the grant: up to 40 letters, numbers, spaces, points, dashes or strokes."),
        "amount": not 0 < amount <= MOST and N_("Enter a whole amount, for example 250 000."),
        "currency": currency not in list_currencies() and N_("Enter three letters, for example EUR."),
        "last": not _in_order(typed["first"], typed["last"]) and N_("Choose a last quarter not before the first."),
    }
    errors = {name: message for name, message in wrong.items() if message}
    if errors:
        return None, errors
    partner, _, course = typed["for"].partition("/")
    return NewGrant(partner, course, typed["reference"], amount, currency, typed["first"], typed["last"]), {}


def _amount(text: str) -> int:
    return int(re.sub(r"[^0-9]", "", text)) if _AMOUNT.fullmatch(text) else 0


def _in_order(first: str, last: str) -> bool:
    begins, ends = read_quarter(first), read_quarter(last)
    return begins is not None and ends is not None and begins <= ends

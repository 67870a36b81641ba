"""The settings that operators change on a page: each with its type, what it does, and what holds when none is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.foundation.words import N_

STAFF_PASSKEY_FROM = "staff-passkey-from"


class NotAValue(ValueError):
    """What was entered is no value of this setting; `message` says what would be."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `read` takes what was typed and gives what is stored, or raises `NotAValue`."""

    key: str
    title: str
    does: str
    default: str
    default_says: str
    hint: str
    read: Callable[[str], str]


def _day_or_nothing(typed: str) -> str:
    if not typed:
        return ""
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise NotAValue(N_("Enter a day as year-month-day, such as 2027-03-01, or nothing.")) from error


SETTINGS: Mapping[str, Setting] = {
    one.key: one
    for one in (
        Setting(
            STAFF_PASSKEY_FROM,
            N_("Staff need a passkey from"),
            N_(
                "From this day, whoever signs in with a staff role and has no passkey must add one first. "
                "Until then they are asked to. Give people some weeks; the status page says how many have none."
            ),
            "",
            N_("No day: passkeys are offered, nobody needs one."),
            N_("Year-month-day, such as 2027-03-01; empty means never."),
            _day_or_nothing,
        ),
    )
}

"""What an officer has to keep by a day, in order of date: one short list on the home page (O7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.accreditation.deadline_queries import days_in, to_appeal_in
from app.accreditation.domain.life import CredentialState
from app.accreditation.domain.renewal import Phase, RenewalWindow
from app.accreditation.queries import CredentialRecord, Holding
from app.accreditation.shown import EXPIRES_SOON
from app.assessment.open_queries import open_attempts_in
from app.foundation.words import N_

SAID = {
    "attempt": N_("Hand in: %(title)s"),
    "practical-day": N_("Practical day: %(title)s"),
    "cohort": N_("Your cohort wants to be through: %(title)s"),
    "renew": N_("Renew: %(title)s"),
    "grace": N_("Last day to renew, it has expired: %(title)s"),
    "expires": N_("It ends: %(title)s"),
    "appeal": N_("Last day to appeal about: %(title)s"),
}
_WHERE = {"appeal": "/appeals/new"}


@dataclass(frozen=True, slots=True)
class ToKeep:
    """One line: until when (`at` to the minute where it is a moment), what, and where it is done."""

    day: date
    kind: str
    title: str
    href: str
    at: datetime | None = None


def to_keep(
    holding: Holding,
    windows: Mapping[str, RenewalWindow],
    now: datetime,
) -> tuple[ToKeep, ...]:
    """Return what ends by a day, the first one first.

    `windows` is id → the renewal of a certificate, where it has one.
    """
    today = now.date()
    titles = {found.scheme.key: found.scheme.title for found in holding.schemes}
    found = [
        *(
            ToKeep(one.deadline.date(), "attempt", one.title, f"/attempts/{one.public_id}", one.deadline)
            for one in open_attempts_in(holding.open_attempts)
            if one.deadline > now
        ),
        *(
            ToKeep(one.day, one.kind, titles.get(one.scheme, one.scheme), _WHERE.get(one.kind, "/certificates"))
            for one in (*days_in(holding.days, today), *to_appeal_in(holding.appealable, today))
        ),
        *_ending(holding.credentials, windows, today),
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.at is None, one.kind, one.title)))


def _ending(held: Iterable[CredentialRecord], windows: Mapping[str, RenewalWindow], today: date) -> Iterator[ToKeep]:
    """Certificates that can be renewed now, and those that end soon without that."""
    for one in held:
        window, href = windows.get(one.id), f"/certificates#{one.number}"
        if window and window.phase is Phase.GRACE:
            yield ToKeep(window.closes_on, "grace", one.title, href)
        elif window and window.phase is Phase.OPEN:
            yield ToKeep(one.valid_until, "renew", one.title, href)
        elif one.state(today) is CredentialState.VALID and one.days_left(today) <= EXPIRES_SOON:
            yield ToKeep(one.valid_until, "expires", one.title, href)

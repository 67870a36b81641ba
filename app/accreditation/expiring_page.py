"""The certificates of an agency's officers that end: which stand on the list, what each renewal asks, what is met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accreditation.domain.months import months_after
from app.accreditation.domain.renewal import (
    FORESEEN_MONTHS,
    RenewalWindow,
    is_foreseen,
    renewal_window,
    why_not_renewed,
)
from app.accreditation.domain.requirements import judge
from app.accreditation.expiring_queries import EndingCredential, credentials_of_subtree_ending
from app.accreditation.paths import path_in
from app.accreditation.progress_page import OfficerRecords
from app.accreditation.queries import SchemeInForce
from app.accreditation.services.gathering import course_titles
from app.accreditation.services.renewing import asked_key
from app.accreditation.shown import EXPIRES_SOON, RequirementRow, requirement_rows
from app.identity.message_queries import told_at
from app.identity.queries import PersonCard
from app.web.visit import Visit

PAGE = 50
MOST_IN_TABLE = 1_000
COLUMNS = (
    *("name", "rank", "agency", "accreditation", "number", "state"),
    *("valid_until", "renewal_opens", "renewal_closes"),
)
"""Columns of the table that is taken away; names are those that the coordinator reads (X7)."""
Schemes = Mapping[str, SchemeInForce]


@dataclass(frozen=True, slots=True)
class Ending:
    """A credential on the list, with its renewal window where its scheme has one; `why_not` it is renewed today."""

    credential: EndingCredential
    window: RenewalWindow | None
    state: str
    why_not: str

    @property
    def opens_on(self) -> date | None:
        """The day on which its renewal opens."""
        return self.window.opens_on if self.window else None

    @property
    def closes_on(self) -> date | None:
        """The last day of grace."""
        return self.window.closes_on if self.window else None


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An officer's credential as the page shows it: what the renewal asks, how much is met, when it was asked for."""

    ending: Ending
    card: PersonCard
    rows: tuple[RequirementRow, ...]
    met: int
    asked_at: datetime | None


WINDOWS: Mapping[str, Callable[[Ending, date], bool]] = {
    "year": lambda _one, _today: True,
    "open": lambda one, _today: bool(one.window and one.window.is_open),
    "soon": lambda one, today: 0 <= (one.credential.valid_until - today).days <= EXPIRES_SOON,
    "ended": lambda one, today: one.credential.valid_until < today,
}
"""What the coordinator may narrow the list to."""


def endings(visit: Visit, agency_path: str, schemes: Schemes, scheme: str, show: str) -> tuple[Ending, ...]:
    """Return what stands on the list, soonest first: of one scheme, or of all."""
    today = visit.now.date()
    grace = max((one.scheme.renewal.grace_days for one in schemes.values() if one.scheme.renewal), default=0)
    opens = max((one.scheme.renewal.opens_months for one in schemes.values() if one.scheme.renewal), default=0)
    first, last = today - timedelta(days=grace), months_after(today, max(opens, FORESEEN_MONTHS) + 1)
    found = credentials_of_subtree_ending(visit.read, agency_path, visit.now, first, last)
    every = (_ending(one, schemes, today) for one in found if not scheme or one.scheme == scheme)
    return tuple(
        one for one in every if is_foreseen(one.window, one.credential.valid_until, today) and WINDOWS[show](one, today)
    )


def _ending(one: EndingCredential, schemes: Schemes, today: date) -> Ending:
    rules = schemes[one.scheme].scheme.renewal if one.scheme in schemes else None
    window = renewal_window(rules, one.valid_until, today) if rules else None
    return Ending(one, window, _state(one, today), why_not_renewed(window, one.suspended))


def _state(one: EndingCredential, today: date) -> str:
    if one.valid_until < today:
        return "expired"
    if one.suspended:
        return "suspended"
    return "expires-soon" if (one.valid_until - today).days <= EXPIRES_SOON else "valid"


def ending_rows(visit: Visit, schemes: Schemes, found: Sequence[Ending]) -> tuple[EndingRow, ...]:
    """Return these as rows, judged; read in six statements however many they are."""
    records = OfficerRecords.of(visit.read, sorted({one.credential.person_id for one in found}))
    asked = told_at(visit.read, [asked_key(one.credential.id) for one in found])
    return tuple(_row(visit, schemes, records, one, asked) for one in found)


def _row(
    visit: Visit, schemes: Schemes, records: OfficerRecords, one: Ending, asked: Mapping[str, datetime]
) -> EndingRow:
    person, today = one.credential.person_id, visit.now.date()
    card, at = records.cards[person], asked.get(asked_key(one.credential.id))
    scheme = schemes.get(one.credential.scheme)
    if scheme is None or one.why_not not in {"", "early"} or scheme.scheme.renewal is None:
        return EndingRow(one, card, (), 0, at)
    evidence = records.evidence(visit.read, person, today)
    path = path_in(scheme, records.held[person], evidence, today)
    titles = {**course_titles(visit.read, scheme.version_id, scheme.scheme)}
    titles |= {key: course.title for key, course in evidence.courses.items()}
    titles |= {key: sheet.title for key, sheet in scheme.scheme.sheets.items()}
    counted = path.evidence if path else evidence
    judged = judge(scheme.scheme.renewal.requirements, counted)
    return EndingRow(one, card, requirement_rows(visit, judged, titles), judged.met_count if path else 0, at)


def table_rows(found: Iterable[Ending], cards: Mapping[str, PersonCard]) -> Iterator[tuple[object, ...]]:
    """Give the rows of the table that is taken away, as `COLUMNS` names them."""
    for one in found:
        card, credential = cards[one.credential.person_id], one.credential
        days = (credential.valid_until, one.opens_on, one.closes_on)
        yield (card.name, card.rank, card.agency_name, credential.title, credential.number, one.state,
               *(day.isoformat() if day else "" for day in days))  # fmt: skip

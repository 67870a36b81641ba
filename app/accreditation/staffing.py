"""Who of the desk may decide a case, who may not and why, and whether they are enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accreditation.domain.parting import Bar, Candidate, Declared, Involved, clears_at, why_barred
from app.accreditation.parting_queries import declared_by, involved_with
from app.curriculum.queries import owners_of
from app.identity.queries import PersonCard, people_in_role
from app.learning.queries import standings_of


@dataclass(frozen=True, slots=True)
class Staffing:
    """Member of the desk → what bars them in one case; `proposed_by` is out as the second person."""

    bars: Mapping[str, tuple[Bar, ...]]
    proposed_by: str | None
    needed: int

    @property
    def able(self) -> tuple[str, ...]:
        """Who may act next."""
        return tuple(one for one, bars in self.bars.items() if not bars and one != self.proposed_by)

    @property
    def enough(self) -> bool:
        """Whether the desk can bring this case to its end."""
        return len(self.able) >= (1 if self.proposed_by else self.needed)

    @property
    def frees_itself(self) -> datetime | None:
        """When the first of those who are only barred by having trained may decide; None where waiting helps nobody."""
        ends = [max(bar.until for bar in bars if bar.until) for bars in self.bars.values()
                if bars and all(bar.until for bar in bars)]  # fmt: skip
        return min(ends, default=None)


class Roster:
    """The desk as it stands now, with every part that its members had in the accreditation of some people."""

    def __init__(self, connection: sa.Connection, candidates: Iterable[str], now: datetime) -> None:
        self.now = now
        self.members = people_in_role(connection, "accreditation", now)
        self._involved: tuple[Involved, ...] = involved_with(connection, sorted(set(candidates)))
        self._declared: tuple[Declared, ...] = declared_by(connection, self.members)

    def staffing(
        self, card: PersonCard, needed: int, proposed_by: str | None, appealed: frozenset[str] = frozenset()
    ) -> Staffing:
        """Return who may decide the case of `card`; `appealed` is what it decides again after an appeal."""
        candidate = Candidate(card.id, card.agency_path)
        bars = {
            member: why_barred(candidate, member, "decider", self._involved, self._declared, self.now, appealed)
            for member in self.members
        }
        return Staffing(bars, proposed_by, needed)


def bars_now(connection: sa.Connection, card: PersonCard, actor: str, part: str, now: datetime) -> tuple[Bar, ...]:
    """Return why `actor` may not take `part` in the accreditation of `card` now; `parting.involve` asks it again.

    Whoever owns a course that the candidate is on trains them, noted or not.
    """
    trained = [
        Involved(card.id, actor, "trainer", f"course:{one.course}", at, clears_at("trainer", at))
        for one in standings_of(connection, card.id)
        if actor in owners_of(connection, one.course)
        for at in [one.completed_at or one.joined_at]
    ]
    had = [*involved_with(connection, [card.id]), *trained]
    bars = why_barred(Candidate(card.id, card.agency_path), actor, part, had, declared_by(connection, [actor]), now)
    return tuple({(bar.code, bar.part): bar for bar in bars}.values())

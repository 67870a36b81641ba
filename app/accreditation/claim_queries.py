"""Reads of the lists of claims before the staff: what waits for somebody's word, what was answered."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.accreditation.evidence_queries import ENTRIES, LATEST, RecordedEvidence, entry_of
from app.accreditation.models import EvidenceEntry, EvidenceRuling

PAGE = 50
CLAIMED = ("logged-case", "contact-hours", "prior-learning", "other-certificate")
"""What an officer says of themselves, so that it needs somebody else's word."""
_AFTER = EvidenceEntry.public_id == sa.bindparam("after", type_=sa.String)
_PLACE = sa.func.coalesce(sa.select(EvidenceEntry.id).where(_AFTER).correlate(None).scalar_subquery(), "")
_ANSWERED_AT_PLACE = sa.func.coalesce(
    sa.select(LATEST).select_from(EvidenceEntry).where(_AFTER).correlate(None).scalar_subquery(), ""
)
_KIND = sa.bindparam("kind", type_=sa.String)
_OF_KIND = sa.or_(_KIND == "", EvidenceEntry.kind == _KIND)
_OF_PEOPLE = EvidenceEntry.person_id.in_(sa.bindparam("people", expanding=True))
# Ids are ordered by the time at which they were made.
_LISTS = {
    "waiting": ENTRIES.where(
        EvidenceEntry.kind.in_(CLAIMED), EvidenceRuling.id.is_(None), EvidenceEntry.id > _PLACE, _OF_KIND
    ).order_by(None).order_by(EvidenceEntry.id),
    "answered": ENTRIES.where(
        EvidenceRuling.id.is_not(None),
        sa.or_(_ANSWERED_AT_PLACE == "", EvidenceRuling.id < _ANSWERED_AT_PLACE),
        _OF_KIND,
    ).order_by(None).order_by(EvidenceRuling.id.desc()),
}  # fmt: skip
SHOWN = tuple(_LISTS)
_PAGES = {name: one.limit(sa.bindparam("most", type_=sa.Integer)) for name, one in _LISTS.items()}
_PAGES_OF_PEOPLE = {name: one.where(_OF_PEOPLE) for name, one in _PAGES.items()}


def claims_listed(
    connection: sa.Connection,
    shown: str,
    *,
    kind: str = "",
    people: Collection[str] | None = None,
    after: str = "",
    most: int = PAGE + 1,
) -> tuple[RecordedEvidence, ...]:
    """Return one list, of one kind or of all, of these people or of everybody; one more than a page holds.

    What waits is listed oldest first, what was answered by the latest word on it; the page begins after the one whose
    public id is `after`.
    """
    values = {"kind": kind, "after": after, "most": most}
    if people is None:
        return tuple(entry_of(row) for row in connection.execute(_PAGES[shown], values))
    rows = connection.execute(_PAGES_OF_PEOPLE[shown], values | {"people": sorted(people)})
    return tuple(entry_of(row) for row in rows)

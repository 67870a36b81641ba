"""What a certified officer cost: a grant over the officers who were certified in its quarters (P6)."""

from __future__ import annotations

from app.insight.domain.disclosure import rounded
from app.insight.domain.measures import PROGRAMME, Counts, Exact, Granted, Row, Table


def costs(exact: Exact, _before: Table) -> Table:
    """Return the rows (grant, course, amount, currency, first, last, certified, cost), by the grant's code.

    `certified` is the difference of two figures as published, at the end of the grant's last quarter (of this one while
    it runs) and before its first: a whole ten, so that it tells nothing more than they do. `cost` is the amount over
    it, in whole units of money; both are None below 10 officers.
    """
    return [_row(one, exact.counts) for one in sorted(exact.grants, key=lambda one: one.code)]


def _row(grant: Granted, counts: Counts) -> Row:
    end = _certified(counts, grant.course) if grant.after is None else grant.after
    certified = rounded(max(0, end - grant.before))
    return {
        "grant": grant.code,
        "course": grant.course,
        "amount": grant.amount,
        "currency": grant.currency,
        "first": grant.first,
        "last": grant.last,
        "certified": certified,
        "cost": (2 * grant.amount + certified) // (2 * certified) if certified else None,
    }


def _certified(counts: Counts, course: str) -> int:
    """Return the figure of the funnel: whole tens of the course, or of all courses together."""
    columns = (
        column for (name, stage), column in counts.items() if stage == "certified" and course in {PROGRAMME, name}
    )
    return rounded(sum(sum(column.values()) for column in columns)) or 0

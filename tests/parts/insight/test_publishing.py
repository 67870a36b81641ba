"""Publishing closed quarters, on both databases: once, in order, as suppressed, and never changed."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.audit.events import AuditTag
from app.audit.models import AuditEvent
from app.insight.domain.measures import ALLIANCE
from app.insight.domain.quarters import Quarter
from app.insight.jobs import publish_closed_quarters
from app.insight.models import PublishedTable
from app.insight.queries import figures_of, newest_figures, periods_published
from app.insight.services.counting import add_officers
from app.insight.services.publishing import LaterQuarterPublished, QuarterStillOpen, publish_quarter
from app.insight.statistic import quarterly_statistics
from tests.parts.insight.conftest import FUNDED, PARTNER, Counted

TODAY = date(2026, 5, 4)
Q1, Q4 = Quarter(2026, 1), Quarter(2025, 4)


def _add(house: Counted, month: str, partner: str = PARTNER, **countries: int) -> None:
    for country, officers in countries.items():
        house.database.write(
            lambda unit, c=country, n=officers: add_officers(
                unit, partner=partner, course=FUNDED, country=c, month=month, measure="started", officers=n
            )
        )


def _publish(house: Counted, quarter: Quarter, today: date = TODAY) -> list[dict[str, Any]]:
    figures = house.database.write(lambda unit: publish_quarter(unit, PARTNER, quarter, today))["by_country"]
    own = [row for row in figures.rows if row["course"]]
    return [{key: value for key, value in row.items() if value is not None} for row in own]


def _row(country: str, started: int) -> dict[str, Any]:
    return {"course": FUNDED, "country": country, "started": started}


def test_a_quarter_counts_everything_up_to_its_end_and_nothing_after(house: Counted) -> None:
    """P2, P4: cumulative, merged, and without the months that came later."""
    _add(house, "2025-11", GH=20, KE=8)
    _add(house, "2026-03", KE=5, TO=4, PE=6)
    _add(house, "2026-04", GH=90)
    assert _publish(house, Q1) == [_row("GH", 20), _row("KE", 10), _row("other", 10)]


def test_what_was_published_stays_whatever_is_counted_later(house: Counted) -> None:
    """P7: the same quarter gives the same numbers; the log knows of it once."""
    _add(house, "2026-03", GH=20)
    first = _publish(house, Q1)
    _add(house, "2026-03", GH=50)
    assert _publish(house, Q1) == first
    with house.database.reading() as connection:
        events = connection.execute(
            sa.select(AuditEvent.subject).where(AuditEvent.tag == AuditTag.FIGURES_PUBLISHED.value)
        ).scalars()
        assert list(events) == [f"{PARTNER}:2026-Q1"] * len(quarterly_statistics())


def test_the_next_quarter_moves_by_ten_or_not_at_all(house: Counted) -> None:
    """S10: no small differences between periods."""
    _add(house, "2025-11", GH=20, KE=15)
    assert _publish(house, Q4) == [_row("GH", 20), _row("KE", 10)]
    _add(house, "2026-02", GH=9, KE=10, TO=3)
    assert _publish(house, Q1) == [_row("GH", 20), _row("KE", 20)]


def test_only_closed_quarters_are_published_and_in_their_order(house: Counted) -> None:
    """S10: the running quarter has no table, and no table is slipped in before another."""
    _add(house, "2025-11", GH=20)
    with pytest.raises(QuarterStillOpen):
        _publish(house, Quarter(2026, 2))
    _publish(house, Q1)
    with pytest.raises(LaterQuarterPublished):
        _publish(house, Q4)


def test_the_job_publishes_the_last_closed_quarter_to_every_partner_once(house: Counted) -> None:
    """P1: daily, and repeating it changes nothing."""
    _add(house, "2026-01", GH=20)
    _add(house, "2026-01", partner="another", GH=4)
    context: Any = SimpleNamespace(database=house.database, clock=house.clock, write=house.database.write)
    publish_closed_quarters(context)
    publish_closed_quarters(context)
    with house.database.reading() as connection:
        assert list(periods_published(connection, PARTNER)) == ["2026-Q1"]
        assert list(periods_published(connection, "another")) == ["2026-Q1"]
        found = newest_figures(connection, "another", "by_country")
        assert found is not None
        assert all(value is None or row["course"] == "" for row in found.rows for value in row.values())
        assert figures_of(connection, PARTNER, "by_country", "2025-Q4") is None


def test_quarters_that_closed_while_no_worker_ran_are_published_in_their_order(house: Counted) -> None:
    """P7: each repeats as of its day; what a certificate's end takes away is that of the quarter's last day."""
    _add(house, "2025-05", GH=20)
    _publish(house, Quarter(2025, 2))
    _add(house, "2025-08", GH=10)
    _add(house, "2026-02", GH=30)
    context: Any = SimpleNamespace(database=house.database, clock=house.clock, write=house.database.write)
    publish_closed_quarters(context)
    publish_closed_quarters(context)
    with house.database.reading() as connection:
        assert list(periods_published(connection, PARTNER)) == ["2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2"]
        assert list(periods_published(connection, ALLIANCE)) == ["2026-Q1"]
        shown = [figures_of(connection, PARTNER, "funnel", key) for key in ("2025-Q3", "2025-Q4", "2026-Q1")]
    assert [found.rows[0]["started"] for found in shown if found] == [30, 30, 60]


@pytest.mark.parametrize("change", [sa.delete(PublishedTable), sa.update(PublishedTable).values(period="2020-Q1")])
def test_the_database_refuses_to_change_what_was_published(house: Counted, change: sa.Executable) -> None:
    """P7: insert only, by trigger."""
    _add(house, "2026-01", GH=20)
    _publish(house, Q1)
    with pytest.raises(DBAPIError, match="insert only"), house.database.engine.begin() as connection:
        connection.execute(change)


def test_the_alliance_reads_the_courses_of_all_partners_together_by_the_same_rules(house: Counted) -> None:
    """The issue: programme overview on the same machinery; what two partners have too little of stands there."""
    for partner, officers in ((PARTNER, 7), ("another-partner", 8)):
        _add(house, "2026-02", partner, GH=officers)
    publish_closed_quarters(SimpleNamespace(clock=house.clock, database=house.database, write=house.database.write))
    with house.database.reading() as connection:
        shown = {
            audience: [row["started"] for row in found.rows if not row["course"]]
            for audience in (PARTNER, "another-partner", ALLIANCE)
            if (found := figures_of(connection, audience, "funnel", Q1.key))
        }
    assert shown == {PARTNER: [None], "another-partner": [None], ALLIANCE: [10]}

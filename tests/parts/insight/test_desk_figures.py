"""Figures of the desk and of a coordinator's agencies: counted as the page is opened, on both databases."""

from __future__ import annotations

from app.accreditation.decided_queries import decided_by_rule
from app.insight.domain.desk_work import begins, twelve_months
from tests.page import Page
from tests.plugins.instances import Instance


def rows(page: Page, name: str) -> list[list[str]]:
    found = page.tree.xpath(f"//div[@aria-labelledby='{name}-caption']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def test_staff_read_how_the_desk_works(demo_on_both: Instance) -> None:
    """Section 3 of the issue: what the rule granted stands in its month, and a case without people in none."""
    demo, staff = demo_on_both, demo_on_both.signed_in("staff")
    page = staff.get(staff.get("/accreditation/overview").link("Figures of the desk"))
    decisions = rows(page, "decisions")
    months = twelve_months(demo.works.database.clock().date())
    with demo.works.database.reading() as connection:
        granted = connection.exec_driver_sql("SELECT count(*) FROM decision WHERE decider = 'rule'").scalar_one()
        by_rule = decided_by_rule(connection, [begins(month) for month in months])
    assert sum(by_rule.values()) == granted > 0
    assert [int(row[1]) for row in decisions] == [by_rule.get(place, 0) for place in range(12)]
    assert decisions[-1][0] == f"{months[-1]:%B %Y}"
    assert len(rows(page, "refusals")) == 6
    assert [row[0] for row in rows(page, "appeals")] == ["Appeals", "Complaints"]
    assert "Amara" not in page.text
    assert demo.signed_in("partner").get("/accreditation/figures").status == 403


def test_a_coordinator_reads_the_own_agencies_by_course_and_month(demo_on_both: Instance) -> None:
    """X1; section 3 of the issue: officers of the subtree alone, whatever others joined."""
    demo, coordinator = demo_on_both, demo_on_both.signed_in("coordinator")
    page = coordinator.get(coordinator.get("/people/progress").link("Figures of your agency"))
    asked = (
        "SELECT count({}) FROM enrolment e JOIN person p ON p.id = e.person_id JOIN agency a ON a.id = p.agency_id "
        "WHERE a.country = 'GH' AND e.course = 'cybercrime-first-responder'"
    )
    with demo.works.database.reading() as connection:
        joined, finished = (
            connection.exec_driver_sql(asked.format(moment)).scalar_one() for moment in ("joined_at", "completed_at")
        )
        everybody = connection.exec_driver_sql("SELECT count(*) FROM enrolment").scalar_one()
    assert 0 < finished < joined < everybody
    for name, officers in (("joined", joined), ("finished", finished)):
        [row] = [row for row in rows(page, name) if row[0] == "Cybercrime First Responder"]
        assert (len(row), int(row[1]), sum(map(int, row[2:]))) == (14, officers, officers)

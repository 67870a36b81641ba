"""The partner's page and sheet, over HTTP, on the demonstration."""

from __future__ import annotations

import csv
import io
import re

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEvent
from app.curriculum.models import Course
from app.foundation.ids import new_id
from app.identity.models import RoleGrant
from app.insight.desk import words_of
from app.insight.domain.measures import PROGRAMME
from app.insight.domain.quarters import Quarter, last_closed_quarter
from app.insight.impact import impact_of
from app.insight.models import PublishedTable
from app.insight.services.counting import add_officers
from tests.page import Page
from tests.plugins.instances import Instance

COLUMNS = [
    "period", "course", "country", "nominated", "enrolled", "started", "finished", "sat", "passed", "certified",
    "valid",
]  # fmt: skip


def _period(demo: Instance) -> str:
    return last_closed_quarter(demo.works.database.clock().date()).key


def test_the_made_up_past_is_published_before_the_story_of_the_demonstration_begins(demo: Instance) -> None:
    """Else its officers are counted with it where it is told in the first weeks of a quarter."""
    with demo.works.database.reading() as connection:
        ask = connection.exec_driver_sql
        published, joined = "SELECT max(made_at) FROM published_table", "SELECT min(joined_at) FROM enrolment"
        assert ask(published).scalar_one() < ask(joined).scalar_one()


def test_the_page_shows_figures_beside_last_years_stages_courses_and_countries(demo: Instance) -> None:
    """P1, P2, P4, ux.md 4: everything of the partner on one page, drawn by the server."""
    page = demo.signed_in("partner").get("/insight")
    assert page.status == 200
    assert page.h1 == "Impact of your support"
    assert _figures(page.tree) == [440, 320, 230, 230]
    assert page.sees("220 a year before")
    assert _table(page, "funnel")[:2] == [["Enrolled", "460"], ["Started", "440"]]
    assert _table(page, "courses") == [
        ["Cybercrime First Responder", "460", "440", "320", "250", "230", "230", "85%"],
    ]
    assert page.sees("Decide whether a device stays on, stays off or loses its power at once")
    assert [row[0] for row in _table(page, "countries")] == [
        "Ghana", "Morocco", "Peru", "Kenya", "Other countries, and every –",
    ]  # fmt: skip
    assert len(_table(page, "quarters")) == 4
    for chart in page.tree.xpath("//figure/*[name()='svg']"):
        assert all(page.tree.xpath("string(//*[@id=$id])", id=chart.get(name))
                   for name in ("aria-labelledby", "aria-describedby"))  # fmt: skip
    assert page.sees("fewer than 10 officers")
    for country in ("Senegal", "Fiji"):
        assert not page.sees(country)


def _table(page: Page, name: str) -> list[list[str]]:
    rows = page.tree.xpath("//table[caption[@id=$id] or @aria-labelledby=$id]//tbody/tr", id=f"{name}-caption")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in rows]


@pytest.mark.parametrize(("nominated", "first"), [(None, "Enrolled"), (50, "Nominated")])
def test_nominated_stands_first_where_officers_were_nominated(nominated: int | None, first: str) -> None:
    """P4: from nominated to still valid; a course open to join has nobody nominated, and no empty bar."""
    line = {"course": "", "nominated": nominated, "enrolled": 40, "started": 30}
    quarter = Quarter(2026, 1)
    tables = {"funnel": [line, {**line, "course": "cfr"}], "by_country": [{**line, "country": "GH"}]}
    found = impact_of(words_of("en"), quarter, {quarter.key: tables}, {})
    assert (found.stages[0], found.funnel[0].label) == (first, first)
    assert {len(found.stages)} == {len(one.shown) for one in (*found.courses, *found.country_lines)}


def test_staff_read_the_programme_as_partners_read_theirs(demo: Instance) -> None:
    """The issue: an overview for the alliance, now and as of an earlier quarter; no partner's page opens to staff."""
    staff = demo.signed_in("staff")
    page = staff.get("/accreditation/overview")
    assert _figures(page.tree) == [440, 320, 230, 230]
    assert _table(page, "courses")[0][:3] == ["Cybercrime First Responder", "460", "440"]
    earlier = staff.get(page.tree.xpath("//a[starts-with(@href, '/accreditation/overview/')]/@href")[0])
    assert _figures(earlier.tree)[0] < 440
    assert staff.get("/accreditation/overview/2001-Q1").status == 404
    assert demo.signed_in("partner").get("/accreditation/overview").status == 403


def test_an_earlier_quarter_shows_what_was_published_then(demo: Instance) -> None:
    """P7: the same page, the numbers of then, reached from the list of reports."""
    partner = demo.signed_in("partner")
    listed = partner.get("/insight/reports")
    year_before = last_closed_quarter(demo.works.database.clock().date()).year_before
    assert f"/insight/{year_before.key}" in listed.tree.xpath("//main//a/@href")
    page = partner.get(f"/insight/{year_before.key}")
    assert _figures(page.tree) == [220, 160, 110, 110]
    assert not page.sees("Up to now")


def test_page_preview_and_sheet_say_the_same(demo: Instance) -> None:
    """P5, U20: one stored table, documented columns, cells of whole tens, looked at before it is taken."""
    partner = demo.signed_in("partner")
    page = partner.get("/insight")
    sheet = partner.get(f"/insight/{_period(demo)}.csv")
    assert sheet.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert sheet.response.headers["Content-Disposition"] == f'attachment; filename="impact-{_period(demo)}.csv"'
    head, *body = csv.reader(io.StringIO(sheet.text))
    assert head == COLUMNS
    own = sorted([cell for place, cell in enumerate(line[3:]) if COLUMNS[3 + place] not in {"nominated", "sat"}]
                 for line in body if not line[1])  # fmt: skip
    assert sorted([cell.replace("–", "") for cell in row[1:]] for row in _table(page, "countries")) == own
    assert all(int(cell) >= 10 and int(cell) % 10 == 0 for line in body for cell in line[3:] if cell)
    look = partner.get(f"/insight/{_period(demo)}/by_country")
    assert [cell.text for cell in look.tree.xpath("//dt/code")] == COLUMNS
    assert [[cell.text_content() for cell in row] for row in look.tree.xpath("//table/tbody/tr")] == body
    for name in ("funnel", "outcomes"):
        taken = partner.get(f"/insight/{_period(demo)}/{name}.csv").text
        head = next(csv.reader(io.StringIO(taken)))
        assert head[:2] == ["period", "course"]
        assert partner.get(f"/insight/{_period(demo)}/{name}").link("Download CSV").endswith(f"/{name}.csv")
    assert partner.get(f"/insight/{_period(demo)}/totals").status == 404


def test_a_sheet_that_was_taken_stands_in_the_log(demo: Instance) -> None:
    """Curious partner: queries are logged, with who, in which role, and what."""
    partner = demo.signed_in("partner")
    answer = partner.get(f"/insight/{_period(demo)}.csv")
    answer.response.close()
    with demo.works.database.reading() as connection:
        found = connection.execute(
            sa.select(AuditEvent.role, AuditEvent.subject).where(AuditEvent.tag == "insight:table:exported")
        ).all()
    assert [tuple(row) for row in found] == [("partner", f"demo-partner:{_period(demo)}")]


@pytest.mark.parametrize("period", ["1999-Q4", "2026-Q9", "x", "2026-01", "..", "2026-Q1%00"])
def test_a_quarter_that_was_not_published_is_not_there(demo: Instance, period: str) -> None:
    """U12: calendar quarters only, no free dates."""
    assert demo.signed_in("partner").get(f"/insight/{period}.csv").status in {400, 404}


def test_another_partners_figures_are_not_there(demo: Instance) -> None:
    """P3: neither its totals nor its published quarters."""
    partner = demo.signed_in("partner")
    before = partner.get("/insight").text
    demo.works.database.write(
        lambda unit: add_officers(
            unit,
            partner="another",
            course="their-course",
            country="IS",
            month="2020-01",
            measure="started",
            officers=90,
        )
    )
    row = {"course": "their-course", "country": "IS", "started": 90, "finished": None, "certified": None}
    demo.works.database.write(
        lambda unit: unit.session.add(
            PublishedTable(
                id=new_id(), period="2020-Q1", audience="another", statistic="by_country", table={"rows": [row]},
                made_at=unit.now,
            )
        )
    )  # fmt: skip
    after = partner.get("/insight")
    assert not after.sees("their-course")
    assert not after.sees("Iceland")
    assert len(after.text) == len(before)
    assert partner.get("/insight/2020-Q1.csv").status == 404


@pytest.mark.parametrize("name", ["efua", "trainer", "staff", "coordinator", "operator"])
def test_the_page_is_for_partners(demo: Instance, name: str) -> None:
    """P1: every other role is told whose page it is."""
    visitor = demo.signed_in(name)
    assert visitor.get("/insight").status == 403
    assert visitor.get(f"/insight/{_period(demo)}.csv").status == 403


def test_a_partner_whose_course_nobody_started_sees_what_will_be_there(demo: Instance) -> None:
    """ux.md 4: the first quarter says when figures appear."""
    partner = demo.signed_in("partner")
    demo.works.database.write(
        lambda unit: unit.session.execute(
            sa.update(RoleGrant).where(RoleGrant.role == "partner").values(scope="new-partner")
        )
    )
    assert partner.get("/insight").sees("No course is funded by your organisation yet.")
    demo.works.database.write(lambda unit: unit.session.execute(sa.update(Course).values(partner="new-partner")))
    page = partner.get("/insight")
    assert page.sees("Figures appear once 10 officers have started a course.")


def test_totals_up_to_now_move_at_once_and_in_tens(demo: Instance) -> None:
    """The issue: between quarters, programme totals alone move with the officer, rounded."""
    partner = demo.signed_in("partner")
    before = _now(partner.get("/insight"))
    for officers in (9, 1):
        demo.works.database.write(
            lambda unit, n=officers: add_officers(
                unit,
                partner="demo-partner",
                course="cybercrime-first-responder",
                country="GH",
                month=f"{unit.now:%Y-%m}",
                measure="certified",
                officers=n,
            )
        )
    after = _now(partner.get("/insight"))
    assert [late - early for early, late in zip(before, after, strict=True)] == [0, 0, 10]
    assert all(figure % 10 == 0 for figure in after)


def test_what_is_published_is_on_the_page_at_once(demo: Instance) -> None:
    """P1: a closed quarter is printed once; another quarter, or a table that joins the same one, is printed anew."""
    partner, course = demo.signed_in("partner"), "cybercrime-first-responder"
    gain = {"course": course, "officers": 70, "before": 41, "after": 63, "gain": 22, "low": 18, "high": 26}
    for statistic, row, words in (
        ("funnel", {"course": PROGRAMME, "enrolled": 980, "started": 970, "certified": None}, "970"),
        ("gain", gain, "From 41 to 63 points"),
    ):
        assert not partner.get("/insight").sees(words)
        table = PublishedTable(id=new_id(), period="2090-Q1", audience="demo-partner", statistic=statistic,
                               table={"rows": [row]}, made_at=demo.works.database.clock())  # fmt: skip
        demo.works.database.write(lambda unit, table=table: unit.session.add(table))
        assert partner.get("/insight").sees(words)


def _now(page: Page) -> list[int]:
    (said,) = page.tree.xpath("//p[contains(., 'Up to now')]")
    return [int(number) for number in re.findall(r"\d+", said.text_content())]


def _figures(tree: object) -> list[int]:
    return [int(cell.text_content().replace(",", "")) for cell in tree.xpath("//p[@class='stat']")]  # type: ignore[attr-defined]


def test_the_page_reads_from_right_to_left(demo: Instance) -> None:
    """ux.md 3.4: country names come in the language of the page, numbers as on the certificates."""
    partner = demo.signed_in("partner")
    partner.post("/language", {"language": "ar-XB"})
    page = partner.get("/insight")
    assert page.tree.get("dir") == "rtl"
    assert page.sees("غانا")
    assert all(figure % 10 == 0 for figure in _figures(page.tree))

"""A coordinator's table: forty officers in four clicks, once more changes nothing, and the codes open the accounts."""

from __future__ import annotations

import io

import openpyxl
import pytest
import sqlalchemy as sa

from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
FORTY = "name,service_number\n" + "\n".join(f"Officer {number} Table,T-{number}" for number in range(40))


def _count(instance: Instance, statement: str) -> int:
    with instance.works.database.reading() as connection:
        return int(connection.execute(sa.text(statement)).scalar() or 0)


def _confirm(page: Page) -> dict[str, str | list[str]]:
    return {**page.form("/people/table"), "step": "confirm"}


def _brought(browser: Browser, table: str, **more: str | list[str]) -> Page:
    checked = browser.post("/people/table", {"table": table, **more})
    return browser.post("/people/table", _confirm(checked))


def test_forty_officers_are_enrolled_in_four_clicks_and_again_nothing_changes(demo_on_both: Instance) -> None:
    """X3 O2: people, table, read, add; four requests (ux.md 5 allows five). Their codes open the accounts."""
    demo = demo_on_both
    coordinator = demo.signed_in("coordinator")
    people, enrolled = "SELECT count(*) FROM person", "SELECT count(*) FROM enrolment"
    before = _count(demo, people), _count(demo, enrolled)
    page = coordinator.get(coordinator.get("/people").link("Bring a table of officers"))
    assert page.sees("Ama Sample")
    checked = coordinator.post("/people/table", {"table": FORTY, "course": COURSE})
    assert checked.sees("40 officers are new")
    assert _count(demo, people) == before[0]
    sheet = coordinator.post("/people/table", _confirm(checked))
    assert sheet.h1 == "40 officers are added"
    assert sheet.sees("40 enrolments are made")
    slips = sheet.tree.xpath("//ul[@class='slips']/li")
    assert len(slips) == 40
    assert (_count(demo, people), _count(demo, enrolled)) == (before[0] + 40, before[1] + 40)

    name, code = slips[0].xpath(".//span[@class='code']/text()")
    password = "eleven quiet harbours"
    opened = demo.visitor().post("/let-in", {"name": name, "code": code, "new": password, "again": password})
    assert opened.h1 == "Your password is set"
    officer = demo.visitor()
    officer.sign_in(name, password)
    assert officer.get("/").sees("Cybercrime First Responder")

    again = coordinator.post("/people/table", {"table": FORTY, "course": COURSE})
    assert again.sees("40 officers are there already")
    repeated = coordinator.post("/people/table", _confirm(again))
    assert repeated.h1 == "0 officers are added"
    assert repeated.tree.xpath("//ul[@class='slips']") == []
    assert (_count(demo, people), _count(demo, enrolled)) == (before[0] + 40, before[1] + 40)


def test_a_lost_sheet_is_replaced_for_those_who_have_not_signed_in(demo: Instance) -> None:
    """X3: Kofi has a password and gets no code."""
    coordinator = demo.signed_in("coordinator")
    first = _brought(coordinator, "name,service_number\nNana Table,N-1")
    table = "name,service_number\nNana Table,N-1\nKofi Boateng (demo),"
    second = _brought(coordinator, table, fresh_codes="1")
    codes = [page.tree.xpath("//ul[@class='slips']/li//span[@class='code']/text()") for page in (first, second)]
    assert [len(one) for one in codes] == [2, 2]
    assert codes[0][1] != codes[1][1]
    old = {"name": codes[0][0], "code": codes[0][1], "new": "eleven quiet harbours", "again": "eleven quiet harbours"}
    assert demo.visitor().post("/let-in", old).status == 422


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Someone Else,{number},,", "Somebody else of this agency has this service number"),
        ("Someone Else,,amara,", "Somebody signs in with this name already"),
        ("Someone Else,,youssef,", "Somebody signs in with this name already"),
        ("Someone Else,,,Morocco demonstration police", "None of your agencies has this name"),
        (",X-1,,", "The name is missing"),
    ],
)
def test_a_row_that_means_somebody_else_is_left_out_with_the_reason(demo: Instance, row: str, said: str) -> None:
    """X3 X1: an agency outside the subtree is none of the coordinator's, whatever the table says."""
    coordinator = demo.signed_in("coordinator")
    _brought(coordinator, "name,service_number\nNana Table,N-1")
    heading = "name,service_number,sign_in_name,agency\n"
    page = coordinator.post("/people/table", {"table": heading + row.format(number="N-1") + "\nNew One,N-2,,"})
    assert page.sees(said)
    assert page.sees("1 officer is new")
    assert coordinator.post("/people/table", _confirm(page)).h1 == "1 officer is added"


def test_a_workbook_is_read_apart_and_a_formula_is_no_name(demo: Instance) -> None:
    """X3: rows keep the numbers that the spreadsheet shows."""
    book = openpyxl.Workbook()
    for row in (("name", "service_number"), (), ("Ama Workbook", 71), ("=A3&A2", 72)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    coordinator = demo.signed_in("coordinator")
    page = coordinator.post("/people/table", {"file": (io.BytesIO(out.getvalue()), "officers.xlsx")})
    assert page.sees("1 officer is new")
    assert page.sees("Put its value in its place")
    assert page.tree.xpath("//tbody/tr[1]/td[1]/text()") == ["4"]
    assert coordinator.post("/people/table", _confirm(page)).h1 == "1 officer is added"


@pytest.mark.parametrize("text", ["", "rank\nSergeant", "name", "name\n" + "x\n" * 201, "\x01\x02binary"])
def test_a_table_that_cannot_be_read_comes_back_as_it_was_typed(demo: Instance, text: str) -> None:
    """X3"""
    page = demo.signed_in("coordinator").post("/people/table", {"table": text})
    assert page.status == 422
    assert "".join(page.form("/people/table")["table"]).split() == text.split()

"""Every table that can be taken away, found by asking every address: columns, cells, a look before, the log (U20)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from lxml import html
from werkzeug.test import TestResponse

from app.accreditation.services.lives import Grounds
from app.accreditation.services.withdrawing import confirm_withdrawal, propose_withdrawal
from app.foundation.transaction import Unit
from app.identity.domain.officer_rows import COLUMNS as OFFICER_COLUMNS
from app.identity.models import Agency, Person
from app.identity.services.actor import Actor
from app.insight.statistic import quarterly_statistics
from tests.access.table import Line, address, read_table
from tests.access.world import World
from tests.parts.accreditation.test_expiring import OPEN, grant

HOSTILE = "=1+1"
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
OFFICERS = tuple(OFFICER_COLUMNS)
QUESTIONS = (
    *("type", "question", "answer 1", "answer 2", "answer 3", "answer 4", "right"),
    *("reason 1", "reason 2", "reason 3", "reason 4", "outcome", "level", "red line", "remark"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """A table that is taken away: its columns (none: those that the page names), where it is seen before, its entry."""

    columns: tuple[str, ...]
    seen_on: str
    entry: str


EXPORTS = {
    "/accreditation/batches/<public_id>/results.csv": Export(
        ("name", "rank", "agency", "outcome", "number", "valid_until", "reason"),
        "/accreditation/batches/<public_id>",
        "accreditation:batch:handed-out",
    ),
    "/accreditation/register/<number>/record.<ending>": Export(
        ("source", "at", "what", "actor", "second", "grounds", "reason", "sequence", "hash", "holds"),
        "/accreditation/register/<number>",
        "accreditation:register:looked-up-by-number",
    ),
    "/people/expiring.csv": Export(
        ("name", "rank", "agency", "accreditation", "number", "state", "valid_until", "renewal_opens",
         "renewal_closes"),
        "/people/expiring",
        "identity:people:listed",
    ),
    "/insight/<period>.csv": Export((), "", "insight:table:exported"),
    "/insight/<period>/<statistic>.csv": Export((), "/insight/<period>/<statistic>", "insight:table:exported"),
    "/people/table.csv": Export(OFFICERS, "/people/table", ""),
    "/authoring/question-table.<ending>": Export(QUESTIONS, "", ""),
}  # fmt: skip
"""By rule. A table to start from holds samples alone: it takes nothing away, and no entry is made. The address of the
sheet by country without its name is one of before: the page of the sheet links the other."""

SHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@pytest.fixture
def ending(world: World) -> Iterator[World]:
    """A certificate of an officer of `coo` ends within the year."""
    with world.where(lambda: grant(world.instance, ("kofi",), 4, OPEN)):
        yield world


@pytest.fixture
def hostile(world: World) -> Iterator[World]:
    """Everybody and every agency is called as a formula is; the certificate of `own` was withdrawn in such words."""
    first, second = (Actor(world.people[one], "accreditation") for one in ("staff2", "staff"))

    def work(unit: Unit) -> None:
        number = world.objects["number-own"]["number"]
        confirm_withdrawal(
            unit, propose_withdrawal(unit, number, first, Grounds("issued-in-error", HOSTILE)), second, ""
        )
        unit.connection.execute(sa.update(Person).values(name=HOSTILE, rank=HOSTILE))
        unit.connection.execute(sa.update(Agency).values(name=HOSTILE))

    def happen() -> None:
        grant(world.instance, ("kofi",), 4, OPEN)
        world.do(work)

    with world.where(happen):
        yield world


def _taken(world: World) -> Iterator[tuple[Line, dict[str, str], TestResponse]]:
    """Ask every address as whoever its line is made for; give those that answer a table."""
    done = set()
    for line in read_table().lines:
        if line.method != "GET" or line.by == "-" or line.cells[line.by] != "200":
            continue
        for values in _variants(line.rule, world.objects[line.thing]):
            path = address(line.rule, values)
            if path in done:
                continue
            done.add(path)
            answer = world.send("GET", path, line.by)
            if answer.mimetype in SHEETS:
                yield line, values, answer
            answer.close()
            world.heal()


def _variants(rule: str, values: dict[str, str]) -> list[dict[str, str]]:
    """The arguments of a thing; where the rule names an ending or a statistic, once with each."""
    if "<ending>" in rule:
        return [{**values, "ending": ending} for ending in ("csv", "xlsx", values.get("ending", "csv"))]
    if "<statistic>" in rule:
        return [{**values, "statistic": one.name} for one in quarterly_statistics()]
    return [values]


_ENTRIES = "SELECT group_concat(tag) FROM audit_event WHERE actor = :me AND sequence > :before"


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_table_that_is_taken_away_is_one_flat_sheet_of_listed_columns(hostile: World) -> None:
    """U20, P5: an address that answers a table and stands in no list fails; so does a column too many, or a formula."""
    found: dict[str, int] = {}
    for line, values, answer in _taken(hostile):
        found.setdefault(line.rule, 0)
        export, content = EXPORTS[line.rule], answer.get_data()
        assert answer.headers["Content-Disposition"].startswith("attachment"), line.title
        assert "no-store" in answer.headers["Cache-Control"], line.title
        if answer.mimetype != "text/csv":
            sheets = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "worksheets/" in name]
            assert len(sheets) == 1
            assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read(sheets[0])
            continue
        head, *rows = _rows(content)
        assert tuple(head) == (export.columns or _named_on_the_page(hostile, line, values)), line.title
        assert {len(row) for row in rows} <= {len(head)}, line.title
        assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == [], line.title
        found[line.rule] += sum("'" + HOSTILE in row for row in rows)
    assert set(found) == set(EXPORTS)
    told = {rule for rule, met in found.items() if met}
    assert told == {rule for rule in EXPORTS if rule.startswith(("/accreditation/", "/people/expiring"))}, (
        "nothing hostile met"
    )


def _named_on_the_page(world: World, line: Line, values: dict[str, str]) -> tuple[str, ...]:
    """The columns that the look before the sheet names and explains."""
    page = world.send("GET", address("/insight/<period>/<statistic>", {"statistic": "by_country", **values}), line.by)
    named = html.fromstring(page.get_data(as_text=True)).xpath("//thead//code/text()")
    world.heal()
    return tuple(named)


def test_every_taking_of_a_table_stands_in_the_log_and_begins_on_a_page_that_shows_it(ending: World) -> None:
    """U20, X5: one entry for each, by who took it; the page that shows the same things links the file."""
    world = ending
    before = world.scalar("SELECT max(sequence) FROM audit_event")
    for line, values, _ in _taken(world):
        export, me = EXPORTS[line.rule], world.people[line.by]
        made = world.scalar(_ENTRIES, me=me, before=before)
        assert (made or "") == export.entry, line.title
        world.heal()
        if export.seen_on:
            page = world.send("GET", address(export.seen_on, values), line.by)
            links = html.fromstring(page.get_data(as_text=True)).xpath("//main//a/@href")
            path = address(line.rule, values)
            assert any(link.split("?")[0] == path for link in links), line.title
            world.heal()

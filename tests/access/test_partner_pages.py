"""A partner is shown no person: every page, sheet and report that a partner may open is searched (P1, U13)."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import sqlalchemy as sa

from app.identity.models import Person
from tests.access.table import read_table
from tests.access.world import World

_DEMO = re.compile(r" \(demo[^)]*\)")
ROLES = {"coordinator", "operator", "reviewer", "trainer"}
"""Sign-in names of the demonstration that are words of the pages too."""
_COLUMNS = (Person.name, Person.name_original, Person.cover, Person.sign_in_name, Person.service_number, Person.email)


def test_no_page_sheet_or_report_of_a_partner_says_anything_of_a_person(world: World) -> None:
    """P1, U13: no name, no sign-in name, no number of a person and none of a certificate, but the reader's own."""
    secrets, opened = _said_of_people(world), 0
    found: dict[str, list[str]] = {}
    for line in read_table().lines:
        if line.method != "GET" or line.cells["prt"] != "200" or line.cells["anon"] == "200":
            continue
        answer = world.send("GET", world.address(line), "prt")
        text = _text(answer)
        opened += bool(text)
        if shown := [one for one in secrets if one in text]:
            found[line.rule] = shown
        answer.close()
        world.heal()
    assert found == {}
    assert opened >= 10, "nothing was read"


def _said_of_people(world: World) -> set[str]:
    with world.instance.works.database.reading() as connection:
        rows = connection.execute(sa.select(Person.id, Person.public_id, *_COLUMNS)).all()
        numbers = connection.exec_driver_sql("SELECT number FROM credential").scalars().all()
    others = [row for row in rows if row.id != world.people["prt"]]
    words = {_DEMO.sub("", str(one)) for row in others for one in row if one}
    own = {_DEMO.sub("", str(one)) for row in rows if row.id == world.people["prt"] for one in row if one}
    return {one for one in {*words, *numbers} - own - ROLES if len(one) > 5}


def _text(answer: Any) -> str:
    if answer.mimetype == "application/pdf":
        return subprocess.run(
            ["pdftotext", "-", "-"], input=answer.get_data(), capture_output=True, check=True
        ).stdout.decode()
    return str(answer.get_data(as_text=True)) if answer.mimetype.startswith(("text/", "application/json")) else ""

"""Whoever is shown another person's record stands in the log: every page is looked through for names (X5)."""

from __future__ import annotations

import json
import re
from typing import Any

import sqlalchemy as sa

from app.identity.queries import person_cards
from tests.access.table import read_table
from tests.access.world import World

WHO = ("staff", "coo", "op", "trn", "rev")
"""Those whose pages show others; officers and partners are shown nobody (`test_ids_and_lists.py`)."""

COLLEAGUES = "names colleagues and what they did in their office; no record of theirs is shown"
NOT_LOGGED = {
    "/accreditation/assessors": "names who is appointed, in public to the whole desk",
    "/accreditation/batches": COLLEAGUES,
    "/accreditation/withdrawals/<public_id>": COLLEAGUES,
    "/accreditation/scheme-changes/<public_id>": COLLEAGUES,
    "/authoring/reviews": COLLEAGUES,
    "/authoring/reviews/<course>": COLLEAGUES,
    "/accreditation/conflicts": "lists one's own declarations: whom one named oneself",
}
"""Pages on which a name stands and nothing is logged: why."""

_DEMO = re.compile(r" \(demo[^)]*\)")
_READ = ("text/html", "text/csv", "application/json")
_ENTRIES = sa.text("SELECT tag, subject, data FROM audit_event WHERE sequence > :before AND actor = :me")
_SAYS_IT = ("accreditation:certificate:handed-out", "accreditation:badge:handed-out")
"""Entries whose tag and subject say what for; all others say it themselves."""
_OFFICERS = "SELECT person_id FROM role_grant WHERE role = 'officer'"
_THINGS = sa.text("SELECT id, person_id FROM credential UNION SELECT id, person_id FROM application")


def test_who_is_shown_another_persons_record_stands_in_the_log(world: World) -> None:
    """X5: who, whose, when, and for what: every page that everybody of the staff may open; an exception has its reason.

    Of an officer the entry names them, their case or their certificate, or it is of a list of at least so many.
    """
    with world.instance.works.database.reading() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM person")]
        names = {one: _DEMO.sub("", card.name) for one, card in person_cards(connection, ids).items()}
        officers = set(connection.exec_driver_sql(_OFFICERS).scalars())
    unlogged, logged, opened = set(), set(), set()
    for line in read_table().lines:
        for actor in WHO:
            if line.method != "GET" or line.cells["anon"] == "200" or line.cells[actor] != "200":
                continue
            if (line.rule, line.thing, actor) in opened:
                continue
            opened.add((line.rule, line.thing, actor))
            me, before = world.people[actor], world.scalar("SELECT max(sequence) FROM audit_event")
            answer = world.send("GET", world.address(line), actor)
            text = answer.get_data(as_text=True) if answer.mimetype in _READ else ""
            shown = {one for one, name in names.items() if one != me and name != names[me] and name in text}
            if shown:
                (logged if _told(world, before, me, shown, shown & officers) else unlogged).add(line.rule)
            answer.close()
            world.heal()
    assert unlogged == set(NOT_LOGGED)
    assert len(logged) >= 20, "the look finds no names"


def _told(world: World, before: int, me: str, shown: set[str], officers: set[str]) -> bool:
    """Whether entries by the reader account for everybody who was shown; of colleagues any entry does."""
    with world.instance.works.database.reading() as connection:
        entries = connection.execute(_ENTRIES, {"before": before, "me": me}).all()
        accounted = {one for entry in entries for one in _named(connection, entry, officers)}
    assert all(json.loads(one.data).get("why") for one in entries if one.tag not in _SAYS_IT), entries
    listed = any(_lists(entry.tag, json.loads(entry.data), len(officers)) for entry in entries)
    return bool(entries) and (listed or officers <= accounted)


def _named(connection: sa.Connection, entry: Any, officers: set[str]) -> set[str]:
    of = {row.id: row.person_id for row in connection.execute(_THINGS)}
    said = re.findall(r"[0-9a-f]{32}", f"{entry.subject} {entry.data}")
    return {of.get(one, one) for one in said} & officers


def _lists(tag: str, data: dict[str, Any], least: int) -> bool:
    """A list that says how many it shows; one that names them is judged by these names."""
    return tag.endswith(":listed") and data.get("count", 0) >= least

"""Whoever is shown another person's record stands in the log: every page is looked through for names (X5)."""

from __future__ import annotations

import re

from app.identity.queries import person_cards
from tests.access.table import read_table
from tests.access.world import World

WHO = ("staff", "coo", "op", "trn")
"""Those whose pages show others; officers and partners are shown nobody (`test_ids_and_lists.py`)."""

COLLEAGUES = "names colleagues and what they did in their office; no record of theirs is shown"
NOT_LOGGED = {
    "/accreditation/assessors": "names who is appointed, in public to the whole desk",
    "/accreditation/batches": COLLEAGUES,
    "/accreditation/withdrawals/<public_id>": COLLEAGUES,
    "/accreditation/scheme-changes/<public_id>": COLLEAGUES,
    "/accreditation/conflicts": "lists one's own declarations: whom one named oneself",
}
"""Pages on which a name stands and nothing is logged: why."""

_DEMO = re.compile(r" \(demo[^)]*\)")
_READ = ("text/html", "text/csv", "application/json")


def test_who_is_shown_another_persons_record_stands_in_the_log(world: World) -> None:
    """X5: who, when, and for what: every page that everybody of the staff may open; an exception has its reason."""
    with world.instance.works.database.reading() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM person")]
        names = {one: _DEMO.sub("", card.name) for one, card in person_cards(connection, ids).items()}
    unlogged, logged, opened = set(), set(), set()
    for line in read_table().lines:
        for actor in WHO:
            if line.method != "GET" or line.cells["anon"] == "200" or line.cells[actor] != "200":
                continue
            if (line.rule, actor) in opened:
                continue
            opened.add((line.rule, actor))
            me, before = world.people[actor], world.scalar("SELECT max(sequence) FROM audit_event")
            answer = world.send("GET", world.address(line), actor)
            text = answer.get_data(as_text=True) if answer.mimetype in _READ else ""
            shown = [name for one, name in names.items() if one != me and name != names[me] and name in text]
            count = "SELECT count(*) FROM audit_event WHERE sequence > :before AND actor = :me"
            if shown:
                (logged if world.scalar(count, before=before, me=me) else unlogged).add(line.rule)
            answer.close()
            world.heal()
    assert unlogged == set(NOT_LOGGED)
    assert len(logged) >= 20, "the look finds no names"

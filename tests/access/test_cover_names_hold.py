"""Everybody has a cover name: every answer to everybody outside the need-to-know group is looked through (X7)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from werkzeug.test import TestResponse

from app.foundation.transaction import Unit
from app.identity.queries import true_cards
from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover
from tests.access.forms import form_for, json_for
from tests.access.table import Line, read_table
from tests.access.world import STAGES, World

SEARCHED = {"200", "409", "422"}
"""Answers that are pages, also where what was sent is refused."""

MEETS = {
    "/users",
    "/users/<public_id>",
    "/users/recovery/<public_id>",
    "/practicals",
    "/practicals/<public_id>",
    "/practicals/sent/<public_id>",
    "/accreditation/appeals/<public_id>",
    "/accreditation/batches/<public_id>/results.csv",
    "/accreditation/cases/<public_id>",
    "/accreditation/claims/<public_id>",
    "/accreditation/nominations",
    "/accreditation/queue",
    "/accreditation/register/<number>",
}
"""Where the walk must read cover names, so that it cannot pass by meeting nobody."""

_DEMO = re.compile(r" \(demo[^)]*\)")
_PEOPLE = "SELECT id FROM person"


@dataclass(frozen=True, slots=True)
class Covered:
    """Somebody with a cover name: what nobody outside the group may read, and what they read in its place."""

    id: str
    name: str
    cover: str
    agency_path: str


@contextmanager
def _all_covered(world: World) -> Iterator[list[Covered]]:
    """Give everybody a cover name after all that they did, so that every record stands under a true name first."""
    with world.instance.works.database.reading() as connection:
        cards = true_cards(connection, connection.exec_driver_sql(_PEOPLE).scalars())
    people = [
        Covered(card.id, _DEMO.sub("", card.name), f"Borrowed Name{number}x", card.agency_path)
        for number, card in enumerate(cards.values())
    ]

    def work(unit: Unit) -> None:
        for one in people:
            cover(unit, world.instance.works.keyring, one.id, one.cover, SYSTEM)

    with world.where(lambda: world.do(work)):
        yield people


def _outside(world: World, actor: str, people: list[Covered]) -> list[Covered]:
    """Return those whose need-to-know group `actor` is not in: the officer, and who coordinates the agency."""
    actor = "coo" if actor in STAGES else actor
    me = next((one for one in people if one.id == world.people.get(actor)), None)
    path = me.agency_path if me and actor in {"coo", "coo2"} else "nowhere"
    return [one for one in people if one is not me and not one.agency_path.startswith(path)]


def _text(answer: TestResponse) -> str:
    content = answer.get_data()
    if not content.startswith(b"%PDF") or b"%%EOF" not in content:
        return html.unescape(content.decode("utf-8", "replace"))
    paper = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in paper)


def _asked(world: World, line: Line, actor: str) -> str:
    form = form_for(world, line) if line.method == "POST" else None
    answer = world.send(line.method, world.address(line), actor, form=form, **json_for(world, line))
    text = _text(answer)
    answer.close()
    world.heal()
    return text


def test_no_answer_tells_the_true_name_to_anybody_outside_the_group(world: World) -> None:
    """X7: every page, table, file and refused form of the matrix, for every role, with everybody under a cover name."""
    told, read, seen = set(), set(), set()
    with _all_covered(world) as people:
        for line in read_table().lines:
            for actor, cell in line.cells.items():
                if cell not in SEARCHED:
                    continue
                others, text = _outside(world, actor, people), _asked(world, line, actor)
                told |= {(line.title, actor, one.name) for one in others if one.name in text}
                read |= {one.cover for one in others if one.cover in text}
                seen |= {line.rule for one in others if one.cover in text}
    assert not told
    assert seen >= MEETS, "the walk does not meet whom it is about"
    assert len(read) > 10


def test_the_words_of_a_true_name_find_nobody(world: World) -> None:
    """X7: a search by them is answered as one by a word that is nobody's name, to whom is outside the group."""
    paired, found = set(), set()
    sought = {world.people[actor] for actor in ("own", "far", "rev")}
    with _all_covered(world) as people:
        lists = {line.rule: line for line in read_table().lines if line.method == "GET" and not line.names}
        for rule, line in lists.items():
            for actor in ("staff", "op", "trn", "rev", "coo", "coo2"):
                if line.cells[actor] != "200":
                    continue
                others = [one for one in _outside(world, actor, people) if one.id in sought]
                nobody = _covers(world, rule, actor, "xyzzy", others)
                for one in others:
                    paired |= {(rule, actor, one.name) for _ in _covers(world, rule, actor, one.name, [one]) - nobody}
                    found |= {rule for _ in _covers(world, rule, actor, one.cover, [one]) - nobody}
    assert not paired
    assert {"/users", "/accreditation/claims"} <= found


def _covers(world: World, rule: str, actor: str, word: str, people: list[Covered]) -> set[str]:
    answer = world.send("GET", rule, actor, query_string={"find": word, "name": word})
    text = _text(answer)
    world.heal()
    return {one.cover for one in people if one.cover in text}

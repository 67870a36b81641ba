"""Every route, for every actor and object, against one table of expected answers (S2)."""

from __future__ import annotations

import pytest

from tests.access.gone import as_asked
from tests.access.table import Line, read_table
from tests.access.world import ACTORS, STAGES, World

TABLE = read_table()
SHOWS = ("GET", "POST")
each_house = pytest.mark.parametrize("house", TABLE.houses)


def told(answer: object) -> str:
    """Return an answer as a cell of the table writes it."""
    status, to = str(answer.status_code), answer.headers.get("Location", "")  # type: ignore[attr-defined]
    return "in" if status in {"302", "303"} and to.split("?")[0] == "/sign-in" else status


def wrong_cells(world: World, line: Line) -> list[str]:
    """Return every cell of the line that is not as the table says, in words."""
    with as_asked(world, line) as there:
        found = [(actor, "", _answered(world, there, actor), line.cells[actor]) for actor in TABLE.actors]
    by = "own" if line.by == "-" else line.by
    for condition, expected in TABLE.over.items() if line in TABLE.firsts else ():
        if line.by == "-" and condition in {"half", "enr"}:
            continue
        wanted = line.cells["anon"] if line.by == "-" and line.method == "GET" else expected[line.method]
        found.append((by, f" ({condition})", _answered(world, line, by, condition), wanted))
    return [f"{line.title} as {who}{how}: {got}, not {wanted}" for who, how, got, wanted in found if got != wanted]


def _answered(world: World, line: Line, actor: str, condition: str = "full") -> str:
    """Return the cell; a refusal or a look that changed something all the same is no refusal."""
    cell = told(world.ask(line, actor, condition))
    return f"{cell}, but it wrote" if world.wrote and (cell >= "400" or line.method == "GET") else cell


def test_every_route_has_a_line_and_every_line_a_route(world: World) -> None:
    """S2: 100 % of the rules of the URL map; a route without a line fails here."""
    routes = {
        (method, rule.rule)
        for rule in world.instance.app.url_map.iter_rules()
        for method in (rule.methods or set()) & set(SHOWS)
    }
    listed = {(line.method, line.rule) for line in TABLE.lines}
    assert sorted(routes - listed) == [], "routes without a line in matrix.txt"
    assert sorted(listed - routes) == [], "lines without a route"


def test_every_line_that_names_a_thing_has_one_for_a_missing_thing() -> None:
    """S2: own, another's and missing objects; a missing one must look like another's."""
    for line in TABLE.lines:
        same = [one for one in TABLE.lines if (one.method, one.rule) == (line.method, line.rule)]
        if line.names:
            assert any(one.thing.startswith("missing") for one in same), f"{line.title}: no line for a missing object"
        if line.by != "-":
            told_to_maker = {one.cells[one.by] for one in same}
            assert any(cell < "400" or cell == "422" for cell in told_to_maker), f"{line.title}: nobody gets through"


def test_the_table_asks_as_everyone() -> None:
    """S2: at least twelve actors, and each condition under which a session is over."""
    assert set(TABLE.actors) == {"anon", *ACTORS, *STAGES}
    assert set(TABLE.over) == {"ended", "idle", "left", "role-taken", "half", "enr"}


@each_house
def test_everyone_is_answered_as_the_table_says(world: World, house: str) -> None:
    """S2, S8, U13, X19: own, other's and missing things; leaving and the loss of a role count from the next request."""
    assert [wrong for line in TABLE.houses[house] for wrong in wrong_cells(world, line)] == []


@each_house
def test_asking_for_the_head_alone_opens_nothing_more(world: World, house: str) -> None:
    """S2: HEAD is answered as GET is, without the body."""
    for line in TABLE.houses[house]:
        for actor in ("anon", "mate", "half") if line.method == "GET" and line not in TABLE.gone else ():
            answer = world.send("HEAD", world.address(line), actor)
            assert told(answer) == line.cells[actor], f"{line.title} as {actor}"
            assert answer.data == b""
            world.heal()

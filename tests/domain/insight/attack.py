"""An attacker who knows the rules and every table of every quarter: is there another world that publishes the same?

They read the overview over all courses, and beside it the tables of every partner, each of whom pays for one course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from operator import eq

from app.insight.domain.follow_up import ANSWER, ANSWER_AT, SIX
from app.insight.domain.gain import AFTER, BEFORE, GAIN
from app.insight.domain.measures import PROGRAMME, VALID, Exact, Granted, Sum, Table
from app.insight.domain.retention import KEPT, KEPT_AFTER, KEPT_BEFORE, KEPT_LATER
from app.insight.statistic import all_statistics

Atom = tuple[str, str, int, int]
"""Country, course, quarter in which the officers came, how many stages they reached."""
World = Mapping[Atom, int]
Publishes = Callable[[Exact, Mapping[str, Table]], Mapping[str, Table]]

COUNTRIES, COURSES, QUARTERS = ("GH", "KE"), ("cfr", "osint"), 2
STAGES = {1: ("nominated", "enrolled", "started"), 2: ("finished", "sat"), 3: ("passed", "certified")}
REACHED = 3
"""How far the furthest came: who passed is certified, who sat had finished, who started was nominated."""
SCORES = {1: (4_000, 4_000), 2: (3_000, 6_000), 3: (5_000, 9_000)}
"""How far an officer came → the pre-test and the post-test that the attacker knows they had, in ten-thousandths."""
STATISTICS = all_statistics()
ATOMS: tuple[Atom, ...] = tuple(product(COUNTRIES, COURSES, range(QUARTERS), range(1, REACHED + 1)))


def as_published(exact: Exact, before: Mapping[str, Table]) -> Mapping[str, Table]:
    """Make every statistic that can be seen, quarterly or not."""
    return {name: one.table(exact, before.get(name, ())) for name, one in STATISTICS.items()}


@dataclass(frozen=True, slots=True)
class Attack:
    """What an attacker sees of a world, and what they can be sure of."""

    publishes: Publishes = as_published

    def seen(self, world: World) -> Iterator[Mapping[str, Table]]:
        """Give all tables, one quarter after the other: first of the overview, then of each partner."""
        for paid in (COURSES, *((course,) for course in COURSES)):
            yield from self._of_reader({atom: officers for atom, officers in world.items() if atom[1] in paid})

    def _of_reader(self, world: World) -> Iterator[Mapping[str, Table]]:
        tables: Mapping[str, Table] = {}
        for quarter in range(QUARTERS):
            tables = self.publishes(exact_of(world, quarter, tables.get("funnel", ())), tables)
            yield tables

    def is_sure_of(self, world: World, cell: frozenset[Atom]) -> bool:
        """Whether every world near this one that publishes the same has as many officers in the cell.

        Finding one that has more or fewer proves that the cell is safe.
        """
        seen = list(self.seen(world))
        return not any(all(map(eq, self.seen(other), seen)) for other in others(world, cell))


def others(world: World, cell: frozenset[Atom]) -> Iterator[World]:
    """Give the worlds in which one officer more or fewer is in the cell: alone, in exchange for one elsewhere, and
    where that does not do, by a square (who came as far as this in one country and course came less far, and so on
    crosswise), or with one more moved to and fro outside, so that sums that would step over a ten stay.
    """
    inside, outside = sorted(cell), sorted(set(ATOMS) - cell)
    for step in (1, -1):
        for one in inside:
            yield from _changed(world, {one: step})
    for step, one, other in product((1, -1), inside, outside):
        yield from _changed(world, {one: step, other: -step})
    for step, one in product((1, -1), inside):
        yield from (
            square for square in _squares(world, one, step) if _officers(square, cell) != _officers(world, cell)
        )
    for step, one, (out, back) in product((1, -1), inside, permutations(outside, 2)):
        yield from _changed(world, {one: step, out: -step, back: step})
    for step, one, other, (out, back) in product((1, -1), inside, outside, permutations(outside, 2)):
        if other not in {out, back}:
            yield from _changed(world, {one: step, other: -step, out: 1, back: -1})


def _squares(world: World, one: Atom, step: int) -> Iterator[World]:
    """Give the worlds in which the sums of each country and of each course stay, whatever the quarter."""
    country, course, came, reached = one
    there, elsewhere = ({*COUNTRIES} - {country}).pop(), ({*COURSES} - {course}).pop()
    corners = ((there, course, -step), (country, elsewhere, -step), (there, elsewhere, step))
    stages = [stage for stage in range(1, REACHED + 1) if stage != reached]
    for instead in product(product(range(QUARTERS), stages), repeat=3):
        for own in stages:
            steps = {one: step, (country, course, came, own): -step}
            for (where, what, sign), (quarter, stage) in zip(corners, instead, strict=True):
                steps |= {(where, what, quarter, reached): sign, (where, what, quarter, stage): -sign}
            yield from _changed(world, steps)


def _officers(world: World, cell: frozenset[Atom]) -> int:
    return sum(world.get(atom, 0) for atom in cell)


def exact_of(world: World, quarter: int, funnel: Table = ()) -> Exact:
    """Return what is counted up to the end of a quarter; half of the marks are earned by who sat, all by who passed.

    Who is certified answers: in one country that they used it once, in the other more often, and a quarter later again.
    A certificate is in force for one quarter; one grant runs over the second, another over both, as one of each course.
    """
    counts: dict[tuple[str, str], dict[str, int]] = {}
    sums: dict[tuple[str, str], list[int]] = {}
    for (country, course, came, reached), officers in world.items():
        if came > quarter or not officers:
            continue
        stages = [stage for so_far in range(1, reached + 1) for stage in STAGES[so_far]]
        for stage in (*stages, *([VALID] if reached == REACHED and came == quarter else [])):
            column = counts.setdefault((course, stage), {})
            column[country] = column.get(country, 0) + officers
        if reached > 1:
            _sum(sums, course, "outcome:record", officers, 10_000 if reached == REACHED else 5_000)
        first, second = SCORES[reached]
        for what, value in ((BEFORE, first), (AFTER, second), (GAIN, second - first)):
            _sum(sums, course, what, officers, value)
        if came < quarter:
            kept = {KEPT_BEFORE: first, KEPT_AFTER: second, KEPT_LATER: first, KEPT: 0}
            for what, value in kept.items():
                _sum(sums, course, what, officers, value)
        if reached == REACHED:
            used = "once" if country == COUNTRIES[0] else "often"
            for what in ("answered", f"used:{used}", f"helped:{'lessons' if came else 'practice'}"):
                _sum(sums, course, f"{ANSWER}{what}", officers, 0)
                if came < quarter:
                    _sum(sums, course, f"{ANSWER_AT[SIX]}{what}", officers, 0)
    measured = {key: Sum(*one) for key, one in sums.items()}
    return Exact(counts, measured, _grants(quarter, funnel, sorted({course for course, _ in counts})))


def _sum(sums: dict[tuple[str, str], list[int]], course: str, what: str, officers: int, value: int) -> None:
    """Add to the officers, to the sum of their values, and to that of the squares."""
    so_far = sums.setdefault((course, what), [0, 0, 0])
    so_far[0] += officers
    so_far[1] += officers * value
    so_far[2] += officers * value * value


def _grants(quarter: int, funnel: Table, courses: list[str]) -> list[Granted]:
    of_courses = [Granted(course, course, 70_000, "EUR", "2026-Q1", "2026-Q2", 0, None) for course in courses]
    before = next((row["certified"] for row in funnel if row["course"] == PROGRAMME), None)
    both = Granted("both", PROGRAMME, 90_000, "EUR", "2026-Q1", "2026-Q2", 0, None)
    second = Granted("second", PROGRAMME, 90_000, "EUR", "2026-Q2", "2026-Q2", int(before or 0), None)
    return [*of_courses, *[both, second][: quarter + 1]]


def cells(world: World) -> Iterator[frozenset[Atom]]:
    """Give every group that could be told apart and has one to nine officers: any country, course, quarters, stages."""
    found = set()
    for country, course, quarters, stages in product(
        ({*COUNTRIES}, *({one} for one in COUNTRIES)),
        ({*COURSES}, *({one} for one in COURSES)),
        ({*range(QUARTERS)}, *({one} for one in range(QUARTERS))),
        ({1, 2, 3}, {2, 3}, {1}, {2}, {3}),
    ):
        cell = frozenset(a for a in ATOMS if a[0] in country and a[1] in course and a[2] in quarters and a[3] in stages)
        if 0 < sum(world.get(atom, 0) for atom in cell) < 10:
            found.add(cell)
    yield from sorted(found, key=sorted)


def _changed(world: World, steps: Mapping[Atom, int]) -> Iterator[World]:
    changed = dict(world)
    for atom, step in steps.items():
        changed[atom] = changed.get(atom, 0) + step
    if min(changed.values()) >= 0:
        yield changed

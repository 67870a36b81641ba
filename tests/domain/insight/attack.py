"""An attacker who knows the rules and every table of every quarter: is there another world that publishes the same?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from operator import eq

from app.insight.domain.measures import Exact, Sum, Table
from app.insight.statistic import all_statistics

Atom = tuple[str, str, int, int]
"""Country, course, quarter in which the officers came, how many stages they reached."""
World = Mapping[Atom, int]
Publishes = Callable[[Exact, Mapping[str, Table]], Mapping[str, Table]]

COUNTRIES, COURSES, QUARTERS = ("GH", "KE"), ("cfr", "osint"), 2
STAGES = ("started", "sat", "passed")
STATISTICS = all_statistics()
ATOMS: tuple[Atom, ...] = tuple(product(COUNTRIES, COURSES, range(QUARTERS), range(1, len(STAGES) + 1)))


def as_published(exact: Exact, before: Mapping[str, Table]) -> Mapping[str, Table]:
    """Make every statistic that a partner can see, quarterly or not."""
    return {name: one.table(exact, before.get(name, ())) for name, one in STATISTICS.items()}


@dataclass(frozen=True, slots=True)
class Attack:
    """What an attacker sees of a world, and what they can be sure of."""

    publishes: Publishes = as_published

    def seen(self, world: World) -> Iterator[Mapping[str, Table]]:
        """Give all tables, one quarter after the other."""
        tables: Mapping[str, Table] = {}
        for quarter in range(QUARTERS):
            tables = self.publishes(exact_of(world, quarter), tables)
            yield tables

    def is_sure_of(self, world: World, cell: frozenset[Atom]) -> bool:
        """Whether every world near this one that publishes the same has as many officers in the cell.

        Finding one that has more or fewer proves that the cell is safe.
        """
        seen = list(self.seen(world))
        return not any(all(map(eq, self.seen(other), seen)) for other in others(world, cell))


def others(world: World, cell: frozenset[Atom]) -> Iterator[World]:
    """Give the worlds in which one officer more or fewer is in the cell: alone, in exchange for one elsewhere, and
    where that does not do, with one more moved to and fro outside, so that sums that would step over a ten stay.
    """
    inside, outside = sorted(cell), sorted(set(ATOMS) - cell)
    for step in (1, -1):
        for one in inside:
            yield from _changed(world, {one: step})
    for step, one, other in product((1, -1), inside, outside):
        yield from _changed(world, {one: step, other: -step})
    for step, one, (out, back) in product((1, -1), inside, permutations(outside, 2)):
        yield from _changed(world, {one: step, out: -step, back: step})
    for step, one, other, (out, back) in product((1, -1), inside, outside, permutations(outside, 2)):
        if other not in {out, back}:
            yield from _changed(world, {one: step, other: -step, out: 1, back: -1})


def exact_of(world: World, quarter: int) -> Exact:
    """Return what is counted up to the end of a quarter; half of the marks are earned by who sat, all by who passed."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    sums: dict[tuple[str, str], Sum] = {}
    for (country, course, came, reached), officers in world.items():
        if came > quarter or not officers:
            continue
        for stage in STAGES[:reached]:
            column = counts.setdefault((course, stage), {})
            column[country] = column.get(country, 0) + officers
        if reached > 1:
            old = sums.get((course, "outcome:record"), Sum(0, 0))
            earned = officers * (10_000 if reached > 2 else 5_000)
            sums[course, "outcome:record"] = Sum(old.officers + officers, old.total + earned)
    return Exact(counts, sums)


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

"""Draws the form of an attempt from the pool, and puts questions and options in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.assessment.domain.blueprint import Blueprint, Drawable, Shortage
from app.assessment.domain.chance import shuffled
from app.assessment.domain.form_search import FormSearch, Group, redlines_first
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.seating import Seating
from app.foundation.errors import Refusal
from app.foundation.words import N_


class FormNotPossible(Refusal):
    """The pool cannot fill the blueprint; `shortages` says what lacks."""

    code = "form_not_possible"
    message = N_("The bank holds too few items for this quiz. Tell your trainer; your attempt has not been counted.")

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__()
        self.shortages = tuple(shortages)


def draw(
    items: Sequence[Drawable], blueprint: Blueprint, seed: int | str, avoid: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the item keys of one form, cell by cell, the items of a case side by side in the order of the pool.

    Each cell gets exactly its take; no item comes twice; at least `blueprint.redlines` are red-line items; a case is
    drawn whole (all its items that fit the blueprint) or not at all. Items in `avoid` (this person's earlier forms)
    come only where others do not suffice. The same seed and items give the same form.
    Raises FormNotPossible where `shortfall` is not empty, ValueError where a key stands twice in the pool.
    """
    groups = _groups(items, blueprint)
    form = _search(_preferred(groups, seed, avoid), blueprint) or _search(_neutral(groups), blueprint)
    if form is None:
        raise FormNotPossible(shortfall(items, blueprint))
    return _side_by_side(items, form)


def shortfall(items: Sequence[Drawable], blueprint: Blueprint) -> list[Shortage]:
    """Return what the pool lacks, cells first; empty means that `draw` succeeds. For authors, before publication."""
    groups = _neutral(_groups(items, blueprint))
    lacking = _cells_lacking_items(items, blueprint) or _cells_left_open(groups, blueprint)
    if lacking:
        return lacking
    most = _most_redlines(groups, blueprint).redlines()
    if most < blueprint.redlines:
        return [Shortage("redlines", blueprint.redlines, most)]
    if _search(groups, blueprint) is None:
        return [Shortage("cases", blueprint.size, _seated_whole(groups, blueprint))]
    return []


def option_order(question: Question, seed: int | str, shuffle: bool = True) -> tuple[str, ...]:
    """Return all option keys in the order of this paper; keys that the type does not shuffle keep their places.

    Without `shuffle` only those move whose own order would tell the answer (the steps of an order, the choices of a
    match); they move on every paper. A page without a seed of its own takes the question's key.
    """
    movable = set(type_named(question.type).order_keys(question, shuffle))
    moved = iter(shuffled(sorted(movable), "options", seed, question.key))
    return tuple(next(moved) if choice.key in movable else choice.key for choice in question.options)


def question_order(items: Sequence[Drawable], seed: int | str) -> tuple[str, ...]:
    """Return the item keys of a form shuffled; the items of a case stay together and in their own order."""
    groups = _grouped(items)
    order = shuffled(sorted(groups, key=_first_key), "questions", seed)
    return tuple(item.key for group in order for item in group)


def _groups(items: Sequence[Drawable], blueprint: Blueprint) -> list[Group]:
    if len({item.key for item in items}) < len(items):
        raise ValueError("a key stands twice in the pool")
    return _grouped(item for item in items if any(cell.accepts(item) for cell in blueprint.cells))


def _grouped(items: Iterable[Drawable]) -> list[Group]:
    found: dict[tuple[str, str], list[Drawable]] = {}
    for item in items:
        found.setdefault(("case", item.case) if item.case else ("item", item.key), []).append(item)
    return [tuple(group) for group in found.values()]


def _preferred(groups: list[Group], seed: int | str, avoid: frozenset[str]) -> list[Group]:
    """Fresh groups first, then by chance; sorted before the shuffle so that the order of the pool does not matter."""
    by_chance = shuffled(sorted(groups, key=_first_key), "form", seed)
    return sorted(by_chance, key=lambda group: sum(item.key in avoid for item in group) / len(group))


def _neutral(groups: list[Group]) -> list[Group]:
    """The order in which `shortfall` tries; `draw` falls back on it, so the two never disagree."""
    return sorted(groups, key=_first_key)


def _search(groups: list[Group], blueprint: Blueprint) -> Seating | None:
    return FormSearch(groups, blueprint).run()


def _first_key(group: Group) -> str:
    return min(item.key for item in group)


def _cells_lacking_items(items: Sequence[Drawable], blueprint: Blueprint) -> list[Shortage]:
    counted = [(cell, sum(cell.accepts(item) for item in items)) for cell in blueprint.cells]
    return [Shortage("cell", cell.take, found, cell) for cell, found in counted if found < cell.take]


def _cells_left_open(groups: list[Group], blueprint: Blueprint) -> list[Shortage]:
    """Cells that compete for the same items: each has enough alone, but not all of them at once."""
    best = _most_redlines(groups, blueprint)
    pairs = zip(blueprint.cells, best.places, strict=True)
    return [Shortage("cell", cell.take, len(seated), cell) for cell, seated in pairs if len(seated) < cell.take]


def _most_redlines(groups: list[Group], blueprint: Blueprint) -> Seating:
    return redlines_first((item for group in groups for item in group), Seating(blueprint.cells))


def _seated_whole(groups: list[Group], blueprint: Blueprint) -> int:
    walk = Seating(blueprint.cells)
    return sum(len(group) for group in groups if walk.seat_all(group))


def _side_by_side(items: Sequence[Drawable], form: Seating) -> tuple[str, ...]:
    seated = form.seated()
    case_of = {item.key: item.case for item in seated}
    ordered: dict[str, None] = {}
    for one in seated:
        together = [item.key for item in items if one.case and case_of.get(item.key) == one.case]
        ordered.update(dict.fromkeys(together or [one.key]))
    return tuple(ordered)

"""Who sits where: items take the places of the cells, and move over when a later item fits nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from app.assessment.domain.blueprint import Cell, Drawable


class Seating:
    """Items in the places of a blueprint's cells (an augmenting-path matching of items to cells).

    The sets of items that can sit at once form a transversal matroid (Edmonds and Fulkerson 1965). Two things follow
    that drawing rests on: seating one after the other in order of preference never blocks a larger form, and any form
    that could hold one more red-line item can be brought there by exchanging a single pair.
    """

    def __init__(self, cells: tuple[Cell, ...]) -> None:
        self.cells = cells
        self.places: list[list[Drawable]] = [[] for _ in cells]

    def copy(self) -> Seating:
        """Return a seating that can be changed on its own."""
        twin = Seating(self.cells)
        twin.places = [list(seated) for seated in self.places]
        return twin

    def seat(self, item: Drawable) -> bool:
        """Give the item a place, moving others between cells if need be; without success nothing changes."""
        return not self.is_full() and self._seat(item, set())

    def seat_all(self, items: Iterable[Drawable]) -> bool:
        """Give every one of the items a place; without success nothing changes."""
        before = [list(seated) for seated in self.places]
        if all(self.seat(item) for item in items):
            return True
        self.places = before
        return False

    def remove(self, item: Drawable) -> None:
        """Free the item's place."""
        for seated in self.places:
            if item in seated:
                seated.remove(item)

    def seated(self) -> list[Drawable]:
        """Return the items that have a place, cell by cell."""
        return [item for seated in self.places for item in seated]

    def is_full(self) -> bool:
        """Say whether every cell has its take."""
        return all(len(seated) == cell.take for cell, seated in zip(self.cells, self.places, strict=True))

    def redlines(self) -> int:
        """Return how many red-line items have a place."""
        return sum(item.redline for item in self.seated())

    def _seat(self, item: Drawable, tried: set[int]) -> bool:
        open_cells = [n for n, cell in enumerate(self.cells) if n not in tried and cell.accepts(item)]
        for number in open_cells:
            if len(self.places[number]) < self.cells[number].take:
                self.places[number].append(item)
                return True
        return any(number not in tried and self._take_over(number, item, tried) for number in open_cells)

    def _take_over(self, number: int, item: Drawable, tried: set[int]) -> bool:
        tried.add(number)
        for seated in list(self.places[number]):
            if self._seat(seated, tried):
                self.places[number].remove(seated)
                self.places[number].append(item)
                return True
        return False

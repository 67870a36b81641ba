"""What a form of a quiz must be made of: how many items from where, and how many red lines among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol


class Drawable(Protocol):
    """What drawing must know of an item; a Question has it, and so has a PoolItem."""

    @property
    def key(self) -> str:
        """The item's key, unique in its pool."""

    @property
    def bank(self) -> str | None:
        """The key of the bank it lies in."""

    @property
    def outcome(self) -> str | None:
        """The outcome it tests."""

    @property
    def level(self) -> int | None:
        """Its level, 1 to 3."""

    @property
    def module(self) -> str | None:
        """The module it belongs to."""

    @property
    def redline(self) -> bool:
        """Whether it is a red-line item."""

    @property
    def case(self) -> str | None:
        """The case whose items are drawn together."""


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item as drawing sees it, without its text."""

    key: str
    bank: str | None = None
    outcome: str | None = None
    level: int | None = None
    module: str | None = None
    redline: bool = False
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Take so many items from a bank; outcome, level and module narrow the choice where they are given."""

    take: int
    bank: str
    outcome: str | None = None
    level: int | None = None
    module: str | None = None

    def __post_init__(self) -> None:
        if self.take < 1:
            raise ValueError("a cell takes one item or more")

    def accepts(self, item: Drawable) -> bool:
        """Say whether the item may fill a place of this cell."""
        return (
            item.bank == self.bank
            and self.outcome in (None, item.outcome)
            and self.level in (None, item.level)
            and self.module in (None, item.module)
        )


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The cells of a form and the number of red-line items that each form must hold at least."""

    cells: tuple[Cell, ...]
    redlines: int = 0

    @property
    def size(self) -> int:
        """The number of items in a form."""
        return sum(cell.take for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why no form can be drawn.

    `cell`: the cell named lacks items. `redlines`: no form holds enough red-line items. `cases`: the items would do,
    but not when each case is drawn whole. `wanted` and `found` count items.
    """

    reason: Literal["cell", "redlines", "cases"]
    wanted: int
    found: int
    cell: Cell | None = None

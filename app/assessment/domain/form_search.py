"""Finds a form that fits the blueprint: the preferred one first, and another where whole cases stand in its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.assessment.domain.blueprint import Blueprint, Drawable
from app.assessment.domain.seating import Seating

Group = tuple[Drawable, ...]
"""Items that are drawn together or not at all: the items of a case, or one item alone."""

MOST_STEPS = 2000


def redlines_first(items: Iterable[Drawable], begun: Seating) -> Seating:
    """Return the seating with the most red-line items and, with that, the most items, cases split as it suits."""
    best = begun.copy()
    for item in sorted(items, key=lambda one: not one.redline):
        best.seat(item)
        if best.is_full() and not item.redline:
            break
    return best


class FormSearch:
    """Tries sets of cases in the order of preference until the rest of the form can be filled with single items.

    `groups` come in the order of preference. Without cases the first try is final (see Seating). With cases the search
    is bounded: choosing whole cases to an exact number is a knapsack, and a bank that needs more than 2,000 tries is
    reported as short rather than searched for minutes.
    """

    def __init__(self, groups: Sequence[Group], blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.cases = [group for group in groups if len(group) > 1]
        self.singles = [group[0] for group in groups if len(group) == 1]
        self.steps = 0
        self.favoured = self._favoured(groups)

    def run(self) -> Seating | None:
        """Return a full seating, or nothing where there is none (or none within the bound)."""
        return self._as_favoured() or self._decide(0, Seating(self.blueprint.cells))

    def _as_favoured(self) -> Seating | None:
        """The first try, without looking ahead: it nearly always succeeds, and costs a tenth."""
        chosen = Seating(self.blueprint.cells)
        for number in sorted(self.favoured):
            chosen.seat_all(self.cases[number])
        return self._completed(chosen)

    def _favoured(self, groups: Sequence[Group]) -> set[int]:
        """The cases that a draw without foresight would take; they are tried first, so chance stays even."""
        walk = Seating(self.blueprint.cells)
        taken = [group for group in groups if walk.seat_all(group)]
        return {number for number, case in enumerate(self.cases) if case in taken}

    def _decide(self, number: int, chosen: Seating) -> Seating | None:
        self.steps += 1
        if self.steps > MOST_STEPS or not self._is_hopeful(number, chosen):
            return None
        if number == len(self.cases):
            return self._completed(chosen)
        take_first = number in self.favoured
        for take in (take_first, not take_first):
            branch = chosen.copy()
            if not take or branch.seat_all(self.cases[number]):
                found = self._decide(number + 1, branch)
                if found is not None:
                    return found
        return None

    def _is_hopeful(self, number: int, chosen: Seating) -> bool:
        """Whether form and red lines could be reached if the cases still open might be split."""
        rest = [item for case in self.cases[number:] for item in case] + self.singles
        attempt = redlines_first(rest, chosen)
        return attempt.is_full() and attempt.redlines() >= self.blueprint.redlines

    def _completed(self, chosen: Seating) -> Seating | None:
        form = chosen.copy()
        seated = [item for item in self.singles if form.seat(item)]
        if not form.is_full():
            return None
        while form.redlines() < self.blueprint.redlines:
            if not self._exchange(form, seated):
                return None
        return form

    def _exchange(self, form: Seating, seated: list[Drawable]) -> bool:
        """Put one red-line item in the place of one that is none: the most preferred for the least preferred."""
        waiting = [item for item in self.singles if item.redline and item not in seated]
        leaving = [item for item in reversed(seated) if not item.redline]
        for coming in waiting:
            for going in leaving:
                attempt = form.copy()
                attempt.remove(going)
                if attempt.seat(coming):
                    form.places = attempt.places
                    seated[seated.index(going)] = coming
                    return True
        return False

"""Marks answers by visible text against the items of a file, without a database (`questions mark`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.reading import readable
from app.assessment.domain.unreadable import UnknownOption
from app.assessment.domain.visible import NotAResponse
from app.interchange.domain.question_file import ImportedItem


@dataclass(frozen=True, slots=True)
class Marks:
    """The share of the full mark for each response to each item, None where a person must mark.

    `unknown` gives (item, response), counted from 0, where a text is chosen that the item does not offer: it earns 0.
    """

    shares: tuple[tuple[Fraction | None, ...], ...]
    unknown: tuple[tuple[int, int], ...]


def marks_of(items: Sequence[ImportedItem], responses: object) -> Marks:
    """Mark a list with one list of responses for each item, in the order of the items.

    Raises NotAResponse, with the item's name, where the lists or a response have another shape.
    """
    if not isinstance(responses, list) or len(responses) != len(items):
        raise NotAResponse(f"a list with {len(items)} lists of responses is expected, one for each item")
    shares: list[tuple[Fraction | None, ...]] = []
    unknown: list[tuple[int, int]] = []
    for place, (item, given) in enumerate(zip(items, responses, strict=True)):
        if not isinstance(given, list):
            raise NotAResponse(f"{item.name}: a list of responses is expected, not {given!r}")
        marks = [_mark(item, one) for one in given]
        unknown += [(place, number) for number, (_, known) in enumerate(marks) if not known]
        shares.append(tuple(share for share, _ in marks))
    return Marks(tuple(shares), tuple(unknown))


def _mark(item: ImportedItem, given: object) -> tuple[Fraction | None, bool]:
    """Return the share, and whether every text that was chosen is known."""
    if item.question is None:
        return None, True
    try:
        return _share(item.question, given), True
    except UnknownOption:
        return Fraction(0), False
    except NotAResponse as problem:
        raise NotAResponse(f"{item.name}: {problem}") from None


def _share(question: Question, given: object) -> Fraction:
    kind = type_named(question.type)
    if given is None:
        return Fraction(0)
    return kind.mark(question, readable(question, kind.from_visible(question, given)))

"""An id means one thing for ever: where officers have answered under it, nothing of another type may bear it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.assessment.asked_queries import asked_of, kinds_of_quizzes, types_of_items
from app.curriculum.domain.id_changes import Bearer, bearers_in
from app.foundation.errors import Refusal
from app.foundation.words import N_


@dataclass(frozen=True, slots=True)
class Clash:
    """An id that bears something else than what officers have answered: what it was, what it would be."""

    id: str
    was: str
    now: str

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.id} ({self.was}, now {self.now})"


class IdOfAnotherType(Refusal):
    """Ids would come to mean something else than what was answered under them; `clashes` are these."""

    code = "id_of_another_type"
    message = N_(
        "Officers have answered these under another type, so that nothing else may bear their ids: %(ids)s. "
        "Give what is new an id of its own."
    )

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__(ids=", ".join(map(str, clashes[:20])))
        self.clashes = clashes


def clashes_in(connection: sa.Connection, course: str, files: Mapping[str, bytes]) -> tuple[Clash, ...]:
    """Return the ids of a folder that bore another type in an attempt, whether they stand in the course now or not."""
    asked = asked_of(connection, course)
    if not asked.quizzes:
        return ()
    types, sat = types_of_items(connection, course), kinds_of_quizzes(connection, course)
    found = []
    for one in bearers_in(files).values():
        kinds = types.get(one.id, frozenset())
        if kinds and asked.items.get(one.id) and not _fits(one, kinds):
            found.append(Clash(one.id, " or ".join(sorted(kinds)), one.type or one.bearer))
        elif asked.quizzes.get(one.id) and one.bearer != "quiz":
            found.append(Clash(one.id, "quiz", one.type or one.bearer))
        elif one.bearer == "quiz" and one.type not in sat.get(one.id, (one.type,)):
            found.append(Clash(one.id, " or ".join(sorted(sat[one.id])), one.type))
    return tuple(sorted(found, key=lambda clash: clash.id))


def refuse_other_types(connection: sa.Connection, course: str, files: Mapping[str, bytes]) -> None:
    """Raise `IdOfAnotherType` where the folder uses an id for something else than what was answered under it."""
    clashes = clashes_in(connection, course, files)
    if clashes:
        raise IdOfAnotherType(clashes)


def _fits(bearer: Bearer, kinds: frozenset[str]) -> bool:
    return bearer.bearer == "question" and bearer.type in kinds

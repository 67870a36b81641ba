"""Reads of a move to a newer version: what is alike in two versions, and what the move does for one person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from app.assessment.edition_queries import OpenAttempt, open_attempts, quizzes_alike
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import lesson_pages, outline_of, versions_before
from app.foundation.kept import Kept
from app.learning.domain.version_move import Sort, VersionMove, reads_alike, sort_of, version_move
from app.learning.queries import Standing

_alike: Kept[frozenset[str]] = Kept(100)


@dataclass(frozen=True, slots=True)
class MoveAhead:
    """A move that may be made: from which version to which, what it does, and what has to be handed in first."""

    before: CourseOutline
    after: CourseOutline
    does: VersionMove
    first: tuple[OpenAttempt, ...]

    @property
    def modules_gone(self) -> tuple[str, ...]:
        """Titles of the modules that the newer version does not have."""
        kept = {module.key for module in self.after.modules}
        return tuple(module.title for module in self.before.modules if module.key not in kept)


def move_ahead(connection: sa.Connection, person_id: str, standing: Standing, live: str) -> MoveAhead | None:
    """Return what moving to the live version would do; None for who is on it, and where none is live."""
    if live in ("", standing.version_id):
        return None
    before = outline_of(connection, standing.version_id, standing.locale)
    after = outline_of(connection, live, before.read_in) if before else None
    if before is None or after is None or after.number < before.number:
        return None
    done = frozenset(key for key in standing.states if standing.is_done(key))
    marked = {key for key in standing.states if standing.is_changed(key)}
    alike = alike_in(connection, standing.version_id, live, before.read_in) - marked
    does = version_move(before, after, done, alike, _borne_earlier(connection, before, after, standing.states))
    return MoveAhead(before, after, does, open_attempts(connection, person_id, standing.course))


def _borne_earlier(
    connection: sa.Connection, before: CourseOutline, after: CourseOutline, known: Collection[str]
) -> dict[str, Sort]:
    """Return what those keys bore last that come back: begun by the person, and not in the version that they are on."""
    back = {one.key for one in after.activities if one.key in known} - {one.key for one in before.activities}
    found: dict[str, Sort] = {}
    for version_id in versions_before(connection, before.course, before.number) if back else ():
        outline = outline_of(connection, version_id)
        for one in outline.activities if outline else ():
            if one.key in back:
                found.setdefault(one.key, sort_of(one))
    return found


def alike_in(connection: sa.Connection, before: str, after: str, language: str = "") -> frozenset[str]:
    """Return the keys of the activities whose content is the same, also as it reads in a language that both have.

    Kept in the process, since it never changes.
    """
    return _alike.get((before, after, language), lambda: _compare(connection, before, after, language)) or frozenset()


def _compare(connection: sa.Connection, before: str, after: str, language: str) -> frozenset[str] | None:
    old, new = outline_of(connection, before, language), outline_of(connection, after, language)
    if old is None or new is None:
        return None
    if language and old.read_in != new.read_in:
        return _compare(connection, before, after, "")
    texts, then = lesson_pages(connection, old), lesson_pages(connection, new)
    was, now = _checks(old), _checks(new)
    asked = {key.encode() for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    lessons = frozenset(
        key
        for key in texts
        if key in then and reads_alike(texts[key], then[key]) and not any(one in texts[key] for one in asked)
    )
    return lessons | quizzes_alike(connection, old.course, before, after, old.read_in)


def _checks(outline: CourseOutline) -> dict[str, tuple[str, str]]:
    """Return the questions in the lessons: key → its version and that of its words in the language of the outline."""
    words = outline.words.checks if outline.words else {}
    return {key: (version, words.get(key, "")) for key, version in outline.checks.items()}

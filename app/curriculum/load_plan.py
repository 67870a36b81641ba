"""What loading a folder would do, before anything is written: ids, files, and whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.assessment.asked_queries import Touched, touched_by, types_of_items
from app.curriculum.domain.changes import FileChange, changes
from app.curriculum.domain.course import CourseSource
from app.curriculum.domain.course_state import revision_of, taken_from
from app.curriculum.domain.id_changes import KINDS, IdChange, id_changes
from app.curriculum.domain.writing.folder import canonical_folder
from app.curriculum.queries import VersionRecord, source_files, versions_of
from app.curriculum.services.identities import Clash, clashes_in
from app.curriculum.services.loading import standing_version

PeopleOn = Callable[[sa.Connection, Iterable[str]], Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """A load that was not made. `onto` is the version it would change, nothing for a new course.

    `moved_on`: the folder was taken from another state than this, so it would be refused. `people` are under way on the
    course and stay on the version they began; `attempts` are those that asked what changes. `revived` ids are added
    ones that stood in an earlier version: they mean what they meant.
    """

    course: str
    onto: VersionRecord | None
    moved_on: bool
    ids: tuple[IdChange, ...]
    files: tuple[FileChange, ...]
    clashes: tuple[Clash, ...]
    people: int
    attempts: Touched
    revived: frozenset[str]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many ids are added, changed and retired."""
        return {kind: sum(one.kind == kind for one in self.ids) for kind in KINDS}

    @property
    def refused(self) -> bool:
        """Whether the load would be refused as it is."""
        return self.moved_on or bool(self.clashes) or (self.onto is not None and self.onto.state in _CLOSED)


_CLOSED = ("in_review", "approved")


def plan_load(
    connection: sa.Connection, source: CourseSource, files: Mapping[str, bytes], state: str, people_on: PeopleOn
) -> LoadPlan:  # fmt: skip
    """Return what loading the folder would do; white space alone changes nothing."""
    onto = standing_version(versions_of(connection, source.id))
    held = source_files(connection, onto.id) if onto else {}
    before, after = canonical_folder(held), canonical_folder(files)
    ids = id_changes(before, after)
    known = types_of_items(connection, source.id)
    return LoadPlan(
        course=source.id,
        onto=onto,
        moved_on=_moved_on(onto, held, state),
        ids=ids,
        files=changes(before, after),
        clashes=clashes_in(connection, source.id, files),
        people=sum(people_on(connection, [source.id])[source.id].values()),
        attempts=touched_by(connection, source.id, [one.id for one in ids if one.kind != "added"]),
        revived=frozenset(one.id for one in ids if one.kind == "added" and one.id in known),
    )


def _moved_on(onto: VersionRecord | None, held: Mapping[str, bytes], state: str) -> bool:
    if onto is None or (onto.state == "live" and not taken_from(state)):
        return False
    return taken_from(state) != revision_of(held)

"""A course as it lies before one of its owners: the version, its files, and what the reader says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.curriculum.authoring_queries import DeskVersion, desk_version
from app.curriculum.domain.course_reading import course_hash
from app.curriculum.domain.desk import Desk, desk_of
from app.curriculum.queries import source_files
from app.foundation.errors import NotFound
from app.foundation.kept import Kept
from app.web.visit import Visit

_desks: Kept[Desk] = Kept(16)


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """What lies on the desk. A live version may be looked at and edited: the first save opens a draft."""

    version: DeskVersion
    files: Mapping[str, bytes]
    desk: Desk

    @property
    def course(self) -> str:
        """The key of the course."""
        return self.version.course

    def text(self, path: str) -> str:
        """Return the text of a file. Raises `NotFound`."""
        if path not in self.files or not path.endswith((".md", ".yml")):
            raise NotFound
        return self.files[path].decode("utf-8", "replace").replace("\r\n", "\n")


def open_course(visit: Visit, course: str) -> OpenCourse:
    """Return the visitor's own course. Raises `NotFound` where they do not own it."""
    version = desk_version(visit.read, course, visit.me.id)
    if version is None:
        raise NotFound
    return laid_out(version, source_files(visit.read, version.id))


def laid_out(version: DeskVersion, files: Mapping[str, bytes]) -> OpenCourse:
    """Return a version with what the reader says of it; what was read once is kept by the hash of its files."""
    desk = _desks.get(course_hash(files), lambda: desk_of(files))
    assert desk is not None
    return OpenCourse(version, files, desk)

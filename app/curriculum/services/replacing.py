"""A folder takes the place of a draft's files: each file that differs is a save of its own, by who brought it."""

from __future__ import annotations

from collections.abc import Mapping

from app.curriculum.models import CourseVersion
from app.curriculum.queries import source_files
from app.curriculum.services.editing import InReview, edit_file, open_version, take_out_text
from app.foundation.transaction import Unit


def replace_files(unit: Unit, *, course: str, person_id: str, files: Mapping[str, bytes]) -> CourseVersion:
    """Save what differs into the open draft, or into a new one made of the live version; the rest keeps its rows.

    Raises `NotFound` for anybody but an owner, and `InReview`.
    """
    version = open_version(unit, course, person_id)
    if version.state != "draft":
        raise InReview
    held = source_files(unit.connection, version.id)
    for path in sorted(held.keys() - files.keys()):
        take_out_text(unit, course=course, person_id=person_id, path=path)
    for path in sorted(files):
        if held.get(path) != files[path]:
            edit_file(unit, course=course, person_id=person_id, path=path, content=files[path])
    return version

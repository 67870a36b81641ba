"""A new course from a template: a draft of its own, owned by who made it; lessons change places in their module."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

import sqlalchemy as sa

from app.curriculum.domain.folder import read_course
from app.curriculum.models import Course, CourseVersion
from app.curriculum.queries import source_files
from app.curriculum.services.drafting import open_draft
from app.curriculum.services.editing import InReview, edit_text, open_version, take_out_text, whole
from app.curriculum.services.publishing import CourseHasErrors
from app.foundation.errors import NotFound, Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_

_NUMBER = re.compile(r"^(?:(\d{2,3})-)?")


class CourseIdTaken(Refusal):
    """There is a course with this id."""

    code = "course_id_taken"
    message = N_("There is a course with this id already. Choose another id.")


def create_course(unit: Unit, *, person_id: str, files: Mapping[str, bytes]) -> str:
    """Open the first draft of a new course and return its id. Raises `CourseIdTaken` or `CourseHasErrors`."""
    reading = read_course(files)
    if reading.course is None:
        errors = sum(finding.level == "error" for finding in reading.findings)
        raise CourseHasErrors(count=errors, findings=reading.findings)
    if unit.session.scalar(sa.select(Course.id).where(Course.key == reading.course.id)) is not None:
        raise CourseIdTaken
    open_draft(unit, reading.course, files, author_id=person_id)
    return reading.course.id


def move_text(unit: Unit, *, course: str, person_id: str, path: str, by: int) -> None:
    """Move a lesson or quiz up (-1) or down (1) in its module: its files are numbered anew, ids stay as they are."""
    version = open_version(unit, course, person_id)
    if version.state != "draft":
        raise InReview
    files = source_files(unit.connection, version.id)
    order = _in_order(files, posixpath.dirname(path))
    if path not in order:
        raise NotFound
    at = order.index(path)
    if not 0 <= at + by < len(order):
        return
    order[at], order[at + by] = order[at + by], order[at]
    _number_anew(unit, version, course, person_id, files, order)


def _in_order(files: Mapping[str, bytes], folder: str) -> list[str]:
    return sorted(path for path in files if posixpath.dirname(path) == folder and not _translation(path))


def _translation(path: str) -> bool:
    return len(posixpath.basename(path).removesuffix(".quiz.md").removesuffix(".md").split(".")) > 1


def _numbers(order: list[str]) -> list[int]:
    """Return the numbers that the files have, in rising order; tens where one has none or two have the same."""
    found = [match[1] for match in (_NUMBER.match(posixpath.basename(path)) for path in order) if match and match[1]]
    numbers = sorted({int(number) for number in found})
    return numbers if len(numbers) == len(order) else [10 * at for at in range(1, len(order) + 1)]


def _number_anew(
    unit: Unit, version: CourseVersion, course: str, person_id: str, files: Mapping[str, bytes], order: list[str]
) -> None:  # fmt: skip
    for number, old in zip(_numbers(order), order, strict=True):
        stem = old.removesuffix(".quiz.md").removesuffix(".md")
        folder, name = posixpath.split(stem)
        new = f"{folder}/{number:02d}-{_NUMBER.sub('', name, count=1)}"
        if new == stem:
            continue
        for path in [one for one in files if one.startswith(f"{stem}.")]:
            text = files[path].decode("utf-8", "replace")
            take_out_text(unit, course=course, person_id=person_id, path=path)
            moved = new + path.removeprefix(stem)
            edit_text(unit, course=course, person_id=person_id, path=moved, edit=whole(text))

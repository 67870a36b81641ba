"""What a trainer brings along: kept for a day until it is added, then saved into the draft like anything typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.curriculum.brought_queries import KEPT, packed
from app.curriculum.domain.lesson_text import LessonText, new_lesson_text
from app.curriculum.domain.naming import free_id, lesson_path
from app.curriculum.domain.question_places import added
from app.curriculum.domain.question_table import NewQuestion, signature, signatures
from app.curriculum.models import Asset, BroughtFile
from app.curriculum.queries import source_files
from app.curriculum.services.editing import edit_file, edit_text, open_version, whole
from app.foundation.errors import Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

MOST_KEPT = 5
MEDIA_TYPES = {
    **{"webp": "image/webp", "svg": "image/svg+xml"},
    **{"mp4": "video/mp4", "webm": "video/webm", "vtt": "text/vtt"},
}
_FORGET = sa.delete(BroughtFile).where(BroughtFile.made_at < sa.bindparam("before"))
_NEWEST = (
    sa.select(BroughtFile.id).where(BroughtFile.person_id == sa.bindparam("person")).order_by(BroughtFile.id.desc())
)
_FORGET_ONE = sa.delete(BroughtFile).where(
    BroughtFile.public_id == sa.bindparam("public"), BroughtFile.person_id == sa.bindparam("person")
)


class BroughtGone(Refusal):
    """What was sent is no longer here: it was added, or a day has passed, or it is somebody else's."""

    code = "brought_gone"
    message = N_(
        "This is no longer here: it was added already, or a day has passed. Look at the course, or send it again."
    )
    status = 404


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read, and what it is for."""

    course: str
    kind: str
    target: str
    name: str
    read: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewLesson:
    """A lesson to be added: title, minutes and text."""

    title: str
    minutes: int
    body: str


@dataclass(frozen=True, slots=True)
class NewLessons:
    """Lessons for a module, pictures by their names beside it, and the ids that are taken in the course."""

    module: str
    lessons: tuple[NewLesson, ...]
    pictures: Mapping[str, bytes]
    taken: frozenset[str]


def keep_brought(unit: Unit, person_id: str, file: ReadFile) -> str:
    """Keep what was read until it is added, and return its public id; a person has five such files at most."""
    unit.session.execute(_FORGET, {"before": unit.now - KEPT})
    older = list(unit.session.scalars(_NEWEST, {"person": person_id}))[MOST_KEPT - 1 :]
    unit.session.execute(sa.delete(BroughtFile).where(BroughtFile.id.in_(older)))
    row = BroughtFile(
        id=new_id(),
        public_id=new_public_id(),
        person_id=person_id,
        course=file.course,
        kind=file.kind,
        target=file.target,
        name=file.name[:200],
        content=packed(file.read),
        made_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.public_id


def forget_brought(unit: Unit) -> int:
    """Forget what nobody added within a day; for the nightly timetable."""
    return unit.connection.execute(_FORGET, {"before": unit.now - KEPT}).rowcount


def take_brought(unit: Unit, person_id: str, public_id: str) -> None:
    """Take a kept file away as it is added. Raises `BroughtGone` where another window was quicker."""
    if not unit.connection.execute(_FORGET_ONE, {"public": public_id, "person": person_id}).rowcount:
        raise BroughtGone


def add_assets(unit: Unit, *, course: str, person_id: str, files: Mapping[str, bytes]) -> None:
    """Save pictures, films, captions into the draft, shown to its authors from now on; to officers once it is live."""
    for path, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        if unit.session.get(Asset, digest) is None:
            media_type = MEDIA_TYPES[path.rpartition(".")[2]]
            unit.session.add(Asset(hash=digest, media_type=media_type, content=content))
        edit_file(unit, course=course, person_id=person_id, path=path, content=content)


def add_lessons(unit: Unit, *, course: str, person_id: str, new: NewLessons) -> None:
    """Add lessons behind those of a module, and the pictures by their names beside them."""
    folder, ids = f"modules/{new.module}", set(new.taken)
    paths = set(source_files(unit.connection, open_version(unit, course, person_id).id))
    pictures = {f"{folder}/{name}": content for name, content in new.pictures.items()}
    add_assets(unit, course=course, person_id=person_id, files=pictures)
    for lesson in new.lessons:
        key = free_id(lesson.title, ids)
        path = lesson_path(folder, key, paths)
        text = new_lesson_text(key, LessonText(lesson.title, str(lesson.minutes), lesson.body))
        edit_text(unit, course=course, person_id=person_id, path=path, edit=whole(text))
        ids.add(key)
        paths.add(path)


def add_questions(
    unit: Unit, *, course: str, person_id: str, path: str, questions: tuple[NewQuestion, ...]
) -> None:  # fmt: skip
    """Add questions at the end of a quiz or bank; those that stand there by now are left out."""

    def edit(before: str | None) -> str:
        text = (before or "").replace("\r\n", "\n")
        known = signatures(text)
        for new in questions:
            if signature(new.entry) not in known:
                text = added(text, new.block)
        return text

    edit_text(unit, course=course, person_id=person_id, path=path, edit=edit)

"""A text of a course beside its translation, as it lies before one of its owners, and as it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.assessment.domain.question import Question
from app.curriculum.desks import OpenCourse
from app.curriculum.domain.course_file import CourseHead, read_course_file
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.previewing import preview_questions
from app.curriculum.domain.translating.front import FrontEntry, read_front, write_front
from app.curriculum.domain.translating.heads import head_groups, with_head_words
from app.curriculum.domain.translating.lessons import lesson_body, lesson_groups
from app.curriculum.domain.translating.parts import Group
from app.curriculum.domain.translating.quizzes import quiz_body, quiz_groups
from app.curriculum.domain.translations import head_hash, source_hash
from app.curriculum.domain.writing.text_file import canonical_text, joined_file, split_file
from app.curriculum.translation_queries import earlier_texts
from app.foundation.errors import NotFound

HEAD = "course.yml"


@dataclass(frozen=True, slots=True)
class Desk:
    """`path` is that of the translation, `source` and `target` the texts, `key` the id that both have.

    `wanted` is the hash of the source as it stands. `before` is the source that was translated, where it is known.
    """

    source_path: str
    path: str
    language: str
    source: str
    target: str
    key: str
    wanted: str
    before: str | None
    head: CourseHead
    questions: Mapping[str, Question]

    @property
    def entry(self) -> FrontEntry:
        """What is known of the translation beside its words."""
        return read_front(self._front).entry

    @property
    def title(self) -> str:
        """The title of the source."""
        return self.head.title if self.source_path == HEAD else read_front(_front_of(self.source)).title

    @property
    def stale(self) -> bool:
        """Whether the source has changed since it was translated."""
        given = read_front(self._front).of
        return bool(self.target) and given != self.wanted

    @property
    def groups(self) -> tuple[Group, ...]:
        """The pieces side by side."""
        if self.source_path == HEAD:
            return head_groups(self.head, self.target, self.before, stale=self.stale)
        if self.questions or ".quiz." in self.source_path:
            return quiz_groups(self.source, self.target, self.before, self.questions, stale=self.stale)
        return lesson_groups(self.source, self.target, self.before, stale=self.stale)

    @property
    def _front(self) -> str:
        return self.target if self.source_path == HEAD else _front_of(self.target)

    def written(self, fields: Mapping[str, str], entry: FrontEntry, *, current: bool) -> str:
        """Return the file of the translation with what was typed; `current`: all of it fits the source as it stands.

        Raises `CannotBeWritten`.
        """
        of = self.wanted if current or not self.target else read_front(self._front).of
        title = " ".join(fields.get("title", "").split()) or read_front(self._front).title or self.title
        front = write_front(self._front, self.key, title, of, entry)
        if self.source_path == HEAD:
            return canonical_text(self.path, with_head_words(front, self.head, fields))
        if ".quiz." in self.source_path:
            body = quiz_body(self.source, self.target, self.questions, fields)
        else:
            body = lesson_body(self.source, fields)
        return canonical_text(self.path, joined_file(front, body))


def translation_path(source_path: str, language: str) -> str:
    """Return where the translation of a text lies."""
    stem, _, ending = source_path.rpartition(".")
    return f"{stem}.{language}.{ending}"


def desk_of(connection: sa.Connection, opened: OpenCourse, language: str, source_path: str) -> Desk:
    """Lay a text and its translation side by side. Raises `NotFound` for another text or language."""
    head = read_course_file(opened.text(HEAD), Findings()) if HEAD in opened.files else None
    known = source_path == HEAD or opened.desk.text(source_path) is not None
    if head is None or not known or language not in head.languages[1:]:
        raise NotFound
    source, path = opened.text(source_path), translation_path(source_path, language)
    target = opened.text(path) if path in opened.files else ""
    is_head = source_path == HEAD
    questions = preview_questions(opened.files, source_path, source)[0] if ".quiz." in source_path else ()
    given = read_front(target if is_head else _front_of(target)).of
    return Desk(
        source_path=source_path,
        path=path,
        language=language,
        source=source,
        target=target,
        key=head.id if is_head else read_front(_front_of(source)).texts.get("id", ""),
        wanted=head_hash(head) if is_head else source_hash(opened.files[source_path]),
        before=_translated(connection, opened.course, source_path, given) if target else None,
        head=head,
        questions={question.key: question for question in questions},
    )


def _translated(connection: sa.Connection, course: str, path: str, given: str) -> str | None:
    """Return the source of which a translation was made; None where it never stood in this instance."""
    for content in earlier_texts(connection, course, path):
        text = content.decode("utf-8", "replace").replace("\r\n", "\n")
        head = read_course_file(text, Findings()) if path == HEAD else None
        if given == (head_hash(head) if head else source_hash(content)):
            return text
    return None


def _front_of(text: str) -> str:
    return (split_file(text) or ("", ""))[0]

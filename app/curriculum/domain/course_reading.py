"""Reads a whole course folder, given as paths and bytes, into a course or into findings that say why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.curriculum.domain.course import (
    CourseReading,
    CourseSource,
    LessonSource,
    ModuleSource,
    QuizSource,
    TranslatedLesson,
    TranslatedQuiz,
    Translation,
)
from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.cross_checks import CHECKS, Check
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Level, Place
from app.curriculum.domain.folder_reading import FolderReader, WordsIn, english_words
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.minutes import course_minutes_add_up, minutes_are_honest
from app.curriculum.domain.paths import sort_paths
from app.curriculum.domain.quiz_checks import forms_can_be_drawn, pass_marks_can_be_reached
from app.curriculum.domain.text_files import canonical_bytes

MOST_FILES = 2_000
MOST_BYTES = 20_000_000
MOST_TEXT = 4_000_000
_TEXTS = (".md", ".yml")
_ALL_CHECKS: tuple[Check, ...] = (
    *CHECKS,
    forms_can_be_drawn,
    pass_marks_can_be_reached,
    minutes_are_honest,
    course_minutes_add_up,
)


def read_course(
    files: Mapping[str, bytes], *, live: bool = True, words_in: WordsIn = english_words
) -> CourseReading:  # fmt: skip
    """Read a course folder: path from its root (with /) → bytes. Never raises; all findings come in one run.

    The course is nothing where a finding is an error. With `live` a question of a type that is not supported yet is an
    error; without, it is a warning and the question is left out. `words_in` gives the words of the boxes by language.
    """
    findings = Findings()
    draft = read_draft(files, findings, "error" if live else "warning", words_in)
    if draft is None:
        return CourseReading(None, findings.sorted())
    check_draft(draft, findings)
    course = None if findings.has_errors or draft.head is None else _assembled(draft, draft.head, course_hash(files))
    return CourseReading(course, findings.sorted())


def read_draft(
    files: Mapping[str, bytes], findings: Findings, unsupported: Level = "error", words_in: WordsIn = english_words
) -> Draft | None:
    """Read the files one by one, not yet against each other; None where there are too many or too large ones."""
    if not _within_limits(files, findings):
        return None
    return FolderReader(files, sort_paths(files, findings), findings, unsupported, words_in).read()


def check_draft(draft: Draft, findings: Findings) -> None:
    """Check the parts of a course against each other."""
    for check in _ALL_CHECKS:
        check(draft, findings)


def course_hash(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a folder: sorted paths and contents; line ends and BOM of texts do not change it."""
    digest = hashlib.sha256(b"course-folder/1\n")
    for path in sorted(files):
        if any(part.startswith(".") for part in path.split("/")):
            continue
        content = canonical_bytes(files[path]) if path.endswith(_TEXTS) else files[path]
        name = path.encode("utf-8", "surrogateescape")
        digest.update(b"%d:%s%d:" % (len(name), name, len(content)) + content)
    return digest.hexdigest()


def _within_limits(files: Mapping[str, bytes], findings: Findings) -> bool:
    if len(files) > MOST_FILES:
        findings.add("F14", Place("course.yml"), limit=f"{MOST_FILES:,} files")
    elif sum(map(len, files.values())) > MOST_BYTES:
        findings.add("F14", Place("course.yml"), limit="20 MB")
    elif sum(len(raw) for path, raw in files.items() if path.endswith(_TEXTS)) > MOST_TEXT:
        findings.add("F14", Place("course.yml"), limit="4 MB of text")
    return not findings.has_errors


def _assembled(draft: Draft, head: CourseHead, digest: str) -> CourseSource:
    askable = {placed.key for placed in draft.placed_questions() if placed.question is not None}
    return CourseSource(
        id=head.id,
        title=head.title,
        summary=head.summary,
        languages=head.languages,
        level=head.level,
        duration_minutes=head.duration_minutes,
        tags=head.tags,
        authors=head.authors,
        licence=head.licence,
        partner=head.partner,
        reviewed=head.reviewed,
        review_by=head.review_by,
        contact_hours=head.contact_hours,
        tlp=head.tlp,
        prerequisites=head.prerequisites,
        outcomes=MappingProxyType(head.outcomes),
        sources=MappingProxyType(dict(draft.sources)),
        modules=tuple(
            ModuleSource(
                key=module.key,
                folder=module.folder,
                title=module.title,
                minutes=module.minutes,
                activities=_activities(draft, module.folder, askable),
                owner=module.owner,
                review_by=module.review_by,
                tlp=module.tlp,
                after=module.after,
            )
            for module in head.modules
        ),
        banks=tuple(reading.bank for reading in draft.banks),
        assets=tuple(draft.assets[path] for path in sorted(draft.assets)),
        hash=digest,
        translations=tuple(_translation(draft, language) for language in head.languages[1:]),
        file_labels=MappingProxyType(head.file_labels),
    )


def _translation(draft: Draft, language: str) -> Translation:
    found = [one for spoken, one in draft.translated if spoken == language]
    return Translation(
        language,
        draft.heads.get(language),
        MappingProxyType({one.lesson.id: one for one in found if isinstance(one, TranslatedLesson)}),
        MappingProxyType({one.id: one for one in found if isinstance(one, TranslatedQuiz)}),
    )


def _activities(draft: Draft, folder: str, askable: set[str]) -> tuple[LessonSource | QuizSource, ...]:
    readings = draft.modules[folder]
    return tuple(_askable(one.lesson, askable) if isinstance(one, LessonReading) else one.quiz for one in readings)


def _askable(lesson: LessonSource, askable: set[str]) -> LessonSource:
    """Leave out the places of questions whose type is not supported yet (they occur only where not `live`)."""
    if set(lesson.checks) <= askable:
        return lesson
    segments = tuple(segment for segment in lesson.segments if not segment.check or segment.check in askable)
    return replace(lesson, segments=segments, checks=tuple(key for key in lesson.checks if key in askable))

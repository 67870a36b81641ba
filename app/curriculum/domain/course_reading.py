"""Reads a whole course folder, given as paths and bytes, into a course or into findings that say why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.curriculum.domain.assets import read_asset
from app.curriculum.domain.course import CourseReading, CourseSource, LessonSource, ModuleSource, QuizSource
from app.curriculum.domain.course_file import CourseHead, read_course_file, read_sources_file
from app.curriculum.domain.cross_checks import CHECKS, Check
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Level, Place
from app.curriculum.domain.front_matter import SplitFile, split_front_matter
from app.curriculum.domain.lesson_file import LessonReading, read_lesson
from app.curriculum.domain.minutes import course_minutes_add_up, minutes_are_honest
from app.curriculum.domain.paths import SortedPaths, TextPath, sort_paths
from app.curriculum.domain.quiz_checks import forms_can_be_drawn, pass_marks_can_be_reached
from app.curriculum.domain.quiz_file import QuizReading, read_bank, read_quiz
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_files import canonical_bytes, read_text
from app.curriculum.domain.translations import check_translation
from app.foundation.markdown import WORDS, Image, Surroundings

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


def read_course(files: Mapping[str, bytes], *, live: bool = True, words: Mapping[str, str] = WORDS) -> CourseReading:
    """Read a course folder: path from its root (with /) → bytes. Never raises; all findings come in one run.

    The course is nothing where a finding is an error. With `live` a question of a type that is not supported yet is an
    error; without, it is a warning and the question is left out. `words` are those of the boxes, in the course's
    language.
    """
    findings = Findings()
    draft = read_draft(files, findings, "error" if live else "warning", words)
    if draft is None:
        return CourseReading(None, findings.sorted())
    check_draft(draft, findings)
    course = None if findings.has_errors or draft.head is None else _assembled(draft, draft.head, course_hash(files))
    return CourseReading(course, findings.sorted())


def read_draft(
    files: Mapping[str, bytes], findings: Findings, unsupported: Level = "error", words: Mapping[str, str] = WORDS
) -> Draft | None:
    """Read the files one by one, not yet against each other; None where there are too many or too large ones."""
    if not _within_limits(files, findings):
        return None
    return _FolderReader(files, sort_paths(files, findings), findings, unsupported, words).read()


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


class _FolderReader:
    """Reads file after file: course.yml, sources and figures first, for the texts lean on them."""

    def __init__(
        self, files: Mapping[str, bytes], paths: SortedPaths, findings: Findings, unsupported: Level,
        words: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._files = files
        self._paths = paths
        self._findings = findings
        self._unsupported = unsupported
        self._words = words
        self._draft = Draft()
        self._images: dict[str, Image] = {}
        self._links: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}

    def read(self) -> Draft:
        self._course_file()
        self._sources()
        self._assets()
        self._link_addresses()
        for text in self._paths.banks:
            self._bank(text)
        for folder, texts in self._paths.modules.items():
            self._module(folder, texts)
        for text in self._paths.translations:
            check_translation(text, self._files, self._draft.head, self._ids, self._findings)
        return self._draft

    def _course_file(self) -> None:
        if "course.yml" not in self._files:
            self._findings.add("C01", Place("course.yml"))
            return
        text = read_text("course.yml", self._files["course.yml"], self._findings)
        if text is not None:
            self._draft.head = read_course_file(text, self._findings)

    def _sources(self) -> None:
        if "sources.yml" in self._files:
            text = read_text("sources.yml", self._files["sources.yml"], self._findings)
            self._draft.sources = read_sources_file(text, self._findings) if text is not None else {}

    def _assets(self) -> None:
        for path in self._paths.assets:
            asset = read_asset(path, self._files[path], self._findings)
            if asset is not None:
                self._draft.assets[path] = asset
            # A figure that has been refused is there all the same: its own finding says what is wrong.
            self._images[path] = Image(asset.address, asset.width, asset.height) if asset else Image("", 0, 0)

    def _link_addresses(self) -> None:
        course = self._draft.head.id if self._draft.head else ""
        for folder, texts in self._paths.modules.items():
            for text in texts:
                self._links[text.path] = f"/courses/{course}/{folder.partition('-')[2]}/{text.key}"

    def _renderer(self, text: TextPath) -> Renderer:
        references = {key: entry.reference for key, entry in self._draft.sources.items()}
        around = Surroundings(text.folder, self._images, self._links, references, self._words)
        return Renderer(text.path, around, self._findings)

    def _bank(self, text: TextPath) -> None:
        split = self._split(text)
        if split is None:
            return
        renderer = self._renderer(text)
        reading = read_bank(split, renderer, self._unsupported)
        self._draft.banks.append(reading)
        self._note(text, reading.bank.id, {placed.key for placed in reading.set.placed}, renderer)

    def _split(self, text: TextPath) -> SplitFile | None:
        content = read_text(text.path, self._files[text.path], self._findings)
        split = split_front_matter(text.path, content, self._findings) if content is not None else None
        if split is None:
            self._draft.unread.add(text.folder.removeprefix("modules/"))
        return split

    def _module(self, folder: str, texts: list[TextPath]) -> None:
        readings = self._draft.modules.setdefault(folder, [])
        key = folder.partition("-")[2]
        for text in texts:
            reading = self._activity(text, key)
            if reading is not None:
                readings.append(reading)

    def _activity(self, text: TextPath, module: str) -> LessonReading | QuizReading | None:
        split = self._split(text)
        if split is None:
            return None
        renderer = self._renderer(text)
        if not text.quiz:
            lesson = read_lesson(split, text.key, renderer)
            self._note(text, lesson.lesson.id, set(), renderer)
            return lesson
        quiz = read_quiz(split, text.key, module, renderer, self._findings, self._unsupported)
        self._note(text, quiz.quiz.id, {placed.key for placed in quiz.set.placed}, renderer)
        return quiz

    def _note(self, text: TextPath, identity: str, questions: set[str], renderer: Renderer) -> None:
        self._ids[text.path] = {identity, *questions} - {""}
        self._draft.used_images |= set(renderer.images)


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
                module.key, module.folder, module.title, module.minutes, _activities(draft, module.folder, askable)
            )
            for module in head.modules
        ),
        banks=tuple(reading.bank for reading in draft.banks),
        assets=tuple(draft.assets[path] for path in sorted(draft.assets) if path in draft.used_images),
        hash=digest,
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

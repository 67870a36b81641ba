"""Reads translated texts (name.fr.md, course.fr.yml): words alone, of the ids that their sources have."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from app.curriculum.domain.course import LessonSource, TranslatedHead, TranslatedLesson, TranslatedQuiz
from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.fields import Fields
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.front_matter import SplitFile
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.quiz_file import BankReading, QuizReading
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_files import canonical_bytes
from app.curriculum.domain.translated_questions import read_translated_questions
from app.curriculum.domain.translation_status import read_status
from app.curriculum.domain.yaml_nodes import read_yaml

Source = LessonReading | QuizReading | BankReading


def source_hash(raw: bytes) -> str:
    """Return the short hash by which a translation says which text it translates."""
    return hashlib.sha256(canonical_bytes(raw)).hexdigest()[:8]


def head_hash(head: CourseHead) -> str:
    """Return the short hash of what of course.yml is translated: title, summary, outcomes, titles of modules."""
    said = [head.title, head.summary, list(head.outcomes.items()), [[one.folder, one.title] for one in head.modules]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:8]


def read_translated_lesson(
    split: SplitFile, source: LessonReading, wanted: str, renderer: Renderer
) -> TranslatedLesson:  # fmt: skip
    """Return a lesson in another language; it embeds the questions that its source embeds."""
    fields, lesson = split.fields, source.lesson
    _judge_id(fields, lesson.id)
    title, status = fields.title(), read_status(fields, wanted, renderer.findings)
    fields.finish()
    page = renderer.page(split.body, split.first_line)
    if not page.text:
        renderer.findings.add("L09", Place(split.file, split.first_line))
    checks = tuple(segment.check for segment in page.segments if segment.check)
    if Counter(checks) != Counter(lesson.checks):
        shown = {"wanted": ", ".join(lesson.checks) or "none", "found": ", ".join(checks) or "none"}
        renderer.findings.add("T10", Place(split.file, split.first_line), **shown)
    figures = {renderer.around.images[path].address for path in page.images}
    translated: LessonSource = replace(
        lesson,
        path=split.file,
        title=title,
        segments=page.segments,
        text=page.text,
        words=page.words,
        size=len(page.html.encode()),
        checks=checks,
        figures=tuple(sorted(address.split("/")[-1].split(".")[0] for address in figures)),
        sources=page.sources,
    )
    return TranslatedLesson(translated, status)


def read_translated_quiz(
    split: SplitFile, source: QuizReading | BankReading, wanted: str, renderer: Renderer
) -> TranslatedQuiz:  # fmt: skip
    """Return a quiz or bank in another language."""
    fields = split.fields
    own = source.quiz if isinstance(source, QuizReading) else source.bank
    _judge_id(fields, own.id)
    title, status = fields.title(), read_status(fields, wanted, renderer.findings)
    fields.finish()
    questions = {placed.key: placed.question for placed in source.set.placed if placed.question is not None}
    cases = {case.key: case.html for case in source.set.cases}
    words = read_translated_questions(split.body, split.first_line, questions, cases, renderer)
    return TranslatedQuiz(own.id, split.file, title, words, status)


def read_translated_head(
    file: str, text: str, head: CourseHead, findings: Findings
) -> TranslatedHead | None:  # fmt: skip
    """Return what course.yml says to its readers in another language, or nothing where the file is not YAML."""
    root = read_yaml(file, text, findings)
    if root is None or root.kind != "map":
        if root is not None or not text.strip():
            findings.add("F05", Place(file), problem="it is not keys with values")
        return None
    fields = Fields(root, Place(file), findings)
    _judge_id(fields, head.id)
    translated = TranslatedHead(
        title=fields.title(),
        summary=fields.text("summary"),
        outcomes=_texts(fields, "outcomes", set(head.outcomes)),
        modules=_texts(fields, "modules", {module.folder for module in head.modules}),
        status=read_status(fields, head_hash(head), findings),
    )
    fields.finish()
    keys = {module.folder: module.key for module in head.modules}
    return replace(translated, modules={keys[one]: title for one, title in translated.modules.items()})


def _judge_id(fields: Fields, wanted: str) -> None:
    given = fields.id()
    if given and wanted and given != wanted:
        fields.findings.add("T03", fields.place_of("id"), value=given, source=wanted)


def _texts(fields: Fields, key: str, known: set[str]) -> Mapping[str, str]:
    """Return the texts under a key by their own keys, which are those of course.yml."""
    inner = fields.nested(key)
    if inner is None:
        return {}
    found = {name: inner.text(name) for name in inner.entries if name in known}
    for name in known:
        inner.node(name)
    inner.finish()
    return found

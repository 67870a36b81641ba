"""Reads one text among its surroundings, so that its editor can show it as officers will see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.assessment.domain.question import Question
from app.curriculum.domain.course import LessonSource, QuizSource
from app.curriculum.domain.course_reading import read_draft
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Finding, Findings
from app.curriculum.domain.folder_reading import WordsIn, english_words

_ALWAYS = ("course.yml", "sources.yml")
_REF = re.compile(r"ref=([a-z][a-z0-9-]{1,39})")
WORDS_A_MINUTE = 180


@dataclass(frozen=True, slots=True)
class LessonPreview:
    """A lesson as it stands in the editor, the questions it embeds, the remarks on it, the bytes of its pictures."""

    lesson: LessonSource | None
    questions: Mapping[str, Question]
    findings: tuple[Finding, ...]
    pictures: int = 0

    @property
    def reading_minutes(self) -> int:
        """Whole minutes at 180 words a minute, one more for each check question."""
        if self.lesson is None:
            return 0
        return max(1, round(self.lesson.words / WORDS_A_MINUTE)) + len(self.lesson.checks)


def preview_lesson(
    files: Mapping[str, bytes], path: str, text: str, words_in: WordsIn = english_words
) -> LessonPreview:  # fmt: skip
    """Read the text in place of the file at `path`, with the files it leans on and no others; boxes are named by
    `words_in` the language of the course."""
    wanted = set(_REF.findall(text))
    lean = {name: content for name, content in files.items() if _is_needed(name, content, wanted)}
    findings = Findings()
    draft = read_draft({**lean, path: text.encode()}, findings, words_in=words_in)
    readings = [one for one in draft.lessons() if one.lesson.path == path] if draft else []
    questions = _questions(draft)
    for reading in readings:
        for check in reading.checks:
            if check.ref not in questions:
                findings.add("X08", check.place, value=check.ref, meant="")
    lesson = readings[0].lesson if readings else None
    return LessonPreview(lesson, questions, _at(path, findings), _pictures(draft, lesson) if draft and lesson else 0)


def _pictures(draft: Draft, lesson: LessonSource) -> int:
    shown = (one for one in draft.assets.values() if one.sha256 in lesson.figures)
    return sum(len(one.content) for one in shown if one.media_type.startswith("image/"))


def preview_questions(
    files: Mapping[str, bytes], path: str, text: str
) -> tuple[tuple[Question, ...], tuple[Finding, ...]]:
    """Read a whole file of questions and return those that can be asked, with the remarks on it."""
    lean = {name: content for name, content in files.items() if name in _ALWAYS or "/assets/" in name}
    findings = Findings()
    draft = read_draft({**lean, path: text.encode()}, findings)
    return tuple(_questions(draft).values()), _at(path, findings)


def read_quiz_alone(files: Mapping[str, bytes], path: str, text: str) -> QuizSource | None:
    """Return a quiz as its own file says it, without the banks that it draws from."""
    lean = {name: content for name, content in files.items() if name in _ALWAYS}
    draft = read_draft({**lean, path: text.encode()}, Findings())
    return next((reading.quiz for reading in draft.quizzes()), None) if draft else None


def preview_block(files: Mapping[str, bytes], path: str, block: str) -> tuple[Question | None, tuple[Finding, ...]]:
    """Read one question by itself, at the place of the file it belongs to; lines count from 1 within the question."""
    head = "---\nid: preview\ntitle: Preview\nbank: true\n---\n"
    bank = "banks/preview.quiz.md"
    folder = {
        name.replace(_folder(path), "banks", 1): content for name, content in files.items() if _beside(name, path)
    }
    lean = {name: files[name] for name in _ALWAYS if name in files}
    findings = Findings()
    draft = read_draft({**lean, **folder, bank: (head + block).encode()}, findings)
    found = tuple(_questions(draft).values())
    shown = tuple(
        Finding(path, max(1, one.line - head.count("\n")), one.column, one.code, one.text, one.hint, one.level)
        for one in _at(bank, findings)
        if one.code not in {"Q18", "Q29"}
    )
    return (found[0] if found else None), shown


def _questions(draft: Draft | None) -> dict[str, Question]:
    placed = draft.placed_questions() if draft else ()
    return {one.key: one.question for one in placed if one.question is not None}


def _at(path: str, findings: Findings) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings.sorted() if finding.file == path)


def _is_needed(name: str, content: bytes, refs: set[str]) -> bool:
    if name in _ALWAYS or "/assets/" in name or name.endswith(".md") and not name.endswith(".quiz.md"):
        return True
    return name.endswith(".quiz.md") and any(b"{#" + ref.encode() in content for ref in refs)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _beside(name: str, path: str) -> bool:
    return name.startswith(f"{_folder(path)}/assets/")

"""Reads one text of a course among what it leans on. What a text says follows from its bytes, so readings are kept.

An author's save reads the whole course again, several times over: only texts that changed since are parsed, and those
that lean on what changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.domain.course import TranslatedLesson, TranslatedQuiz
from app.curriculum.domain.findings import Finding, Findings
from app.curriculum.domain.front_matter import SplitFile, split_front_matter
from app.curriculum.domain.leaning import Around, Readings, Same
from app.curriculum.domain.lesson_file import LessonReading, read_lesson
from app.curriculum.domain.paths import TextPath
from app.curriculum.domain.quiz_file import read_bank, read_quiz
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_files import read_text
from app.curriculum.domain.translations import Source, read_translated_lesson, read_translated_quiz, source_hash
from app.foundation.markdown import Surroundings

Words = tuple[tuple[str, str], ...]
_KEPT = 3_000_000  # bytes of texts of each kind: a handful of courses with all their languages

_OF_STALE = ("T06", "T08", "T10", "T12")
"""What a source that has changed since may leave behind in its translations: served in the source's words meanwhile."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """A lesson, quiz or bank, or nothing where it cannot be read; the remarks on it and the paths of its figures."""

    source: Source | None
    findings: tuple[Finding, ...]
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslationReading:
    """A lesson, quiz or bank in another language, the same way."""

    translated: TranslatedLesson | TranslatedQuiz | None
    findings: tuple[Finding, ...]
    images: tuple[str, ...] = ()


_sources: Readings[SourceReading] = Readings(_KEPT)
_translations: Readings[TranslationReading] = Readings(_KEPT)


def read_source(text: TextPath, raw: bytes, around: Around, words: Words) -> SourceReading:
    """Read a text in the course's own language; `words` are those of the boxes in it."""
    return _sources.get((text, raw, words), len(raw), around, lambda leant: _read_source(text, raw, leant, words))


def read_translation(
    text: TextPath,
    raw: bytes,
    source: TextPath | None,
    source_raw: bytes,
    around: Around,
    words: Words,
    source_words: Words,
) -> TranslationReading:
    """Read a text in another language against its source, whose own remarks are not given again."""
    original = read_source(source, source_raw, around, source_words) if source else None
    key = (text, raw, words, Same(original))
    return _translations.get(
        key,
        len(raw),
        around,
        lambda leant: _read_translation(text, raw, original, source_hash(source_raw), leant, words),
    )


def forget_readings() -> None:
    """Read every text anew."""
    _sources.clear()
    _translations.clear()


def _read_source(text: TextPath, raw: bytes, around: Around, words: Words) -> SourceReading:
    findings = Findings()
    split = _split(text, raw, findings)
    if split is None:
        return SourceReading(None, findings.sorted())
    renderer = _renderer(text, words, around, findings)
    source = _source(text, split, renderer)
    return SourceReading(source, findings.sorted(), tuple(renderer.images))


def _read_translation(
    text: TextPath, raw: bytes, source: SourceReading | None, wanted: str, around: Around, words: Words
) -> TranslationReading:
    findings = Findings()
    split = _split(text, raw, findings)
    original = source.source if source else None
    if split is None or original is None:
        return TranslationReading(None, findings.sorted())
    renderer = _renderer(text, words, around, findings)
    read: TranslatedLesson | TranslatedQuiz
    if isinstance(original, LessonReading):
        read = read_translated_lesson(split, original, wanted, renderer)
    else:
        read = read_translated_quiz(split, original, wanted, renderer)
    if read.status.stale:
        findings.soften(text.path, _OF_STALE)
    return TranslationReading(read, findings.sorted(), tuple(renderer.images))


def _renderer(text: TextPath, words: Words, around: Around, findings: Findings) -> Renderer:
    among = Surroundings(text.folder, around.images, around.links, around.sources, dict(words))
    return Renderer(text.path, among, findings)


def _split(text: TextPath, raw: bytes, findings: Findings) -> SplitFile | None:
    content = read_text(text.path, raw, findings)
    return split_front_matter(text.path, content, findings) if content is not None else None


def _source(text: TextPath, split: SplitFile, renderer: Renderer) -> Source:
    if text.folder == "banks":
        return read_bank(split, renderer, "error")
    if not text.quiz:
        return read_lesson(split, text.key, renderer)
    module = text.folder.rpartition("/")[2].partition("-")[2]
    return read_quiz(split, text.key, module, renderer, renderer.findings, "error")

"""Reads the files of a course folder one after the other, not yet against each other, into a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.curriculum.domain.assets import kind_named, read_asset
from app.curriculum.domain.course import TranslatedLesson, TranslatedQuiz
from app.curriculum.domain.course_file import read_course_file, read_sources_file
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Level, Place
from app.curriculum.domain.front_matter import SplitFile, split_front_matter
from app.curriculum.domain.lesson_file import LessonReading, read_lesson
from app.curriculum.domain.paths import SortedPaths, TextPath
from app.curriculum.domain.quiz_file import QuizReading, read_bank, read_quiz
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_files import read_text
from app.curriculum.domain.translations import (
    Source,
    read_translated_head,
    read_translated_lesson,
    read_translated_quiz,
    source_hash,
)
from app.foundation.markdown import WORDS, Image, Surroundings

WordsIn = Callable[[str], Mapping[str, str]]


def english_words(_language: str) -> Mapping[str, str]:
    """Return the words of the boxes where nobody gives them in a language."""
    return WORDS


_OF_STALE = ("T06", "T08", "T10", "T12")
"""What a source that has changed since may leave behind in its translations: served in the source's words meanwhile."""


class FolderReader:
    """Reads file after file: course.yml, sources and figures first, for the texts lean on them."""

    def __init__(
        self, files: Mapping[str, bytes], paths: SortedPaths, findings: Findings, unsupported: Level,
        words_in: WordsIn,
    ) -> None:  # fmt: skip
        self._files = files
        self._paths = paths
        self._findings = findings
        self._unsupported = unsupported
        self._words_in = words_in
        self._draft = Draft()
        self._images: dict[str, Image] = {}
        self._links: dict[str, str] = {}
        self._readings: dict[str, Source] = {}

    def read(self) -> Draft:
        """Return everything that the folder holds."""
        self._course_file()
        self._sources()
        self._assets()
        self._link_addresses()
        for text in self._paths.banks:
            self._bank(text)
        for folder, texts in self._paths.modules.items():
            self._module(folder, texts)
        for language, path in self._paths.heads.items():
            self._translated_head(language, path)
        for text in self._paths.translations:
            self._translation(text)
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
            shown = (asset.address, asset.width, asset.height) if asset else ("", 0, 0)
            self._images[path] = Image(*shown, kind=kind_named(path), size=len(self._files[path]))

    def _link_addresses(self) -> None:
        course = self._draft.head.id if self._draft.head else ""
        for folder, texts in self._paths.modules.items():
            for text in texts:
                self._links[text.path] = f"/courses/{course}/{folder.partition('-')[2]}/{text.key}"

    def _renderer(self, text: TextPath) -> Renderer:
        references = {key: entry.reference for key, entry in self._draft.sources.items()}
        around = Surroundings(text.folder, self._images, self._links, references, self._words_in(self._language(text)))
        return Renderer(text.path, around, self._findings)

    def _language(self, text: TextPath) -> str:
        languages = self._draft.head.languages if self._draft.head else ()
        return text.language or (languages[0] if languages else "en")

    def _bank(self, text: TextPath) -> None:
        split = self._split(text)
        if split is None:
            return
        renderer = self._renderer(text)
        reading = read_bank(split, renderer, self._unsupported)
        self._draft.banks.append(reading)
        self._note(text, reading, renderer)

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
            self._note(text, lesson, renderer)
            return lesson
        quiz = read_quiz(split, text.key, module, renderer, self._findings, self._unsupported)
        self._note(text, quiz, renderer)
        return quiz

    def _note(self, text: TextPath, reading: Source, renderer: Renderer) -> None:
        self._readings[text.path] = reading
        self._draft.used_images |= set(renderer.images)

    def _translated_head(self, language: str, path: str) -> None:
        head, text = self._draft.head, read_text(path, self._files[path], self._findings)
        self._judge_language(language, Place(path))
        read = read_translated_head(path, text, head, self._findings) if head and text is not None else None
        if read is not None:
            self._draft.heads[language] = read

    def _translation(self, text: TextPath) -> None:
        self._judge_language(text.language or "", Place(text.path))
        content = read_text(text.path, self._files[text.path], self._findings)
        split = split_front_matter(text.path, content, self._findings) if content is not None else None
        source = self._readings.get(text.source_path)
        if text.source_path not in self._files:
            self._findings.add("T01", Place(text.path), source=text.source_path)
        if split is None or source is None:
            return
        renderer, wanted = self._renderer(text), source_hash(self._files[text.source_path])
        read: TranslatedLesson | TranslatedQuiz
        if isinstance(source, LessonReading):
            read = read_translated_lesson(split, source, wanted, renderer)
        else:
            read = read_translated_quiz(split, source, wanted, renderer)
        if read.status.stale:
            self._findings.soften(text.path, _OF_STALE)
        self._draft.translated.append((text.language or "", read))
        self._draft.used_images |= set(renderer.images)

    def _judge_language(self, language: str, place: Place) -> None:
        head = self._draft.head
        if head is not None and language not in head.languages[1:]:
            self._findings.add("T04", place, value=language)

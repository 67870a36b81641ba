"""Reads the files of a course folder one after the other, not yet against each other, into a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.curriculum.domain.assets import kind_named, read_asset
from app.curriculum.domain.course_file import read_course_file, read_sources_file
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Level, Place
from app.curriculum.domain.leaning import Around
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.paths import SortedPaths, TextPath
from app.curriculum.domain.quiz_file import BankReading, QuizReading
from app.curriculum.domain.text_files import read_text
from app.curriculum.domain.text_reading import (
    SourceReading,
    TranslationReading,
    Words,
    read_source,
    read_translation,
)
from app.curriculum.domain.translations import Source, read_translated_head
from app.foundation.markdown import WORDS, Image

WordsIn = Callable[[str], Mapping[str, str]]


def english_words(_language: str) -> Mapping[str, str]:
    """Return the words of the boxes where nobody gives them in a language."""
    return WORDS


_UNSUPPORTED = ("Q15",)
"""A question of a type that is not supported yet: its level is the reader's to choose, so it is set here."""


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
        self._sources_of: dict[str, TextPath] = {}

    def read(self) -> Draft:
        """Return everything that the folder holds."""
        self._course_file()
        self._sources()
        self._assets()
        self._link_addresses()
        around = self._around()
        for text in self._paths.banks:
            bank = self._source(text, around)
            if isinstance(bank, BankReading):
                self._draft.banks.append(bank)
        for folder, texts in self._paths.modules.items():
            read = (self._source(text, around) for text in texts)
            self._draft.modules[folder] = [one for one in read if isinstance(one, LessonReading | QuizReading)]
        for language, path in self._paths.heads.items():
            self._translated_head(language, path)
        for text in self._paths.translations:
            self._translation(text, around)
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

    def _around(self) -> Around:
        return Around(self._images, self._links, {key: entry.reference for key, entry in self._draft.sources.items()})

    def _words(self, text: TextPath) -> Words:
        languages = self._draft.head.languages if self._draft.head else ()
        language = text.language or (languages[0] if languages else "en")
        return tuple(self._words_in(language).items())

    def _source(self, text: TextPath, around: Around) -> Source | None:
        read = read_source(text, self._files[text.path], around, self._words(text))
        self._note(read)
        if self._unsupported != "error":
            self._findings.soften(text.path, _UNSUPPORTED)
        if read.source is None:
            self._draft.unread.add(text.folder.removeprefix("modules/"))
        else:
            self._sources_of[text.path] = text
        return read.source

    def _note(self, read: SourceReading | TranslationReading) -> None:
        self._findings.extend(read.findings)
        self._draft.used_images |= set(read.images)

    def _translated_head(self, language: str, path: str) -> None:
        head, text = self._draft.head, read_text(path, self._files[path], self._findings)
        self._judge_language(language, Place(path))
        read = read_translated_head(path, text, head, self._findings) if head and text is not None else None
        if read is not None:
            self._draft.heads[language] = read

    def _translation(self, text: TextPath, around: Around) -> None:
        self._judge_language(text.language or "", Place(text.path))
        if text.source_path not in self._files:
            self._findings.add("T01", Place(text.path), source=text.source_path)
        source = self._sources_of.get(text.source_path)
        source_raw, source_words = (self._files[source.path], self._words(source)) if source else (b"", ())
        raw, words = self._files[text.path], self._words(text)
        read = read_translation(text, raw, source, source_raw, around, words, source_words)
        self._note(read)
        if read.translated is not None:
            self._draft.translated.append((text.language or "", read.translated))

    def _judge_language(self, language: str, place: Place) -> None:
        head = self._draft.head
        if head is not None and language not in head.languages[1:]:
            self._findings.add("T04", place, value=language)

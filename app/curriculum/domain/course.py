"""A course as its folder says it: modules, lessons, quizzes, banks and figures, read and checked, not yet stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.assessment.domain.areas import Areas
from app.assessment.domain.blueprint import Blueprint
from app.assessment.domain.item_words import ItemWords
from app.assessment.domain.question import Question
from app.curriculum.domain.findings import Finding
from app.foundation.markdown import Segment


@dataclass(frozen=True, slots=True)
class AssetSource:
    """A figure, film or captions; served under its own hash, so it never goes stale. Width and height in pixels."""

    path: str
    sha256: str
    ending: str
    media_type: str
    content: bytes
    width: int
    height: int

    @property
    def address(self) -> str:
        """The path under which pages ask for it."""
        return f"/media/{self.sha256}.{self.ending}"


@dataclass(frozen=True, slots=True)
class LessonSource:
    """A lesson: `segments` are HTML and the places of check questions in turn; `minutes` is nothing where not stated.

    `id` is the author's, `key` the file name without number. `size` is the HTML's length in bytes; `checks` are the
    ids of embedded questions; `figures` the hashes of the figures used; `sources` the keys cited.
    """

    id: str
    key: str
    path: str
    title: str
    minutes: int | None
    segments: tuple[Segment, ...]
    text: str
    words: int
    size: int
    checks: tuple[str, ...]
    figures: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def html(self) -> str:
        """The lesson without its check questions."""
        return "".join(segment.html for segment in self.segments if not segment.check)


@dataclass(frozen=True, slots=True)
class QuizSource:
    """A quiz: its rules, its own questions (always asked) and the blueprint of those drawn from banks.

    `attempts` is nothing where unlimited; `wait`, `time` and `again` are minutes; `pass_mark` is a share of the full
    mark. An examination that is `apart` is asked by a scheme, not by the course; after `again` an attempt counts no
    more. `areas` are a condition of passing beside the pass mark.
    """

    id: str
    key: str
    path: str
    title: str
    kind: str
    attempts: int | None
    wait: int
    time: int | None
    pass_mark: Fraction
    show: str
    shuffle_questions: bool
    shuffle_answers: bool
    blueprint: Blueprint
    questions: tuple[Question, ...]
    again: int = 0
    apart: bool = False
    areas: Areas | None = None

    @property
    def is_examination(self) -> bool:
        """Say whether its result is evidence for an accreditation."""
        return self.kind == "examination"


@dataclass(frozen=True, slots=True)
class BankSource:
    """A pool of items; `examination` says that a lesson must not show them."""

    id: str
    path: str
    title: str
    examination: bool
    questions: tuple[Question, ...]


Activity = LessonSource | QuizSource


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A module: `key` is its folder's name without the number; activities in the order of their files.

    `owner` looks after it and `review_by` is the day by which they do so again, such as 2027-01-31; both may be empty.
    `tlp` is the label of the module as it is written; the course's own may be higher. `after` is the key of the earlier
    module that must be finished before this one opens; empty where it is open from the start.
    """

    key: str
    folder: str
    title: str
    minutes: int
    activities: tuple[Activity, ...]
    owner: str = ""
    review_by: str = ""
    tlp: str = "CLEAR"
    after: str = ""

    @property
    def lessons(self) -> tuple[LessonSource, ...]:
        """The lessons alone."""
        return tuple(one for one in self.activities if isinstance(one, LessonSource))

    @property
    def quizzes(self) -> tuple[QuizSource, ...]:
        """The quizzes alone."""
        return tuple(one for one in self.activities if isinstance(one, QuizSource))


@dataclass(frozen=True, slots=True)
class Review:
    """Who looked at the course as an expert, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Author:
    """A person who wrote the course."""

    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry of sources.yml: what a statement in the course rests on."""

    key: str
    title: str
    year: str = ""
    note: str = ""
    url: str = ""

    @property
    def reference(self) -> str:
        """The full reference as one line of text."""
        dated = f"{self.title} ({self.year})" if self.year else self.title
        return f"{dated}. {self.note}" if self.note else dated


@dataclass(frozen=True, slots=True)
class TextStatus:
    """`stale`: its source has changed since. `assisted`: a machine had a hand in it. `reviewed`: by whom, if at all."""

    stale: bool
    assisted: bool
    reviewed: Review | None

    @property
    def counts(self) -> bool:
        """Whether an examination may be asked in these words: never in a machine's that nobody has reviewed."""
        return not self.assisted or self.reviewed is not None


@dataclass(frozen=True, slots=True)
class TranslatedLesson:
    """A lesson in another language; ids, minutes and embedded questions are those of its source."""

    lesson: LessonSource
    status: TextStatus


@dataclass(frozen=True, slots=True)
class TranslatedQuiz:
    """A quiz or bank in another language: its title, and the words of its questions by their ids."""

    id: str
    path: str
    title: str
    words: Mapping[str, ItemWords]
    status: TextStatus


@dataclass(frozen=True, slots=True)
class TranslatedHead:
    """What course.yml says to its readers, in another language; what is empty was not translated."""

    title: str
    summary: str
    outcomes: Mapping[str, str]
    modules: Mapping[str, str]
    status: TextStatus


@dataclass(frozen=True, slots=True)
class Translation:
    """A course in another language, as far as it has been translated; lessons, quizzes and banks by their ids."""

    language: str
    head: TranslatedHead | None
    lessons: Mapping[str, TranslatedLesson]
    quizzes: Mapping[str, TranslatedQuiz]


@dataclass(frozen=True, slots=True)
class CourseSource:
    """A whole course. `reviewed` is nothing where no expert has reviewed it yet; the pages say so."""

    id: str
    title: str
    summary: str
    languages: tuple[str, ...]
    level: str
    duration_minutes: int | None
    tags: tuple[str, ...]
    authors: tuple[Author, ...]
    licence: str
    partner: str
    reviewed: Review | None
    review_by: date | None
    contact_hours: Fraction | None
    tlp: str
    prerequisites: tuple[str, ...]
    outcomes: Mapping[str, str]
    sources: Mapping[str, SourceEntry]
    modules: tuple[ModuleSource, ...]
    banks: tuple[BankSource, ...]
    assets: tuple[AssetSource, ...]
    hash: str
    translations: tuple[Translation, ...] = ()
    file_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CourseReading:
    """What came of reading a folder: the course where there is no error, and every finding."""

    course: CourseSource | None
    findings: tuple[Finding, ...]

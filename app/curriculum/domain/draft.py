"""A course while it is being read: every part with its places, before the parts are checked against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.curriculum.domain.assets import kind_named
from app.curriculum.domain.course import AssetSource, SourceEntry, TranslatedHead, TranslatedLesson, TranslatedQuiz
from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.findings import Place
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.questions_text import PlacedQuestion
from app.curriculum.domain.quiz_file import BankReading, QuizReading


@dataclass(slots=True)
class Draft:
    """Everything read from a folder. `modules` goes by folder name, in the order of the files.

    `unread` holds the folders of texts that could not be read: what follows from their absence is not worth saying.
    `heads` and `translated` are what was read in other languages: by language, and with it.
    """

    head: CourseHead | None = None
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    modules: dict[str, list[LessonReading | QuizReading]] = field(default_factory=dict)
    banks: list[BankReading] = field(default_factory=list)
    assets: dict[str, AssetSource] = field(default_factory=dict)
    used_images: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    heads: dict[str, TranslatedHead] = field(default_factory=dict)
    translated: list[tuple[str, TranslatedLesson | TranslatedQuiz]] = field(default_factory=list)

    def quizzes(self) -> Iterator[QuizReading]:
        """All quizzes, module by module."""
        return (one for readings in self.modules.values() for one in readings if isinstance(one, QuizReading))

    def lessons(self) -> Iterator[LessonReading]:
        """All lessons, module by module."""
        return (one for readings in self.modules.values() for one in readings if isinstance(one, LessonReading))

    def films_shown(self) -> set[str]:
        """The paths of the films of the course that a text shows, in whatever language."""
        return {path for path in self.used_images if kind_named(path) == "video"}

    def placed_questions(self) -> Iterator[PlacedQuestion]:
        """All questions of quizzes and banks, with places."""
        for quiz in self.quizzes():
            yield from quiz.set.placed
        for bank in self.banks:
            yield from bank.set.placed

    def examination_banks(self) -> set[str]:
        """The ids of banks that an examination draws from or that say so themselves."""
        drawn = {cell.cell.bank for quiz in self.quizzes() if quiz.quiz.is_examination for cell in quiz.cells}
        return drawn | {bank.bank.id for bank in self.banks if bank.bank.examination}

    def examination_questions(self) -> Iterator[PlacedQuestion]:
        """All questions that can come up in an examination."""
        banks = self.examination_banks()
        for quiz in self.quizzes():
            if quiz.quiz.is_examination:
                yield from quiz.set.placed
        for bank in self.banks:
            if bank.bank.id in banks:
                yield from bank.set.placed

    def identities(self) -> Iterator[tuple[str, str, Place]]:
        """Every id of the course with what bears it and where: lessons, quizzes, banks, cases, questions."""
        for lesson in self.lessons():
            yield lesson.lesson.id, "lesson", lesson.place
        for quiz in self.quizzes():
            yield quiz.quiz.id, "quiz", quiz.place
        for bank in self.banks:
            yield bank.bank.id, "bank", bank.place
        sets = [*(quiz.set for quiz in self.quizzes()), *(bank.set for bank in self.banks)]
        yield from ((case.key, "case", case.place) for found in sets for case in found.cases)
        yield from ((one.key, "question", one.place) for one in self.placed_questions())

"""A course on its author's desk: its texts in their order, and what each of them still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.course_reading import check_draft, read_draft
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Finding, Findings
from app.curriculum.domain.labelled import WrittenLabels, written_labels
from app.curriculum.domain.labels import is_for_everybody
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.quiz_file import BankReading, QuizReading


@dataclass(frozen=True, slots=True)
class DeskText:
    """A lesson, quiz or bank. `kind` is lesson, practice, examination or bank; `draws` counts items from banks.

    `unasked` is a bank that no quiz draws from and of which no lesson shows a question.
    """

    path: str
    kind: str
    key: str
    title: str
    minutes: int | None = None
    questions: int = 0
    draws: int = 0
    findings: tuple[Finding, ...] = ()
    unasked: bool = False

    @property
    def errors(self) -> int:
        """How many findings keep the course from being published."""
        return sum(finding.level == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class DeskModule:
    """A module with its texts in the order of their files; `after` is the key of the module that it opens after."""

    folder: str
    key: str
    title: str
    minutes: int
    texts: tuple[DeskText, ...]
    owner: str = ""
    review_by: str = ""
    tlp: str = "CLEAR"
    after: str = ""

    @property
    def can_be_finished(self) -> bool:
        """Whether it holds more than examinations, so that another module can open after it."""
        return any(text.kind != "examination" for text in self.texts)


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole course; `findings` are all remarks of the reader, those of course.yml included.

    `films` are the paths of the films that its texts show.
    """

    title: str
    modules: tuple[DeskModule, ...] = ()
    banks: tuple[DeskText, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    head: CourseHead | None = None
    languages: tuple[str, ...] = ("en",)
    findings: tuple[Finding, ...] = ()
    identities: frozenset[str] = frozenset()
    films: frozenset[str] = frozenset()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the course from being published."""
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def labels(self) -> WrittenLabels:
        """The labels as course.yml gives them."""
        return written_labels(self.head)

    def takes_films(self, path: str) -> bool:
        """Whether the text at this path may show a film: one cannot bear the mark of its reader (X17)."""
        return is_for_everybody(self.labels.at(path))

    def closed_to_films(self, labels: WrittenLabels) -> bool:
        """Whether with these labels a film would lie above GREEN that does not so far."""
        return not set(labels.closed_to_films(self.films)) <= set(self.labels.closed_to_films(self.films))

    @property
    def texts(self) -> tuple[DeskText, ...]:
        """All texts, modules first."""
        return (*(text for module in self.modules for text in module.texts), *self.banks)

    def text(self, path: str) -> DeskText | None:
        """Return the text at this path of the folder."""
        return next((text for text in self.texts if text.path == path), None)


def desk_of(files: Mapping[str, bytes]) -> Desk:
    """Read a course folder as far as it can be read; never raises."""
    findings = Findings()
    draft = read_draft(files, findings)
    if draft is None:
        return Desk("", findings=findings.sorted())
    check_draft(draft, findings)
    return _laid_out(draft, findings.sorted())


def _laid_out(draft: Draft, findings: tuple[Finding, ...]) -> Desk:
    head = draft.head
    listed = {module.folder: module for module in head.modules} if head else {}
    folders = [*(folder for folder in listed), *(folder for folder in draft.modules if folder not in listed)]
    modules = []
    for folder in folders:
        known = listed.get(folder)
        texts = tuple(_text(reading, findings) for reading in draft.modules.get(folder, []))
        key = folder.partition("-")[2]
        said = (known.title, known.minutes) if known else (folder, 0)
        cared = (known.owner, known.review_by, known.tlp, known.after) if known else ()
        modules.append(DeskModule(folder, key, *said, texts, *cared))
    return Desk(
        title=head.title if head else "",
        modules=tuple(modules),
        banks=tuple(replace(_text(bank, findings), unasked=_is_unasked(bank, draft)) for bank in draft.banks),
        outcomes=head.outcomes if head else {},
        sources=tuple(draft.sources),
        head=head,
        languages=head.languages if head else ("en",),
        findings=findings,
        identities=frozenset(identity for identity, _, _ in draft.identities()),
        films=frozenset(draft.films_shown()),
    )


def _is_unasked(bank: BankReading, draft: Draft) -> bool:
    drawn = {cell.cell.bank for quiz in draft.quizzes() for cell in quiz.cells}
    shown = {check.ref for lesson in draft.lessons() for check in lesson.checks}
    return bank.bank.id not in drawn and shown.isdisjoint(placed.key for placed in bank.set.placed)


def _text(reading: LessonReading | QuizReading | BankReading, findings: tuple[Finding, ...]) -> DeskText:
    if isinstance(reading, LessonReading):
        lesson = reading.lesson
        own = _of(lesson.path, findings)
        return DeskText(lesson.path, "lesson", lesson.id, lesson.title, lesson.minutes, findings=own)
    if isinstance(reading, BankReading):
        bank = reading.bank
        count = len(reading.set.placed)
        return DeskText(bank.path, "bank", bank.id, bank.title, None, count, findings=_of(bank.path, findings))
    quiz, draws = reading.quiz, sum(cell.cell.take for cell in reading.cells)
    count = len(reading.set.placed)
    return DeskText(quiz.path, quiz.kind, quiz.id, quiz.title, quiz.time, count, draws, _of(quiz.path, findings))


def _of(path: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.file == path)

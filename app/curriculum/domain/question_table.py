"""A table of questions, read row by row: what can be added, what is there already, what is wrong and where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.curriculum.domain.naming import free_id
from app.curriculum.domain.question_columns import Columns, read_columns
from app.curriculum.domain.question_entry import entry_of, reads_back
from app.curriculum.domain.question_places import blocks_of
from app.curriculum.domain.question_rows import CellProblem, RowReader
from app.curriculum.domain.question_writing import QuestionEntry, with_key, write_entry
from app.curriculum.domain.questions_text import read_questions
from app.curriculum.domain.table_reading import Table
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.foundation.words import N_

_UNREADABLE = N_("This row could not be written as a question: %(problem)s")
_OTHERWISE = N_("This row could not be written so that it reads the same. Add this question with its form.")


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question that a row makes: as the course format writes it."""

    row: int
    entry: QuestionEntry

    @property
    def block(self) -> str:
        """The question's lines."""
        return write_entry(self.entry)


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """What became of the rows. `already` are rows whose question stands in the file, or above in the table."""

    columns: Columns
    questions: tuple[NewQuestion, ...]
    already: tuple[int, ...]
    problems: tuple[CellProblem, ...]

    @property
    def wrong_rows(self) -> int:
        """How many rows are not taken as they are."""
        return len({problem.row for problem in self.problems})

    @property
    def without_reason(self) -> tuple[int, ...]:
        """Rows whose right answer has no reason: an examination refuses such an item."""
        return tuple(new.row for new in self.questions if not _has_reason(new.entry))


def _has_reason(entry: QuestionEntry) -> bool:
    marked = [option for option in entry.options if option.right]
    return bool(entry.general) or any(option.reason for option in marked or entry.options)


def read_question_table(
    table: Table, outcomes: Mapping[str, str], taken: Collection[str], text: str
) -> QuestionTable:  # fmt: skip
    """Read a table for the file whose text is given; `taken` are the ids of the course. Raises `UnreadableUpload`."""
    if not table.rows:
        raise UnreadableUpload("empty")
    columns = read_columns(table.rows[0][1])
    if not columns.are_enough:
        raise UnreadableUpload("no-columns")
    reader, known, ids = RowReader(columns, outcomes), signatures(text), set(taken)
    questions: list[NewQuestion] = []
    already: list[int] = []
    problems: list[CellProblem] = []
    for number, row in table.rows[1:]:
        entry, wrong = reader.read(number, row)
        problems += wrong
        if entry is None:
            continue
        if signature(entry) in known:
            already.append(number)
            continue
        known.add(signature(entry))
        key = free_id(" ".join(entry.stem.split()[:6]), ids)
        ids.add(key)
        questions.append(NewQuestion(number, with_key(entry, key)))
    good, unreadable = _readable(questions)
    return QuestionTable(
        columns, good, tuple(already), tuple(sorted([*problems, *unreadable], key=lambda one: one.row))
    )


def _readable(questions: list[NewQuestion]) -> tuple[tuple[NewQuestion, ...], list[CellProblem]]:
    """Read back what would be written: a question that the format reads otherwise is not added."""
    good, problems = [], []
    for new in questions:
        found, findings = read_questions(new.block, "table")
        wrong = next((one for one in findings if one.level == "error" and one.code[0] != "X"), None)
        if wrong is not None:
            problem = f"{wrong.text} {wrong.hint}"
            problems.append(CellProblem(new.row, "", _UNREADABLE, (("problem", problem),)))
        elif len(found) != 1 or found[0].type != new.entry.kind or not reads_back(new.entry):
            problems.append(CellProblem(new.row, "", _OTHERWISE))
        else:
            good.append(new)
    return tuple(good), problems


def signature(entry: QuestionEntry) -> str:
    """Return what makes two questions the same: type, question and answers, whatever their order where it is free."""
    answers = [f"{' '.join(one.text.split())}\t{' '.join(one.other.split())}\t{one.right}" for one in entry.options]
    if entry.kind != "order":
        answers.sort()
    return "\n".join([entry.kind, " ".join(entry.stem.split()), *answers]).casefold()


def signatures(text: str) -> set[str]:
    """Return those of all questions of a file."""
    entries = (entry_of(block.text) for block in blocks_of(text))
    return {signature(entry) for entry in entries if entry is not None}

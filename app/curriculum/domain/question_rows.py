"""Reads one row of a table of questions: what stands in a cell is what officers read, sign by sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.equals_answers import bounds_of
from app.curriculum.domain.question_columns import MOST_ANSWERS, Columns
from app.curriculum.domain.question_writing import OptionEntry, QuestionEntry
from app.curriculum.domain.rich_text import at_line_start, escaped
from app.curriculum.domain.table_reading import FORMULA
from app.foundation.words import N_

LONGEST_CELL = 2_000
_KINDS: Mapping[str, str] = {
    "single": "single|single choice|one|one answer|one right answer|radio",
    "multiple": "multiple|multiple (answers?|responses?|select)|several|several right answers|checkbox|multi",
    "choice": "choice|mc|mcq|multiple choice|multichoice|multiple choice question",
    "truefalse": "true ?false|true or false|tf|t f|statement",
    "number": "number|numeric|numerical|calculation|calculated",
    "text": "text|short answer|shortanswer|short text|word|words",
    "match": "match|matching|pairs?",
    "order": "order|ordering|sequence|sequencing|steps?",
}
_YES, _NO = {"yes", "y", "x", "1", "true", "red", "red line"}, {"", "no", "n", "0", "false", "-"}
_TRUE, _FALSE = {"true", "t", "yes", "right", "correct", "1"}, {"false", "f", "no", "wrong", "incorrect", "0"}
_LEVELS = {"1": "1", "2": "2", "3": "3", "easy": "1", "medium": "2", "hard": "3"}
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒)\s*")
_PREFIX = re.compile(r"^(correct|partial|wrong|hint|rubric|true|false):")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in a cell, and what to do; `row` is the number that the table's program shows."""

    row: int
    column: str
    text: str
    values: tuple[tuple[str, str], ...] = ()


class RowReader:
    """Reads rows under the columns of one table, for a course with these outcomes."""

    def __init__(self, columns: Columns, outcomes: Mapping[str, str]) -> None:
        self._columns = columns
        self._outcomes = outcomes
        self._problems: list[CellProblem] = []
        self._number = 0
        self._row: tuple[str, ...] = ()

    def read(self, number: int, row: tuple[str, ...]) -> tuple[QuestionEntry | None, tuple[CellProblem, ...]]:
        """Return the question without an id, or nothing and what is wrong cell by cell."""
        self._number, self._row, self._problems = number, row, []
        self._judge_cells()
        answers = self._answers()
        kind = self._kind(answers)
        stem = self._cell("stem")
        if not stem:
            self._wrong("stem", N_("Write the question."))
        options = _OPTIONS[kind](self, answers) if kind else ()
        entry = QuestionEntry(
            key="",
            kind=kind,
            stem=lines_of(stem),
            options=options,
            general=lines_of(self._cell("remark")),
            outcome=self._outcome(),
            level=self._level(),
            redline=self._redline(),
        )
        return (None if self._problems else entry), tuple(self._problems)

    def _cell(self, name: str) -> str:
        return self._columns.cell(self._row, name).removeprefix(FORMULA)

    def _wrong(self, name: str, text: str, **values: str) -> None:
        shown = tuple((key, value[:80]) for key, value in values.items())
        self._problems.append(CellProblem(self._number, self._columns.heading(name), text, shown))

    def _judge_cells(self) -> None:
        for name in self._columns.places:
            cell = self._columns.cell(self._row, name)
            if cell.startswith(FORMULA):
                self._wrong(name, N_("This is a formula. Put what it shows into the cell as text."))
            elif len(cell) > LONGEST_CELL:
                self._wrong(name, N_("This is too long: use fewer characters."))

    def _answers(self) -> list[tuple[int, str, str]]:
        """Return number, text and reason of each answer; a gap between answers is no answer."""
        found = ((at, self._cell(f"answer {at}"), self._cell(f"reason {at}")) for at in range(1, MOST_ANSWERS + 1))
        return [one for one in found if one[1]]

    def _kind(self, answers: list[tuple[int, str, str]]) -> str:
        typed = " ".join(re.sub(r"[^a-z ]+", " ", self._cell("kind").lower()).split())
        kind = next((name for name, pattern in _KINDS.items() if re.fullmatch(pattern, typed)), "")
        if typed and not kind:
            self._wrong(
                "kind",
                N_("“%(value)s” is no type. Write single, multiple, truefalse, number, text, match or order."),
                value=self._cell("kind"),
            )
            return ""
        if kind in ("", "choice"):
            if not typed and len(answers) < 2 and self._cell("right").lower() in _TRUE | _FALSE:
                return "truefalse"
            return "multiple" if len(self._right_numbers(answers, quiet=True)) > 1 else "single"
        return kind

    def _right_numbers(self, answers: list[tuple[int, str, str]], *, quiet: bool = False) -> set[int]:
        """Return which answers are right: by numbers, by letters, or by the answer itself."""
        typed = self._cell("right")
        numbers = [at for at, _, _ in answers]
        whole = [at for at, text, _ in answers if text.casefold() == typed.casefold()]
        if whole and not re.fullmatch(r"\d{1,2}", typed):
            return set(whole)
        found: set[int] = set()
        for word in re.split(r"[\s,;/+&|.)(]+", re.sub(r"\band\b", " ", typed.lower())):
            if not word:
                continue
            named = [int(word)] if word.isascii() and word.isdigit() else [ord(sign) - ord("a") + 1 for sign in word]
            if not set(named) <= set(numbers) and not quiet:
                self._wrong("right", N_("“%(value)s” is no number or letter of an answer in this row."), value=word)
            found.update(one for one in named if one in numbers)
        return found

    def choices(self, answers: list[tuple[int, str, str]], kind: str) -> tuple[OptionEntry, ...]:
        """Return the options of a single or multiple choice."""
        if not 2 <= len(answers) <= MOST_ANSWERS:
            self._wrong("answer 1", N_("Give at least two answers."))
        before = len(self._problems)
        right = self._right_numbers(answers)
        if not right and len(self._problems) == before:
            self._wrong("right", N_("Say which answer is right: its number or its letter."))
        elif kind == "single" and len(right) > 1:
            self._wrong("right", N_("A single choice has one right answer. Keep one, or write multiple as the type."))
        texts = [text.casefold() for _, text, _ in answers]
        for at, text, _ in answers:
            if texts.count(text.casefold()) > 1:
                self._wrong(f"answer {at}", N_("Two answers say the same. Change or remove one."))
                break
        return tuple(OptionEntry(line_of_text(text), at in right, lines_of(why)) for at, text, why in answers)

    def true_or_false(self, answers: list[tuple[int, str, str]]) -> tuple[OptionEntry, ...]:
        """Return both words: the first reason is that of the right one, the second that of the wrong one."""
        typed = (self._cell("right") or (answers[0][1] if answers else "")).strip().lower()
        if typed not in _TRUE | _FALSE:
            self._wrong("right", N_("Write true or false."))
        right = "true" if typed in _TRUE else "false"
        reasons = {right: self._cell("reason 1"), "false" if right == "true" else "true": self._cell("reason 2")}
        return tuple(OptionEntry(word, word == right, line_of_text(reasons[word])) for word in ("true", "false"))

    def numbers(self, answers: list[tuple[int, str, str]]) -> tuple[OptionEntry, ...]:
        """Return the accepted numbers, from the answers or, without any, from the column of what is right."""
        given = answers or ([(0, self._cell("right"), self._cell("reason 1"))] if self._cell("right") else [])
        if not given:
            self._wrong("answer 1", N_("Give the answer."))
        for at, text, _ in given:
            bounds = bounds_of(text)
            if bounds is None or bounds[0] > bounds[1]:
                name = f"answer {at}" if at else "right"
                self._wrong(
                    name, N_("“%(value)s” is no number that can be read. Write 1.5, 42 ± 1 or 3..5."), value=text
                )
        return tuple(OptionEntry(text, False, lines_of(why)) for _, text, why in given)

    def texts(self, answers: list[tuple[int, str, str]]) -> tuple[OptionEntry, ...]:
        """Return the accepted texts; variants stand with | between them, * stands for any letters."""
        given = answers or ([(0, self._cell("right"), self._cell("reason 1"))] if self._cell("right") else [])
        if not given:
            self._wrong("answer 1", N_("Give the answer."))
        made = []
        for at, text, why in given:
            pieces = [" ".join(piece.split()) for piece in text.split("|")]
            if not all(piece.strip("* ") for piece in pieces):
                self._wrong(f"answer {at}" if at else "right", N_("A variant is empty. Write word | other word."))
            made.append(OptionEntry(" | ".join(map(accepted_word, pieces)), False, lines_of(why)))
        return tuple(made)

    def pairs(self, answers: list[tuple[int, str, str]]) -> tuple[OptionEntry, ...]:
        """Return what belongs together; a right side alone is one that nothing belongs to."""
        made = []
        for at, text, why in answers:
            left, arrow, right = text.partition(found[0]) if (found := _ARROW.search(text)) else (text, "", "")
            if not arrow or not right.strip():
                self._wrong(f"answer {at}", N_("Write what belongs together as: left side -> right side."))
            made.append(OptionEntry(_left(left), False, lines_of(why), line_of_text(right)))
        if sum(bool(one.text) for one in made) < 2 and not self._problems:
            self._wrong("answer 1", N_("Give at least two pairs."))
        return tuple(made)

    def steps(self, answers: list[tuple[int, str, str]]) -> tuple[OptionEntry, ...]:
        """Return the steps in the order of their columns, which is the right one."""
        if len(answers) < 2:
            self._wrong("answer 1", N_("Give at least two steps, in the right order."))
        return tuple(OptionEntry(line_of_text(text), False, lines_of(why)) for _, text, why in answers)

    def _outcome(self) -> str:
        typed = self._cell("outcome")
        if not typed or typed in self._outcomes:
            return typed
        by_words = [key for key, words in self._outcomes.items() if words.casefold() == typed.casefold()]
        if by_words:
            return by_words[0]
        close = did_you_mean(typed.lower().replace(" ", "-"), tuple(self._outcomes))
        self._wrong("outcome", N_("“%(value)s” is no outcome of this course. %(meant)s"), value=typed, meant=close)
        return ""

    def _level(self) -> str:
        typed = self._cell("level").lower()
        if typed and typed not in _LEVELS:
            self._wrong("level", N_("Write 1, 2 or 3, or leave it empty."))
        return _LEVELS.get(typed, "")

    def _redline(self) -> bool:
        typed = self._cell("redline").lower()
        if typed not in _YES | _NO:
            self._wrong("redline", N_("Write yes, or leave it empty."))
        return typed in _YES


_OPTIONS: Mapping[str, Callable[[RowReader, list[tuple[int, str, str]]], tuple[OptionEntry, ...]]] = {
    "single": lambda reader, answers: reader.choices(answers, "single"),
    "multiple": lambda reader, answers: reader.choices(answers, "multiple"),
    "truefalse": RowReader.true_or_false,
    "number": RowReader.numbers,
    "text": RowReader.texts,
    "match": RowReader.pairs,
    "order": RowReader.steps,
}


def line_of_text(text: str) -> str:
    """Return plain text as one line of the course format."""
    return escaped(" ".join(text.split()))


def lines_of(text: str) -> str:
    """Return plain text as lines of the course format: none of them begins anything but a line of text."""
    return "\n".join(_line(line) for line in text.split("\n")).strip()


def _line(line: str) -> str:
    safe = _PREFIX.sub(r"\1\\:", at_line_start(line_of_text(line)))
    return f"\\{safe}" if safe.startswith("=") else safe


def _left(text: str) -> str:
    safe = line_of_text(text)
    return f"\\{safe}" if safe.startswith("(") else safe


def accepted_word(text: str) -> str:
    """Return a text as the format accepts it: in quotes, unless it is plain or holds a wildcard."""
    if re.fullmatch(r"[^\W\d_][^\W_]*(?:[ '-][^\W_]+)*", text) and text.lower() not in ("true", "false"):
        return text
    if "*" in text and re.fullmatch(r"[^\W_*][\w *'-]*|\*[\w *'-]*[^\W\d_][\w *'-]*", text):
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'

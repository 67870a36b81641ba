"""Reads a quiz or bank: its front matter (kind, attempts, pass mark, what is drawn) and its questions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from app.assessment.domain.areas import Areas
from app.assessment.domain.blueprint import Blueprint, Cell
from app.curriculum.domain.course import BankSource, QuizSource
from app.curriculum.domain.fields import Fields
from app.curriculum.domain.findings import Findings, Level, Place
from app.curriculum.domain.front_matter import SplitFile
from app.curriculum.domain.questions_text import PlacedQuestion, QuestionSet, read_question_set
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.yaml_nodes import Node
from app.foundation.fixed import Fixed

MEASURES = ("pre-test", "post-test", "retention-check")
"""Taken once, before, after and 90 days after a course, drawn from the same items; they ask for no pass mark."""
KINDS = ("practice", "examination", *MEASURES)
_DRAW = re.compile(r"(\d{1,3}) from ([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a blueprint and where it stands."""

    cell: Cell
    place: Place


@dataclass(frozen=True, slots=True)
class QuizReading:
    """A quiz with the places that cross checks need; `place` is where its id stands."""

    quiz: QuizSource
    place: Place
    pass_place: Place
    cells: tuple[PlacedCell, ...]
    redlines_place: Place
    areas_place: Place
    set: QuestionSet


@dataclass(frozen=True, slots=True)
class BankReading:
    """A bank with its places."""

    bank: BankSource
    place: Place
    set: QuestionSet


def read_bank(split: SplitFile, renderer: Renderer, unsupported: Level) -> BankReading:
    """Read a bank: the same as a quiz, without rules; its questions know their bank."""
    fields = split.fields
    key, title = fields.id(), fields.title()
    if fields.node("bank") is None or not fields.flag("bank"):
        fields.require("bank", "bank: true")
    kind = fields.one_of("kind", ("practice", "examination"), "practice")
    fields.finish()
    found = _questions(split, renderer, unsupported)
    placed = tuple(_changed(one, bank=key or None) for one in found.placed)
    found = QuestionSet(placed, found.cases)
    bank = BankSource(key, split.file, title, kind == "examination", found.questions)
    return BankReading(bank, fields.place_of("id"), found)


def read_quiz(
    split: SplitFile, key: str, module: str, renderer: Renderer, findings: Findings, unsupported: Level
) -> QuizReading:
    """Read a quiz; its questions belong to the module in whose folder it lies, unless they name another."""
    fields = split.fields
    identity, title = fields.id(), fields.title()
    kind = fields.one_of("kind", KINDS, "practice")
    shuffle = _shuffle(fields)
    cells = _cells(fields, findings)
    redlines = fields.count("redlines", 100) or 0
    if kind == "examination":
        fields.require("pass", "pass: 80%")
    quiz = QuizSource(
        id=identity,
        key=key,
        path=split.file,
        title=title,
        kind=kind,
        attempts=_attempts(fields, once=kind in MEASURES),
        wait=fields.minutes("wait") or 0,
        time=_positive(fields, "time"),
        pass_mark=fields.percent("pass") or Fraction(0),
        show=fields.one_of("show", ("at-once", "after-close"), "at-once"),
        shuffle_questions="questions" in shuffle,
        shuffle_answers="answers" in shuffle,
        blueprint=Blueprint(tuple(one.cell for one in cells), redlines),
        questions=(),
        again=_again(fields, kind),
        apart=_apart(fields, kind),
        areas=_areas(fields, kind),
    )
    fields.finish()
    found = _questions(split, renderer, unsupported, needed=not cells)
    placed = tuple(_changed(one, module=_module_of(one, module)) for one in found.placed)
    found = QuestionSet(placed, found.cases)
    return QuizReading(
        quiz=replace(quiz, questions=found.questions),
        place=fields.place_of("id"),
        pass_place=fields.place_of("pass"),
        cells=cells,
        redlines_place=fields.place_of("redlines"),
        areas_place=fields.place_of("area-outcomes"),
        set=found,
    )


def _questions(split: SplitFile, renderer: Renderer, unsupported: Level, needed: bool = True) -> QuestionSet:
    found = read_question_set(split.body, split.first_line, renderer, unsupported)
    if needed and not found.placed:
        renderer.findings.add("Q22", Place(split.file, split.first_line))
    return found


def _changed(placed: PlacedQuestion, **values: str | None) -> PlacedQuestion:
    if placed.question is None:
        return placed
    return replace(placed, question=replace(placed.question, **values))  # type: ignore[arg-type]


def _module_of(placed: PlacedQuestion, module: str) -> str | None:
    return placed.question.module or module if placed.question else None


def _attempts(fields: Fields, *, once: bool) -> int | None:
    if once and fields.node("attempts") is None:
        return 1
    if fields.text("attempts", "unlimited") == "unlimited":
        return None
    return _positive(fields, "attempts", fields.count("attempts", 100))


def _again(fields: Fields, kind: str) -> int:
    """Return after how many minutes an attempt at an examination counts no more; nought where it always does."""
    _of_examinations(fields, kind, "again")
    return _positive(fields, "again", fields.minutes("again")) or 0


def _apart(fields: Fields, kind: str) -> bool:
    _of_examinations(fields, kind, "apart")
    return fields.flag("apart") and kind == "examination"


def _areas(fields: Fields, kind: str) -> Areas | None:
    """Return `areas: 60%` with the outcomes that each area is made of under `area-outcomes`; None without."""
    _of_examinations(fields, kind, "areas")
    share, made = fields.percent("areas"), fields.nested("area-outcomes")
    if made is None:
        return None if share is None else Areas(share)
    outcomes = Fixed({area: made.texts(area) for area in made.entries})
    if fields.require("areas", "areas: 60%") and share is not None:
        return Areas(share, outcomes)
    return None


def _of_examinations(fields: Fields, kind: str, key: str) -> None:
    node = fields.node(key)
    if node is not None and kind != "examination":
        fields.wrong(key, node, "kind: examination beside it")


def _positive(fields: Fields, key: str, value: int | None = None) -> int | None:
    """Return a time or count of 1 or more; zero is reported, for nobody could hand anything in."""
    value = fields.minutes(key) if value is None and key == "time" else value
    node = fields.node(key)
    if value == 0 and node is not None:
        fields.wrong(key, node, "1 or more")
        return None
    return value


def _shuffle(fields: Fields) -> tuple[str, ...]:
    chosen = fields.texts("shuffle")
    node = fields.node("shuffle")
    if node is not None and not set(chosen) <= {"questions", "answers"}:
        fields.wrong("shuffle", Node("scalar", node.place, ", ".join(chosen)), "[questions, answers] or one of them")
    return chosen


def _cells(fields: Fields, findings: Findings) -> tuple[PlacedCell, ...]:
    node = fields.node("draw")
    if node is None:
        return ()
    if node.kind != "list" or not node.items:
        fields.wrong("draw", node, "a list like - {take: 8, from: some-bank}")
        return ()
    cells = (_cell(item, fields, findings) for item in node.items)
    return tuple(cell for cell in cells if cell is not None)


def _cell(node: Node, fields: Fields, findings: Findings) -> PlacedCell | None:
    if node.kind == "scalar":
        match = _DRAW.fullmatch(node.text)
        if match and int(match[1]):
            return PlacedCell(Cell(int(match[1]), match[2]), node.place)
    if node.kind != "map":
        fields.wrong("draw", node, "“2 from some-bank” or {take: 2, from: some-bank}")
        return None
    return _cell_of(Fields(node, node.place, findings), node)


def _cell_of(fields: Fields, node: Node) -> PlacedCell | None:
    complete = fields.require("take", "take: 8") & fields.require("from", "from: some-bank")
    take, bank = fields.count("take", 500), fields.text("from")
    outcome, module = fields.text("for") or None, fields.text("module") or None
    level = fields.one_of("level", ("1", "2", "3"), "")
    fields.finish()
    if take == 0:
        fields.wrong("take", Node("scalar", fields.place_of("take"), "0"), "1 or more")
    if not complete or not take or not bank:
        return None
    return PlacedCell(Cell(take, bank, outcome, int(level) if level else None, module), node.place)

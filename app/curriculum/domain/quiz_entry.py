"""The rules of a quiz as their form shows them, and as its front matter writes them."""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.domain.course import QuizSource
from app.curriculum.domain.yaml_blocks import block_lines, with_block, yaml_value

ORDER = (
    "id",
    "title",
    "kind",
    "apart",
    "attempts",
    "wait",
    "again",
    "time",
    "pass",
    "areas",
    "area-outcomes",
    "show",
    "shuffle",
    "redlines",
    "draw",
)
_ELSEWHERE = frozenset({"id", "show", "shuffle", "apart", "again", "areas", "area-outcomes"})
"""Keys that the form does not show."""


@dataclass(frozen=True, slots=True)
class DrawEntry:
    """A line of the blueprint: how many items from which bank, of which outcome, level and module (or nothing)."""

    take: str
    bank: str
    outcome: str = ""
    level: str = ""
    module: str = ""


@dataclass(frozen=True, slots=True)
class QuizEntry:
    """What the form of a quiz holds, as text; an empty field says that there is no such rule."""

    title: str
    kind: str
    attempts: str
    wait: str
    time: str
    pass_mark: str
    redlines: str
    draws: tuple[DrawEntry, ...]


def quiz_entry_of(quiz: QuizSource) -> QuizEntry:
    """Return the form's values of a quiz that was read. `wait` is in hours where it is whole hours, else minutes."""
    return QuizEntry(
        title=quiz.title,
        kind=quiz.kind,
        attempts="" if quiz.attempts is None else str(quiz.attempts),
        wait="" if not quiz.wait else f"{quiz.wait // 60} h" if quiz.wait % 60 == 0 else f"{quiz.wait} min",
        time="" if quiz.time is None else str(quiz.time),
        pass_mark=f"{float(quiz.pass_mark * 100):g}",
        redlines=str(quiz.blueprint.redlines or ""),
        draws=tuple(
            DrawEntry(str(cell.take), cell.bank, cell.outcome or "", str(cell.level or ""), cell.module or "")
            for cell in quiz.blueprint.cells
        ),
    )


def write_quiz_entry(text: str, old: QuizEntry, new: QuizEntry) -> str:
    """Return the file with the rules that differ; questions and every other line keep their bytes."""
    lines, end = _front(text)
    front = "\n".join(lines[1:end])
    for key, wanted in _blocks(new).items():
        if wanted != _blocks(old)[key]:
            front = with_block(front, key, wanted, ORDER[: ORDER.index(key)])
    return "\n".join([lines[0], front, *lines[end:]])


def rule_lines(text: str) -> str:
    """Return the lines of a quiz that the form shows."""
    lines, end = _front(text)
    front = "\n".join(lines[1:end])
    return "\n".join(line for key in ORDER if key not in _ELSEWHERE for line in block_lines(front, key) or ())


def _front(text: str) -> tuple[list[str], int]:
    """Return the lines of a file, and at which one its front matter ends."""
    lines = text.split("\n")
    return lines, next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 1)


def _blocks(entry: QuizEntry) -> dict[str, list[str]]:
    return {
        "title": [f"title: {yaml_value(entry.title)}"],
        "kind": [] if entry.kind == "practice" else [f"kind: {entry.kind}"],
        "attempts": [f"attempts: {entry.attempts}"] if entry.attempts else [],
        "wait": [f"wait: {entry.wait}"] if entry.wait else [],
        "time": [f"time: {entry.time} min"] if entry.time else [],
        "pass": [f"pass: {entry.pass_mark}%"] if entry.pass_mark else [],
        "redlines": [f"redlines: {entry.redlines}"] if entry.redlines else [],
        "draw": ["draw:", *map(_draw, entry.draws)] if entry.draws else [],
    }


def _draw(draw: DrawEntry) -> str:
    parts = [f"take: {draw.take}", f"from: {draw.bank}"]
    parts += [f"for: {draw.outcome}"] if draw.outcome else []
    parts += [f"level: {draw.level}"] if draw.level else []
    parts += [f"module: {draw.module}"] if draw.module else []
    return f"  - {{{', '.join(parts)}}}"

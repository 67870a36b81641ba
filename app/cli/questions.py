"""`questions`: files of questions are read, and answers marked against them, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.assessment.domain.visible import NotAResponse
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.interchange.domain.marking import marks_of
from app.interchange.domain.question_file import ImportedItem, QuestionFile
from app.interchange.known_formats import format_of


def questions(line: CommandLine, arguments: list[str]) -> int:
    """Read a file of questions, or mark responses against it; no instance is needed."""
    options = parser("questions", questions.__doc__ or "", "questions read courses/…/90-practice.quiz.md --json")
    actions = options.add_subparsers(dest="action", required=True, metavar="read|mark")
    read = actions.add_parser("read", help="the items of a file, and what of it is not taken over")
    mark = actions.add_parser("mark", help="the fraction of the full mark that each response earns")
    for action in (read, mark):
        action.add_argument("file", type=Path)
        action.add_argument("--json", action="store_true", help="for programs")
    mark.add_argument("--responses", type=Path, required=True, help="JSON: a list of responses for each item")
    given = options.parse_args(arguments)
    try:
        found = format_of(given.file.name, raw := given.file.read_bytes()).read(str(given.file), raw)
        return _read(found, given) if given.action == "read" else _mark(found, given)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    except (NotAResponse, json.JSONDecodeError) as error:
        print(f"{given.responses}: {error}", file=sys.stderr)
    return 1


def _read(found: QuestionFile, given: argparse.Namespace) -> int:
    if given.json:
        findings = [{"level": one.level, "reason": one.reason, "where": one.where} for one in found.findings]
        said = {"format": found.format, "items": [_shown(item) for item in found.items], "findings": findings}
        print(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        for item in found.items:
            print(f"{item.name}: {item.type}")
        for one in found.findings:
            print(f"{one.where}: {one.level}: {one.reason}", file=sys.stderr)
        print(f"{len(found.items)} items, {len(found.findings)} findings")
    return 0 if found.items else 1


def _mark(found: QuestionFile, given: argparse.Namespace) -> int:
    if not found.items:
        print(f"{given.file}: no item could be read", file=sys.stderr)
        return 1
    marks = marks_of(found.items, json.loads(given.responses.read_text(encoding="utf-8")))
    for place, response in marks.unknown:
        name = found.items[place].name
        print(
            f"{name}: response {response + 1} chooses a text that the item does not offer; it earns 0", file=sys.stderr
        )
    rounded = [[_six_places(share) for share in shares] for shares in marks.shares]
    if given.json:
        print(json.dumps(rounded))
    else:
        for item, shares in zip(found.items, rounded, strict=True):
            print(f"{item.name}: {'  '.join('a person marks' if one is None else f'{one:g}' for one in shares)}")
    return 0


def _six_places(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _shown(item: ImportedItem) -> dict[str, Any]:
    """Return an item as programs read it: name and type, and the visible texts that a response may name."""
    question = item.question
    if question is None:
        return {"name": item.name, "type": item.type}
    shown: dict[str, Any] = {
        "name": item.name,
        "type": item.type,
        "text": question.stem_text,
        "points": question.points,
    }
    if question.pairs:
        shown["stems"] = [pair.text for pair in question.pairs]
    if question.choices and question.type != "truefalse":
        shown["choices" if question.pairs else "options"] = [choice.text for choice in question.choices]
    if question.gaps:
        shown["gaps"] = [
            {"kind": gap.kind} | ({"options": [choice.text for choice in gap.choices]} if gap.choices else {})
            for gap in question.gaps
        ]
    return shown

"""`courses` and `schemes`: check, write, load and export what experts wrote as files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app.accreditation.services.scheme_loading import load_schemes
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.course_loading import load
from app.cli.course_writing import export, fmt
from app.curriculum.domain.findings import Finding
from app.curriculum.domain.folder import read_course, read_folder
from app.curriculum.domain.messages_page import messages_page


def courses(line: CommandLine, arguments: list[str]) -> int:
    """Check a course folder, write it in its canonical form, load it into this instance, or take one out of it."""
    options = parser("courses", courses.__doc__ or "", "courses check courses/cybercrime-first-responder")
    actions = options.add_subparsers(dest="action", required=True, metavar="check|fmt|load|export|messages")
    check = actions.add_parser("check", help="every error and warning as file:line:column: CODE text")
    check.add_argument("path", type=Path)
    check.add_argument("--format", choices=("text", "json"), default="text")
    write = actions.add_parser("fmt", help="one way to write everything: missing ids, white space, order of attributes")
    write.add_argument("path", type=Path, help="a course folder, or one file of it")
    write.add_argument("--check", action="store_true", help="write nothing; say which files would change")
    bring = actions.add_parser("load", help="a demonstration publishes it; elsewhere it waits for a reviewer")
    bring.add_argument("path", type=Path, help="a course folder, or a zip of it")
    bring.add_argument("--dry-run", action="store_true", help="write nothing; say what would change, and for whom")
    bring.add_argument("--by", metavar="SIGN-IN-NAME", help="whose work it is; needed where a draft is open")
    take = actions.add_parser("export", help="write a course as a folder or a zip, byte for byte as fmt writes it")
    take.add_argument("key")
    take.add_argument("folder", type=Path, nargs="?", help="empty, or an earlier export of the same course")
    take.add_argument("--zip", type=Path, metavar="FILE", help="write this zip file")
    take.add_argument("--draft", action="store_true", help="the version under way, not the live one")
    actions.add_parser("messages", help="print docs/course-messages.md: every remark with a wrong and a right example")
    given = options.parse_args(arguments)
    if given.action == "export" and not (given.folder or given.zip):
        take.error("give a folder, or --zip FILE")
    return _ACTIONS[given.action](line, given)


def schemes(line: CommandLine, arguments: list[str]) -> int:
    """Load the schemes of a folder; a changed scheme needs a higher version."""
    options = parser("schemes", schemes.__doc__ or "", "schemes courses/schemes")
    options.add_argument("path", type=Path)
    given = options.parse_args(arguments)
    works = line.works()
    loaded = works.database.write(lambda unit: load_schemes(unit, given.path, works.parts["issuer"]))
    print(
        "\n".join(f"{scheme.key}: version {scheme.number} is in force" for scheme in loaded)
        or "Nothing new: every scheme stands as it was."
    )
    return 0


def _check(_line: CommandLine, given: argparse.Namespace) -> int:
    files, found = read_folder(given.path)
    findings = [*found, *read_course(files).findings]
    if given.format == "json":
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        _say(findings)
    return 1 if any(finding.level == "error" for finding in findings) else 0


def _say(findings: Sequence[Finding]) -> None:
    for finding in findings:
        print(finding)
    errors = sum(finding.level == "error" for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings")


def _messages(_line: CommandLine, _given: argparse.Namespace) -> int:
    print(messages_page(), end="")
    return 0


_ACTIONS = {"check": _check, "fmt": fmt, "load": load, "export": export, "messages": _messages}

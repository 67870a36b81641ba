"""`courses` and `schemes`: check, write, load and export what experts wrote as files."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa

from app.accreditation.services.scheme_loading import load_schemes
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.course_writing import fmt
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.findings import Finding
from app.curriculum.domain.folder import read_course, read_folder
from app.curriculum.services.loading import load_course


def courses(line: CommandLine, arguments: list[str]) -> int:
    """Check a course folder, write it in its canonical form, or load it into this instance."""
    options = parser("courses", courses.__doc__ or "", "courses check courses/cybercrime-first-responder")
    actions = options.add_subparsers(dest="action", required=True, metavar="check|fmt|load")
    check = actions.add_parser("check", help="every error and warning as file:line:column: CODE text")
    check.add_argument("path", type=Path)
    check.add_argument("--format", choices=("text", "json"), default="text")
    write = actions.add_parser("fmt", help="one way to write everything: missing ids, white space, order of attributes")
    write.add_argument("path", type=Path, help="a course folder, or one file of it")
    write.add_argument("--check", action="store_true", help="write nothing; say which files would change")
    load = actions.add_parser("load", help="a demonstration publishes it; elsewhere it waits for a reviewer")
    load.add_argument("path", type=Path)
    given = options.parse_args(arguments)
    if given.action == "fmt":
        return fmt(given.path, only_check=given.check)
    return _check(given) if given.action == "check" else _load(line, given)


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


def _check(given: argparse.Namespace) -> int:
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


def _load(line: CommandLine, given: argparse.Namespace) -> int:
    files, found = read_folder(given.path)
    if found:
        _say(list(found))
        return 1
    works = line.works()
    show_check = check_form_maker(works.parts["renderer"])
    try:
        said = works.database.write(
            lambda unit: load_course(unit, files, show_check=show_check, publish=works.parts["demo"])
        )
    except sa.exc.IntegrityError as error:
        print(f"The course could not be stored: {error.orig}", file=sys.stderr)
        return 1
    print(said)
    return 0

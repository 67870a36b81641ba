"""`courses fmt` and `courses export`: course folders are written, by hand or from the database, always in one form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from app.cli.commands import CommandLine
from app.curriculum.domain.course_archive import write_archive
from app.curriculum.domain.course_file import read_course_file
from app.curriculum.domain.course_state import STATE, state_text
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.folder import read_folder
from app.curriculum.domain.writing.folder import canonical_folder
from app.curriculum.queries import source_files, versions_of
from app.curriculum.services.editing import OPEN


def fmt(_line: CommandLine, given: argparse.Namespace) -> int:
    """Write a course folder, or one file of it, in its canonical form; say which files changed, or would."""
    path: Path = given.path
    root = next((one for one in (path, *path.absolute().parents) if (one / "course.yml").is_file()), None)
    if root is None or not path.exists():
        print(f"{path} is no course folder and no file of one: there is no course.yml.", file=sys.stderr)
        return 1
    files, findings = read_folder(root)
    print(*findings, sep="\n", end="\n" * bool(findings), file=sys.stderr)
    written, wanted = canonical_folder(files), path.resolve()
    changed = [name for name in sorted(files) if written[name] != files[name] and _lies_in(root / name, wanted)]
    for name in changed:
        print(f"{'would change' if given.check else 'changed'}: {root / name}")
        if not given.check:
            (root / name).write_bytes(written[name])
    print(f"{len(changed)} of {len(files)} files {'would change' if given.check else 'changed'}.")
    return 1 if given.check and changed else 0


def export(line: CommandLine, given: argparse.Namespace) -> int:
    """Write a course out of the database as a folder, or as a zip of it."""
    with line.works().database.reading() as connection:
        states = (*OPEN,) if given.draft else ("live",)
        version = next((one for one in versions_of(connection, given.key) if one.state in states), None)
        files = source_files(connection, version.id) if version else {}
    if version is None:
        print(f"{given.key}: there is no {'draft' if given.draft else 'live version'}.", file=sys.stderr)
        return 1
    if given.folder and (problem := _problem_with(given.folder, given.key)):
        print(problem, file=sys.stderr)
        return 1
    written = canonical_folder(files)
    with_state = {**written, STATE: state_text(given.key, files).encode()}
    if given.zip:
        given.zip.write_bytes(write_archive(with_state))
    if given.folder:
        _write(given.folder, with_state)
    print(f"{given.key}: version {version.number} ({version.state}), {len(written)} files.")
    return 0


def _problem_with(folder: Path, key: str) -> str:
    """Return why nothing may be written there; files of another kind must not get lost among those of a course."""
    if not folder.exists():
        return ""
    if not folder.is_dir() or folder.is_symlink():
        return f"{folder} is no folder."
    held, _ = read_folder(folder)
    head = read_course_file(held.get("course.yml", b"").decode("utf-8", "replace"), Findings()) if held else None
    if held and (head is None or head.id != key):
        return f"{folder} holds something else than the course {key}. Name an empty folder."
    return ""


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files; what an earlier export left there and the course no longer has is taken away."""
    held, _ = read_folder(folder) if folder.exists() else ({}, ())
    for path in held.keys() - files.keys():
        (folder / path).unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _lies_in(path: Path, wanted: Path) -> bool:
    found = path.resolve()
    return found == wanted or wanted in found.parents

"""Reads a course folder from disk into paths and bytes, within limits and without following links, and checks it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.curriculum.domain.course import CourseReading
from app.curriculum.domain.course_reading import MOST_BYTES, MOST_FILES, read_course
from app.curriculum.domain.findings import Finding, Findings, Place

__all__ = ["check_folder", "read_course", "read_course_folder", "read_folder"]

_DEEPEST = 6


def read_folder(folder: Path) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the files of a folder by path from its root, and findings about those not read.

    At most 2,000 files and 20 MB; symbolic links are never followed; hidden files and folders are passed over.
    """
    files: dict[str, bytes] = {}
    findings = Findings()
    total = 0
    for path in _files_under(folder, findings):
        name = path.relative_to(folder).as_posix()
        content = _content(path, name, MOST_BYTES - total, findings)
        total += len(content) if content is not None else 0
        if len(files) >= MOST_FILES or total > MOST_BYTES:
            findings.add("F14", Place(name), limit="2,000 files or 20 MB")
            break
        if content is not None:
            files[name] = content
    return files, findings.sorted()


def read_course_folder(folder: Path, *, live: bool = True) -> CourseReading:
    """Read the course in a folder; findings about the folder stand before those about the course."""
    files, outside = read_folder(folder)
    reading = read_course(files, live=live)
    findings = tuple(sorted({*outside, *reading.findings}))
    spoiled = any(finding.level == "error" for finding in outside)
    return CourseReading(None if spoiled else reading.course, findings)


def check_folder(path: Path, *, live: bool = True) -> tuple[Finding, ...]:
    """Return all findings about the course in a folder, sorted by file and line: what `courses check` prints."""
    return read_course_folder(Path(path), live=live).findings


def _files_under(folder: Path, findings: Findings, depth: int = 0, root: Path | None = None) -> Iterator[Path]:
    """Yield plain files in the order of their names; a link or a device is a finding, never read."""
    root = root or folder
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        findings.add("F19", Place(folder.relative_to(root).as_posix()))
        return
    for entry in entries:
        name = Path(entry.path).relative_to(root).as_posix()
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() or depth > _DEEPEST:
            findings.add("F15", Place(name))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files_under(Path(entry.path), findings, depth + 1, root)
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
        else:
            findings.add("F15", Place(name))


def _content(path: Path, name: str, left: int, findings: Findings) -> bytes | None:
    """Read at most one byte more than is left, so that a huge file is noticed without being held."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(max(left, 0) + 1)
    except OSError:
        findings.add("F19", Place(name))
        return None

"""`courses load`: a folder or a zip comes into this instance, or it is said what would come of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import sqlalchemy as sa

from app.cli.commands import CommandLine
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.changes import FileChange, Row
from app.curriculum.domain.course_archive import ReadArchive, read_archive
from app.curriculum.domain.course_reading import MOST_BYTES
from app.curriculum.domain.course_state import STATE
from app.curriculum.domain.folder import read_folder
from app.curriculum.load_plan import LoadPlan, plan_load
from app.curriculum.services.loading import MovedOn, checked_source, load_course
from app.curriculum.services.publishing import CourseHasErrors
from app.foundation.transaction import Unit
from app.identity.services.inviting import person_named

_LARGEST_STATE = 2_000
_MOST_LINES = 200


def load(line: CommandLine, given: argparse.Namespace) -> int:
    """Load what is given; every error is printed, and on an error nothing is changed."""
    read = _read(given.path)
    if read.findings:
        print(*read.findings, sep="\n")
        return 1
    try:
        return _planned(line, read) if given.dry_run else _loaded(line, read, given.by)
    except CourseHasErrors as refused:
        print(*refused.values["findings"], sep="\n")  # type: ignore[misc]
        print(refused.message % refused.values, file=sys.stderr)
    except MovedOn as refused:
        _show_files(refused.changed)
        print(refused.message % refused.values, file=sys.stderr)
    except sa.exc.IntegrityError as error:
        print(f"The course could not be stored: {error.orig}", file=sys.stderr)
    return 1


def _read(path: Path) -> ReadArchive:
    if path.is_file():
        with path.open("rb") as file:
            return read_archive(file.read(2 * MOST_BYTES), path.name)
    files, findings = read_folder(path)
    return ReadArchive(files, _state(path / STATE), findings)


def _state(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return file.read(_LARGEST_STATE).decode("utf-8", "replace")


def _loaded(line: CommandLine, read: ReadArchive, by: str | None) -> int:
    works = line.works()
    show_check = check_form_maker(works.parts["renderer"])

    def work(unit: Unit) -> str:
        person_id = person_named(unit, works.keyring, by) if by else None
        publish = works.parts["demo"]
        return load_course(
            unit, read.files, show_check=show_check, publish=publish, state=read.state, person_id=person_id
        )

    print(works.database.write(work))
    return 0


def _planned(line: CommandLine, read: ReadArchive) -> int:
    works = line.works()
    source = checked_source(read.files)
    with works.database.reading() as connection:
        plan = plan_load(connection, source, read.files, read.state, works.parts["people_on"])
    _show(plan)
    return 1 if plan.refused else 0


def _show(plan: LoadPlan) -> None:
    onto = f"onto version {plan.onto.number} ({plan.onto.state})" if plan.onto else "as a new course"
    print(f"{plan.course}: would be loaded {onto}. Nothing was written.")
    for change in plan.ids:
        again = " (it stood in an earlier version)" if change.id in plan.revived else ""
        print(f"{change.kind:8} {change.bearer:8} {change.id}: {change.title}{again}")
    print(_counted(plan.counts), f"{len(plan.files)} files differ.")
    print(f"{plan.people} officers are under way and stay on the version they began.")
    print(f"{plan.attempts.attempts} attempts asked what changes; {plan.attempts.open} of them are open. They keep it.")
    for clash in plan.clashes:
        print(f"refused  {clash}: officers have answered it as {clash.was}. Give what is new an id of its own.")
    if plan.moved_on:
        _show_files(plan.files)
        print("refused  The course has changed since this folder was taken from it; above is what stands there now.")


def _counted(counts: Mapping[str, int]) -> str:
    return f"Ids: {', '.join(f'{count} {kind}' for kind, count in counts.items())}."


def _show_files(changed: Iterable[FileChange]) -> None:
    """Print both versions: a line that stands in the instance begins with -, one of the folder with +."""
    lines = [line for change in changed for line in (f"{change.path}: {change.kind}", *_lines(change.rows))]
    print(*lines[:_MOST_LINES], sep="\n")
    if len(lines) > _MOST_LINES:
        print(f"... and {len(lines) - _MOST_LINES} lines more")


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.before == row.after:
            yield f"  {row.after}"
            continue
        if row.before is not None:
            yield f"- {row.before}"
        if row.after is not None:
            yield f"+ {row.after}"

"""Which module opens after which (T11): what a version changes in it, and which moves in the list would break it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.curriculum.domain.course_file import ListedModule, read_course_file
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.module_list import entries_of, moved
from app.foundation.errors import Refusal
from app.foundation.words import N_


class MoveBreaksTheOrder(Refusal):
    """A module would stand before the one that must be finished first, or behind one that waits for it."""

    code = "move_breaks_the_order"
    message = N_(
        "“%(title)s” opens after “%(other)s”, so it stays behind it. Open the module and change after which one it "
        "opens; then move it."
    )


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """A module that opens otherwise than before: after the module with the title `after`, or at once where empty."""

    title: str
    after: str


def opening_changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[OpeningChange, ...]:
    """Return the modules that open otherwise in a course folder than in another, in the order of the course."""
    old = {module.key: module.after for module in _listed(before)}
    new = {module.key: module for module in _listed(after)}
    return tuple(
        OpeningChange(module.title, new[module.after].title if module.after else "")
        for module in new.values()
        if module.after != old.get(module.key, "")
    )


def module_moved(text: str, folder: str, by: int) -> str:
    """Return course.yml with a module moved up (`by` -1) or down (1). Raises `MoveBreaksTheOrder`."""
    folders = [entry.folder for entry in entries_of(text)]
    at = folders.index(folder) if folder in folders else -1
    if at >= 0 and 0 <= at + by < len(folders):
        _judge(text, folders[min(at, at + by)], folders[max(at, at + by)])
    return moved(text, folder, by)


def _judge(text: str, above: str, below: str) -> None:
    modules = {module.folder: module for module in _read(text)}
    upper, lower = modules.get(above), modules.get(below)
    if upper and lower and lower.after == upper.key:
        raise MoveBreaksTheOrder(title=lower.title, other=upper.title)


def _listed(files: Mapping[str, bytes]) -> tuple[ListedModule, ...]:
    return _read(files["course.yml"].decode("utf-8-sig", "replace")) if "course.yml" in files else ()


def _read(text: str) -> tuple[ListedModule, ...]:
    head = read_course_file(text.replace("\r\n", "\n"), Findings())
    return head.modules if head else ()

"""The modules in course.yml as its author orders them: entries are moved and added whole, as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.curriculum.domain.yaml_blocks import block_lines, with_block, yaml_value

_ENTRY = re.compile(r"(\s*)-\s+(\d{2,3}-[a-z][a-z0-9-]*):")


@dataclass(frozen=True, slots=True)
class ModuleHead:
    """What is said of a module: its title, minutes, who looks after it and by which day they do so again, its label.

    `after` is the folder of the module that must be finished before it opens, or nothing.
    """

    title: str
    minutes: str
    owner: str = ""
    review_by: str = ""
    tlp: str = "CLEAR"
    after: str = ""


@dataclass(frozen=True, slots=True)
class ModuleEntry:
    """One module: its folder and the lines that list it."""

    folder: str
    lines: tuple[str, ...]


def entries_of(text: str) -> tuple[ModuleEntry, ...]:
    """Return the entries of the list of modules, in order; nothing where the list is not written line by line."""
    entries: list[ModuleEntry] = []
    for line in (block_lines(text, "modules") or [""])[1:]:
        match = _ENTRY.match(line)
        if match:
            entries.append(ModuleEntry(match[2], (line,)))
        elif entries:
            last = entries[-1]
            entries[-1] = ModuleEntry(last.folder, (*last.lines, line))
    return tuple(entries)


def moved(text: str, folder: str, by: int) -> str:
    """Return the text with a module moved up (`by` -1) or down (1); at an end nothing changes."""
    entries = list(entries_of(text))
    at = next((place for place, entry in enumerate(entries) if entry.folder == folder), None)
    if at is None or not 0 <= at + by < len(entries):
        return text
    entries[at], entries[at + by] = entries[at + by], entries[at]
    return _with(text, entries)


def module_added(text: str, folder: str, head: ModuleHead) -> str:
    """Return the text with a module at the end of the list."""
    return _with(text, [*entries_of(text), _entry(folder, head)])


def module_changed(text: str, folder: str, head: ModuleHead) -> str:
    """Return the text with something else said of a module."""
    return _with(text, [_entry(folder, head) if one.folder == folder else one for one in entries_of(text)])


def module_lines(text: str, folder: str) -> str:
    """Return the lines that list a module; nothing where it is not there."""
    return "\n".join(line for one in entries_of(text) if one.folder == folder for line in one.lines)


def free_folder(text: str, key: str) -> str:
    """Return a folder name for a new module behind the others."""
    numbers = [int(entry.folder.split("-")[0]) for entry in entries_of(text)]
    return f"{min(max(numbers, default=0) + 1, 999):02d}-{key}"


def _entry(folder: str, head: ModuleHead) -> ModuleEntry:
    said = [f"title: {yaml_value(head.title, inside=True)}", f"minutes: {head.minutes}"]
    said += [f"owner: {yaml_value(head.owner, inside=True)}"] if head.owner else []
    said += [f"review-by: {head.review_by}"] if head.review_by else []
    said += [f"tlp: {head.tlp}"] if head.tlp != "CLEAR" else []
    said += [f"after: {head.after}"] if head.after else []
    return ModuleEntry(folder, (f"  - {folder}: {{{', '.join(said)}}}",))


def _with(text: str, entries: Sequence[ModuleEntry]) -> str:
    return with_block(text, "modules", ["modules:", *(line for entry in entries for line in entry.lines)])

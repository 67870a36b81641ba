"""Names are the field's own words, and nothing in the house names the machine it was made on."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

from tests.architecture.house import APP, ROOT, Function, modules

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "stuff"}
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
SKIPPED = {".git", ".venv", "instance", "node_modules", "__pycache__"}
SUFFIXES = {"", ".cfg", ".css", ".html", ".ini", ".js", ".json", ".mako", ".md", ".py", ".svg", ".toml", ".txt", ".yml"}
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|private/var|workspace|mnt/\w+)/[\w.-]+")


def words(name: str) -> set[str]:
    """Return the words of an identifier or a file name, in small letters."""
    return {word.lower() for word in WORDS.findall(name)}


def test_no_name_says_nothing() -> None:
    """No util, helper, manager, common, misc: such a room fills with what has no place."""
    wrong = []
    for module in modules():
        names = {node.name for node in ast.walk(module.tree) if isinstance(node, Function | ast.ClassDef)}
        names |= set(Path(module.name).with_suffix("").parts)
        wrong += [f"{module.name}: {name}" for name in names if words(name) & EMPTY_WORDS]
    assert wrong == []


def test_no_file_of_another_kind_has_an_empty_name() -> None:
    """Courses have their own words: a common point of purchase is a term of the field."""
    names = [path.relative_to(ROOT) for path in _files() if words(path.stem) & EMPTY_WORDS]
    assert [name for name in names if name.parts[0] != "courses"] == []


def test_no_file_names_a_machine() -> None:
    """A path that exists on one machine only has no place in a program that others run."""
    here = [text for text in (str(ROOT), os.path.expanduser("~")) if text.count("/") > 1]
    wrong = []
    for path in _files():
        text = path.read_text(errors="replace")
        found = [one for one in here if one in text] + MACHINE.findall(text)
        wrong += [f"{path.relative_to(ROOT)}: {one}" for one in found]
    assert wrong == []


def test_a_parts_modules_have_the_names_that_readers_look_for() -> None:
    """`views`, `schemas`, `crud` and the like have their own names here (CONTRIBUTING.md)."""
    others = {"views", "view", "schemas", "schema", "crud", "handlers", "constants", "types", "base", "core", "lib"}
    assert [path for path in APP.glob("*/*") if path.stem in others] == []


def _files() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.startswith(".")]
        found += [Path(folder, name) for name in names if name not in SKIPPED and Path(name).suffix in SUFFIXES]
    return [path for path in found if path != Path(__file__)]

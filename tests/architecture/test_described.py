"""Everything says what it is for: modules, what is public in them, and each part on one page that is true."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.house import APP, PARTS, ROOT, modules, public_definitions

MOST_LINES = 90
HEADINGS = ("Owns", "Door", "Never", "Decisions")
FILE = re.compile(r"`([a-z_]+(?:/[a-z_]+)*\.py)`")
FOLDER = re.compile(r"`([a-z_]+(?:/[a-z_]+)*)/`")
NAMED = re.compile(r"`([a-z_]+(?:/[a-z_]+)*)\.([A-Za-z_]+)(?=[(`])")
DECISION = re.compile(r"(?:docs/)?decisions/[\w-]+\.md")
ENDINGS = {"html", "json", "jsonl", "key", "md", "pem", "py", "yml"}


def test_every_module_says_what_it_owns() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == []


def test_every_public_function_and_class_says_what_it_does() -> None:
    bare = [
        f"{module.name}: {name}"
        for module in modules()
        for name, node in public_definitions(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not ast.get_docstring(node)
    ]
    assert bare == []


def test_there_are_parts() -> None:
    assert len(PARTS) >= 12


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_described_on_one_page(part: str) -> None:
    text = (APP / part / "README.md").read_text()
    assert [word for word in HEADINGS if f"**{word}" not in text] == []
    assert text.count("\n") <= MOST_LINES


@pytest.mark.parametrize("part", PARTS)
def test_what_a_part_is_said_to_have_is_there(part: str) -> None:
    """Files, folders and the functions named as `module.function` or `file.py`: `function`."""
    text = (APP / part / "README.md").read_text()
    missing = [path for path in FILE.findall(text) if not _stands(part, path)]
    missing += [path for path in FOLDER.findall(text) if not _stands(part, path)]
    missing += [path for path in DECISION.findall(text) if not (ROOT / "docs" / path.removeprefix("docs/")).exists()]
    known = {module.name: module for module in modules()}
    for path, name in NAMED.findall(text):
        module = known.get(f"app/{part}/{path}.py")
        if module and name not in ENDINGS and name not in module.defined() | module.members():
            missing.append(f"{path}.{name}")
    assert missing == []


def _stands(part: str, path: str) -> bool:
    return any((folder / path).exists() for folder in (APP / part, APP, ROOT))

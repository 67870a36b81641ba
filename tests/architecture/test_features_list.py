"""The list of features in docs/ claims no more than the tests show."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| ([OTAPXU]\d+) \| .+ \| (.+) \|$", (ROOT / "docs" / "features.md").read_text(), re.MULTILINE)


def test_every_statement_has_one_row() -> None:
    sizes = {"O": 37, "T": 21, "A": 33, "P": 9, "X": 20, "U": 22}
    wanted = [f"{kind}{number}" for kind, size in sizes.items() for number in range(1, size + 1)]
    assert [name for name, _ in ROWS] == wanted


def test_each_test_that_is_named_carries_the_id() -> None:
    wrong = []
    for name, shown in ROWS:
        paths = re.findall(r"`([^`]+)`", shown)
        if not paths and shown != "not yet":
            wrong.append(f"{name}: says neither a path nor `not yet`")
        for path in paths:
            file = ROOT / "tests" / path
            if not file.exists() or not re.search(rf"\b{name}\b", file.read_text()):
                wrong.append(f"{name}: {path} does not carry it")
    assert wrong == []

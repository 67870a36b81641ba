"""Files and functions stay small enough to be read at once (the hard stops; most are far below)."""

from __future__ import annotations

import pytest

from tests.architecture.house import APP, body_lines, is_view, modules, whole_lines

MOST_APP, MOST_TEST, MOST_TEMPLATE, MOST_FUNCTION, MOST_VIEW = 400, 600, 120, 50, 15


@pytest.mark.parametrize(("folder", "most"), [("app", MOST_APP), ("tests", MOST_TEST), ("bench", MOST_TEST)])
def test_no_file_of_python_is_longer_than_its_limit(folder: str, most: int) -> None:
    assert [(module.name, module.lines) for module in modules(folder) if module.lines > most] == []


def test_no_template_is_longer_than_its_limit() -> None:
    sizes = {str(path.relative_to(APP)): path.read_text().count("\n") for path in APP.rglob("*.html")}
    assert {name: lines for name, lines in sizes.items() if lines > MOST_TEMPLATE} == {}


def test_no_function_is_longer_than_its_limit() -> None:
    assert [
        (module.name, function.name, whole_lines(function))
        for module in modules()
        for function in module.functions
        if whole_lines(function) > MOST_FUNCTION
    ] == []


def test_no_view_is_longer_than_its_limit() -> None:
    views = [
        (module.name, function.name, body_lines(function))
        for module in modules()
        for function in module.functions
        if is_view(function)
    ]
    assert len(views) > 40
    assert [view for view in views if view[2] > MOST_VIEW] == []

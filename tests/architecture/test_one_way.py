"""There is one way to do each thing: imports at the top, one commit, statements built once, no lazy relationship."""

from __future__ import annotations

import ast

from tests.architecture.house import Function, Module, modules

COMMITS = "app/foundation/transaction.py"
READ_ENGINE = "app/foundation/db.py"
LOADING = {"app/__main__.py", "app/foundation/registry.py", "app/jobs/reactions.py", "app/jobs/worker.py"}
"""Where names in text become functions: commands, kinds in a folder, the jobs and facts that the worker takes up."""
BUILDING = {"select", "insert", "update", "delete", "union", "union_all", "text", "exists", "where", "order_by", "join"}


def test_imports_stand_at_the_top_of_the_file() -> None:
    """An import within a function hides a circle; the jobs and commands name functions as text instead."""
    late = [
        (module.name, function.name)
        for module in modules()
        for function in module.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def test_modules_are_loaded_by_name_only_where_jobs_and_commands_are_resolved() -> None:
    loading = {module.name for module in modules() for call in module.calls if _called(call) == "import_module"}
    assert loading <= LOADING


def test_exactly_one_place_commits() -> None:
    found = {module.name for module in modules() for call in module.calls if _called(call) in {"commit", "begin"}}
    assert found == {COMMITS}


def test_only_the_engine_for_reads_commits_by_itself() -> None:
    assert {module.name for module in modules() if "AUTOCOMMIT" in module.source} == {READ_ENGINE}


def test_every_relationship_raises_on_a_lazy_load() -> None:
    lazy = [
        (module.name, ast.unparse(call))
        for module in modules()
        for call in module.calls
        if _called(call) == "relationship"
        and not any(
            word.arg == "lazy" and ast.unparse(word.value) in {"'raise'", "'write_only'"} for word in call.keywords
        )
    ]
    assert lazy == []


def test_a_read_builds_no_statement() -> None:
    """Statements are module constants: building one for each call costs six times its execution (request-cost)."""
    queries = [module for module in modules() if module.name.endswith("queries.py")]
    assert len(queries) >= 7
    assert [f"{module.name}: {name}" for module in queries for name in _building_reads(module)] == []


def _building_reads(module: Module) -> list[str]:
    """Return the functions that read and build a statement for it, or call one that does."""
    builders = {function.name for function in module.functions if _builds(function)}
    wrong = []
    for function in module.functions:
        if {argument.arg for argument in function.args.args} & {"connection", "unit", "read"}:
            used = {_called(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
            wrong += [function.name] if builders & {function.name, *used} else []
    return wrong


def _builds(function: Function) -> bool:
    return any(_called(node) in BUILDING for node in ast.walk(function) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    """Return the last word of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")

"""What a part needs is given to it: time and chance to the rules, settings to everyone but the factory."""

from __future__ import annotations

import ast
import re

from tests.architecture.house import Module, modules

RULES = {"domain", "question_types", "statistics"}
CHANCE = {"secrets", "uuid", "time", "locale"}
NOW = {"now", "utcnow", "today", "time_ns", "monotonic", "urandom", "getrandbits"}
READS_ENVIRONMENT = {
    "config.py": "the settings",
    "app/cli/running.py": "`run` sets, for its two children, where the demonstration lies; it reads nothing",
    "app/cli/benching.py": "`bench` hands it on to the process that measures",
}
"""Modules that may name the environment, and why."""


def rules() -> list[Module]:
    """Return the modules that hold rules."""
    return [module for module in modules() if RULES & set(module.name.split("/"))]


def test_rules_get_time_and_chance_as_arguments() -> None:
    """A rule decided again years later must come to the same end."""
    wrong = []
    for module in rules():
        imported = {name.split(".")[0] for node in ast.walk(module.tree) for name in _imports(node)}
        asked = [ast.unparse(call) for call in module.calls if _asks_for_now(call) or _draws_globally(call)]
        wrong += [f"{module.name}: {one}" for one in (*sorted(imported & CHANCE), *asked)]
    assert wrong == []


def test_there_are_rules_to_look_at() -> None:
    assert len(rules()) > 50


def test_settings_are_read_in_one_place() -> None:
    named = {module.name for module in modules() if re.search(r"os\.(environ|getenv|putenv)", module.source)}
    assert named <= set(READS_ENVIRONMENT)
    assert "config.py" in named


def test_running_only_sets_the_environment() -> None:
    source = next(module.source for module in modules() if module.name == "app/cli/running.py")
    lines = [line.strip() for line in source.splitlines() if "os.environ" in line]
    assert [line for line in lines if not line.startswith(('os.environ["', "os.environ.setdefault("))] == []


def test_only_factory_and_command_line_know_the_settings() -> None:
    """Parts get what they need, not the settings."""
    knowing = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "config"
    }
    assert {name for name in knowing if not name.startswith("app/cli/")} == {
        "app/__main__.py",
        "app/factory.py",
    }


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _asks_for_now(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in NOW


def _draws_globally(call: ast.Call) -> bool:
    """`random.Random(seed)` is chance that was given; `random.choice(...)` is not."""
    name = ast.unparse(call.func)
    return name.startswith("random.") and (name != "random.Random" or not call.args)

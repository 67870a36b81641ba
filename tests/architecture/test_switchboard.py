"""What the switchboard names as text is there: jobs, their timetable, commands; and each fact has who announces it."""

from __future__ import annotations

import importlib
import inspect
import re

import pytest

from app import wiring
from app.cli.commands import COMMANDS
from app.identity.policy import ROLE_LABELS, ROLE_PERMISSIONS
from tests.architecture.house import ROOT, modules


def found(dotted: str) -> object:
    """Return what `package.module:name` names."""
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("name", wiring.JOBS)
def test_a_job_is_a_function_of_its_context(name: str) -> None:
    """A mistyped path would be noticed by the worker only, at night."""
    job = found(wiring.JOBS[name])
    assert inspect.isfunction(job)
    assert next(iter(inspect.signature(job).parameters)) == "context"
    assert all(
        parameter.kind is inspect.Parameter.KEYWORD_ONLY
        for parameter in list(inspect.signature(job).parameters.values())[1:]
    )


def test_the_timetable_names_jobs_that_ask_for_nothing() -> None:
    for entry in wiring.SCHEDULE:
        job = found(wiring.JOBS[entry.name])
        assert inspect.isfunction(job)
        needed = list(inspect.signature(job).parameters.values())[1:]
        assert [one.name for one in needed if one.default is inspect.Parameter.empty] == [], entry.name


def test_every_job_that_is_asked_for_is_in_the_table() -> None:
    """A queued job without a function would wait for ever."""
    named = {
        name
        for module in modules()
        for name in re.findall(r'enqueue\(\s*\w+(?:\.\w+)*,\s*"([^"]+)"', module.source)
        + re.findall(r'^[A-Z_]*JOB[A-Z_]* = "([^"]+)"', module.source, re.MULTILINE)
    }
    assert named
    assert named <= set(wiring.JOBS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_a_function_that_says_what_it_does(name: str) -> None:
    command = found(COMMANDS[name].run)
    assert inspect.isfunction(command)
    assert inspect.getdoc(command)
    assert len(inspect.signature(command).parameters) == 2


def test_commands_are_loaded_when_they_are_called_and_not_before() -> None:
    """X9: `--help` stays quick; naming a command imports no part of the house."""
    table = next(module for module in modules() if module.name == "app/cli/commands.py")
    assert "import" not in re.sub(r"from (__future__|collections\.abc|dataclasses|typing) import .*", "", table.source)


def test_every_role_has_permissions_a_name_a_first_page_and_links() -> None:
    assert set(ROLE_LABELS) == set(ROLE_PERMISSIONS) == set(wiring.NAVIGATION) == {"officer", *wiring.HOMES}


def test_the_page_of_the_commands_names_each_of_them() -> None:
    text = (ROOT / "docs" / "operating.md").read_text() + (ROOT / "README.md").read_text()
    assert [name for name in COMMANDS if f"./provost {name}" not in text and f"provost {name}" not in text] == []

"""Every command says how it is used, ends with 0, 1 or 2, and keeps its errors off standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.__main__ import main
from app.cli import benching
from app.cli.commands import COMMANDS
from bench.__main__ import main as bench_main

WRONG = {
    "audit": ["undo"],
    "backup": [],
    "certificates": ["forge"],
    "courses": ["check"],
    "demo": ["--please"],
    "keys": ["borrow"],
    "migrate": ["backwards"],
    "people": ["add", "--role", "king"],
    "restore": [],
    "run": ["--port", "99999"],
    "schemes": [],
    "serve": ["--workers", "many"],
    "work": ["harder"],
}
"""Command → arguments that it must refuse as used wrongly; others are tried with an option that no command has."""
OURS = [name for name in COMMANDS if name != "bench"]
"""`bench` stands beside the application and has its own tests."""


@pytest.fixture(autouse=True)
def no_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No instance is near: help and usage need none."""
    monkeypatch.setenv("PROVOST_INSTANCE", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_needs_nothing(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contract: `--help` with an example, exit 0, nothing made."""
    monkeypatch.setattr(benching.subprocess, "call", lambda words, **_: bench_main(words[3:]))
    try:
        code = main([command, "--help"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capfd.readouterr()
    assert code == 0, said.err
    assert f"./provost {command}" in said.out.lower().partition("example")[2]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", OURS)
def test_wrong_use_ends_with_2_and_is_said_on_standard_error(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: 0 done, 1 a problem that is said, 2 used wrongly."""
    with pytest.raises(SystemExit) as ended:
        main([command, *WRONG.get(command, ["--no-such-option"])])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert f"./provost {command}" in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["certify"])
    assert ended.value.code == 2
    assert "invalid choice: 'certify'" in capsys.readouterr().err


def test_the_help_of_the_door_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if f"  {name} " not in said] == []

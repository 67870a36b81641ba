"""The door itself: its locks agree with each other, it answers before anything is set up, CI accepts no silent skip."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Name → version of every package in a lock file."""
    return dict(PIN.findall((ROOT / name).read_text()))


def direct(text: str) -> tuple[str, str]:
    """The name (as the lock writes it) and version of a requirement in pyproject.toml."""
    name, version = text.split("==")
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower(), version


def test_the_development_lock_holds_the_whole_runtime_lock():
    """One installation serves both commands, so the tests see what production runs."""
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_hashes_and_no_address(lock):
    """A lock works against any index and on any machine."""
    text = (ROOT / lock).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index|--find-links|file:", text)


def test_the_locks_are_of_the_versions_that_pyproject_names():
    """Editing a pin without locking again is noticed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = dict(map(direct, project["project"]["dependencies"]))
    assert runtime.items() <= pins("requirements.txt").items()
    development = dict(map(direct, project["dependency-groups"]["dev"]))
    assert development.items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_help_comes_without_setting_anything_up(words, tmp_path):
    """X9: someone who only looks waits for nothing."""
    door = tmp_path / "provost"
    door.write_bytes((ROOT / "provost").read_bytes())
    done = subprocess.run(["sh", str(door), *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "./provost run" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["provost"]


SKIPPING = """
import pytest

@pytest.mark.browser
def test_page():
    pytest.skip("no Chromium here")

@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_rows(database):
    pytest.skip("no PostgreSQL here")

def test_other():
    pytest.skip("not on this system")
"""


@pytest.mark.parametrize(
    ("ci", "workers", "status"), [("true", "0", 1), ("true", "2", 1), ("false", "0", 0), ("", "0", 0)]
)
def test_a_skipped_browser_or_database_test_fails_the_run_in_ci_only(ci, workers, status, tmp_path):
    """Alone and under xdist; other skips are accepted."""
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser: b\n  postgres: p\n")
    command = [sys.executable, "-m", "pytest", "--basetemp", str(tmp_path / "base")]  # else it tidies up after others
    done = subprocess.run(
        [*command, "-p", "tests.ci_skips", "-p", "no:cacheprovider", "-n", workers, "."],
        cwd=tmp_path,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == status, done.stdout + done.stderr
    named = "test_page (browser)" in done.stdout and "test_rows[postgresql] (postgres)" in done.stdout
    assert named == bool(status)
    assert "test_other (" not in done.stdout

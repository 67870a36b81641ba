"""Judges that share no line with ours, from npm: Digital Bazaar's libraries, given every document, and Ajv."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "verifier"
_INSTALLED = FOLDER / "node_modules" / ".package-lock.json"


def judged(documents: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what the stranger says of each case {credential, now}; skips where Node or its packages are not there."""
    _install()
    asked = json.dumps({"documents": documents, "cases": list(cases)})
    done = subprocess.run(
        ["node", "verify.mjs"], input=asked, capture_output=True, text=True, timeout=60, cwd=FOLDER, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def judged_by_schema(schema: Mapping[str, Any], badges: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return what Ajv finds wrong with each badge by a JSON schema; skips as `judged` does."""
    _install()
    done = subprocess.run(
        ["node", "schema.mjs"], input=json.dumps({"schema": schema, "badges": list(badges)}), capture_output=True,
        text=True, timeout=60, cwd=FOLDER, check=True,
    )  # fmt: skip
    said: list[list[str]] = json.loads(done.stdout)
    return said


def _install() -> None:
    """Install the locked packages once for each checkout."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("npm and node are not here: no independent verifier")
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _INSTALLED.exists() and _INSTALLED.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime:
            return
        command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        if subprocess.run(command, cwd=FOLDER, capture_output=True, timeout=120, check=False).returncode:
            pytest.skip("npm could not get the packages of the independent verifier")

"""A web process carries only what answers pages: memory and the time of a start are paid once for each process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.house import ROOT

HEAVY = (
    "weasyprint",
    "pyhanko",
    "aiohttp",
    "alembic",
    "huey",
    "PIL",
    "pypdfium2",
    "zxcvbn",
    "mammoth",
    "openpyxl",
    "fontTools",
    "pyld",
)
PRIVATE = (
    "app.accreditation.signing.keys",
    "app.accreditation.signing.ed25519",
    "app.accreditation.services.keeping_key",
)
"""What opens a private key of the issuer: for the worker and the command line alone (A4)."""
FRAMEWORKS = ("flask", "sqlalchemy", "granian")
LOADED = "import sys, {module}; print(*[name for name in {heavy} if name in sys.modules])"


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("app.factory", (*HEAVY, *PRIVATE)),
        ("app.cli.serving", (*HEAVY, "flask", "sqlalchemy")),
        ("app.cli.watching", (*HEAVY, *FRAMEWORKS, "asyncio", "dataclasses", "inspect", "socket", "typing")),
        ("app.cli.running", (*HEAVY, "flask", "sqlalchemy")),
        ("app.__main__", (*HEAVY, "flask", "sqlalchemy")),
    ],
)
def test_nothing_is_loaded_that_is_not_needed_at_the_start(module: str, heavy: tuple[str, ...]) -> None:
    """X9: the second start of the demonstration is ready within three seconds."""
    command = [sys.executable, "-c", LOADED.format(module=module, heavy=heavy)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []

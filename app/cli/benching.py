"""`bench`: hands on to the benchmarks, which stand beside the application and which nothing in it imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.cli.commands import CommandLine

ROOT = Path(__file__).parents[2]


def bench(_line: CommandLine, arguments: list[str]) -> int:
    """Run the benchmarks in a process of their own; their exit code is the command's."""
    if not (ROOT / "bench" / "__main__.py").exists():
        print("The folder bench/ is not here; it comes with the source of this program.", file=sys.stderr)
        return 1
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.call([sys.executable, "-m", "bench", *arguments], cwd=ROOT, env=environ)

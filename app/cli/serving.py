"""`serve`: the web server of production and of the demonstration. The house is loaded once, for all its workers."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.foundation.registry import loaded

if TYPE_CHECKING:
    from flask import Flask

THREADS = 2
_FIRST = ("/healthz", "/help")
STUCK_AFTER = 8
"""Seconds that a worker may take to end; one that is told to before it listens would never hear it."""


def serve(line: CommandLine, arguments: list[str]) -> int:
    """The web server: Granian with two workers of two threads (request-cost.md section 6). Reads PROVOST_*."""
    options = parser("serve", serve.__doc__ or "", "serve --workers 2")
    options.add_argument("--workers", type=int, default=2, help="processes (at most 2 on SQLite)")
    given = options.parse_args(arguments)
    settings = line.settings()
    if not 1 <= given.workers <= (2 if settings.database_url.startswith("sqlite") else 64):
        options.error("--workers: 1 or 2 on SQLite, up to 64 on PostgreSQL")
    serve_application("wsgi:app", settings.bind, given.workers)
    return 0


def serve_application(target: str, bind: str, workers: int = 2) -> None:
    """Serve `package.module:application` on `host:port` until told to end.

    On Linux the application is made before the workers are forked, so that they share what it holds in memory, and what
    it makes for its first answers; it has opened no connection by then. The collector leaves what is shared alone.
    """
    host, _, port = bind.rpartition(":")
    server = Granian(
        target,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STUCK_AFTER,
        log_level=LogLevels.warning,
    )
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        answer_first(loaded(target))
        gc.collect()
        gc.freeze()
    server.serve(target_loader=_application)


def answer_first(application: Flask) -> None:
    """Ask for pages that need no database: for its first answers a process sorts its routes and compiles templates."""
    client = application.test_client(use_cookies=False)
    for path in _FIRST:
        client.get(path).close()


def _application(target: str) -> Any:
    return loaded(target)

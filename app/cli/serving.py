"""`serve`: the web server of production and of the demonstration. The house is loaded once, for all its workers."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.forked import forked
from app.cli.supervise import ENDING
from app.foundation.registry import loaded

if TYPE_CHECKING:
    from flask import Flask

THREADS = 2
_FIRST = ("/healthz", "/help")


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

    On Linux the application is made once: the workers are forked and share what it holds in memory, and what it makes
    for its first answers; it has no connection open by then. The process that made it becomes the one that watches.
    """
    if sys.platform != "linux":
        _server(MPServer, target, bind, workers).serve(target_loader=loaded)
        return
    answer_first(loaded(target))
    worker = _server(_OneWorker, target, bind, 1)
    gc.collect()
    gc.freeze()
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # told to end from here on, it ends once it can watch
    pids = forked(workers)
    if pids:
        watching = [sys.executable, "-m", "app.cli.watching", target, bind, *map(str, pids)]
        os.execv(watching[0], watching)  # noqa: S606 - no shell is needed to become another program
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    worker.serve(target_loader=loaded)


def serve_alone(target: str, bind: str) -> None:
    """Serve as one worker, in this process."""
    _server(_OneWorker, target, bind, 1).serve(target_loader=loaded)


class _OneWorker(MPServer):
    """Granian without its main process: what it would have a child do is done here, and another program watches."""

    def _serve(self, spawn_target: Any, target_loader: Any) -> None:
        self._init_shared_socket()
        self._spawn_worker(0, spawn_target, target_loader).inner.run()


def _server(kind: type[MPServer], target: str, bind: str, workers: int) -> MPServer:
    host, _, port = bind.rpartition(":")
    return kind(
        target,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )


def answer_first(application: Flask) -> None:
    """Ask for pages that need no database: for its first answers a process sorts its routes and compiles templates.

    What else the first answers need, an application of the house makes ready by itself.
    """
    works = application.extensions.get("provost")
    if works:
        works.ready()
    client = application.test_client(use_cookies=False)
    for path in _FIRST:
        client.get(path).close()


if __name__ == "__main__":
    serve_alone(*sys.argv[1:])

"""`run`, `serve` and `work`: the demonstration under one parent; web and worker of production as plain processes."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.demo import make_demo_instance, print_sign_ins
from app.cli.migrating import upgrade
from app.cli.supervise import run_children
from app.foundation.db import make_engine
from app.jobs.engine import make_consumer


def run(line: CommandLine, arguments: list[str]) -> int:
    """Set up what is missing, seed the demonstration on first start, start web and worker, print where to look."""
    options = parser("run", run.__doc__ or "", "run --port 8000")
    options.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    options.add_argument("--instance", type=Path, help="folder for database, files and keys (default instance/)")
    given = options.parse_args(arguments)
    if not _is_free(given.port):
        print(f"Port {given.port} is taken. Try another: ./provost run --port {given.port + 1}", file=sys.stderr)
        return 1
    os.environ["PROVOST_INSTANCE"] = str((given.instance or Path("instance")).absolute())
    os.environ["PROVOST_BIND"] = f"127.0.0.1:{given.port}"
    os.environ.setdefault("PROVOST_BASE_URL", f"http://127.0.0.1:{given.port}")
    settings = line.settings(demo=True)
    (settings.instance / "demo").touch()
    upgrade(make_engine(settings.database_url))
    line.settings()
    make_demo_instance(line.works())
    print_sign_ins(line.works(), f"http://127.0.0.1:{given.port}")
    line.works().database.engine.dispose()
    return run_children([_python("serve"), _python("work")])


def serve(line: CommandLine, arguments: list[str]) -> int:
    """The web server: Granian with two workers of two threads (request-cost.md section 6). Reads PROVOST_*."""
    options = parser("serve", serve.__doc__ or "", "serve --workers 2")
    options.add_argument("--workers", type=int, default=2, help="processes (at most 2 on SQLite)")
    given = options.parse_args(arguments)
    settings = line.settings()
    host, _, port = settings.bind.rpartition(":")
    os.environ["PROVOST_INSTANCE"] = str(settings.instance)
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port,
        "--workers", str(given.workers), "--blocking-threads", "2", "--respawn-failed-workers",
        "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    os.execv(sys.executable, command)  # noqa: S606 - the server takes this process over, so a supervisor sees one


def work(line: CommandLine, arguments: list[str]) -> int:
    """The worker: takes jobs from the outbox until it is told to end. Reads PROVOST_*."""
    parser("work", work.__doc__ or "", "work").parse_args(arguments)
    make_consumer(line.works().workshop()).run()
    return 0


def _python(command: str) -> list[str]:
    return [sys.executable, "-m", "app", command]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

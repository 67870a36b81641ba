"""Servers of a run: the house as `./provost serve` starts it, and the floor under the very same command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.case import CannotMeasure

ROOT = Path(__file__).parents[1]
_PATIENCE = 30.0
_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Server:
    """A started server: its port, its process, and every tree whose CPU counts as its own."""

    process: subprocess.Popen[bytes]
    port: int
    database: tuple[int, ...] = ()

    @property
    def roots(self) -> tuple[int, ...]:
        """The process at the top of the server's tree, and that of the database server where there is one."""
        return (self.process.pid, *self.database)

    def stop(self) -> None:
        """End it and all it started; a second signal cuts the grace of `./provost run` short."""
        for patience in (3, 12):
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=patience)
                return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(command: Sequence[str], port: int, environ: Mapping[str, str], *, database: tuple[int, ...] = ()) -> Server:
    """Start `command` and wait until its port answers a page. Raises `CannotMeasure` where it ends or never answers."""
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, process_group=0)
    server = Server(process, port, database)
    try:
        wait_for(server)
    except CannotMeasure:
        server.stop()
        raise
    return server


def wait_for(server: Server, path: str = "/") -> None:
    """Wait until the port answers 200 on `path`."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise CannotMeasure(f"the server ended with status {server.process.returncode}")
        if _answers(server.port, path):
            return
        time.sleep(_STEP)
    raise CannotMeasure(f"the server did not answer within {_PATIENCE:g} s")


def serve_house(environ: Mapping[str, str], database: tuple[int, ...] = ()) -> Server:
    """Start the web server of the house."""
    return _serve(["-m", "app", "serve"], environ, database)


def serve_floor(environ: Mapping[str, str], database: tuple[int, ...] = ()) -> Server:
    """Start the bare page under the same server."""
    return _serve(["-m", "bench.floor_server"], environ, database)


def _serve(module: Sequence[str], environ: Mapping[str, str], database: tuple[int, ...]) -> Server:
    port = free_port()
    return start([sys.executable, *module], port, {**environ, "PROVOST_BIND": f"127.0.0.1:{port}"}, database=database)


def clean_environ(**given: str) -> dict[str, str]:
    """Return the environment without any setting of the user's for Provost or for Python, and with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PROVOST_", "PYTHON"))}
    return {**kept, "PYTHONPATH": str(ROOT), **given}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()

"""Processes apart for tests: each is forked off one that has loaded what it needs, which a new Python does in a second.

What is forked has the empty environment, the limits and the code of production: `app.foundation.apart` starts it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
from types import SimpleNamespace
from typing import Any

NOWHERE = os.open(os.devnull, os.O_WRONLY)


class Parent:
    """The client's end of a process that has loaded `module` and forks one off for each question."""

    def __init__(self, module: str, cwd: Any, env: dict[str, str]) -> None:
        self.line, theirs = socket.socketpair()
        command = [sys.executable, "-m", __name__, module, str(theirs.fileno())]
        self.process = subprocess.Popen(command, cwd=cwd, env=env, pass_fds=[theirs.fileno()], stderr=NOWHERE)
        theirs.close()
        self.turn = threading.Lock()

    def ask(self, words: list[str], content: bytes, timeout: float) -> tuple[int, bytes]:
        """Return what one fork ends with and what it says to `content`."""
        with self.turn, tempfile.TemporaryFile() as given:
            given.write(content)
            given.seek(0)
            self.line.settimeout(timeout)
            read, write = os.pipe()
            socket.send_fds(self.line, [json.dumps(words).encode()], [given.fileno(), write])
            os.close(write)
            with os.fdopen(read, "rb") as told:
                answer = told.read()
            return int(self.line.recv(100) or b"1"), answer

    def end(self) -> None:
        """Let it go: it ends when nobody can ask it any more."""
        self.line.close()
        self.process.wait()


class Forks:
    """Stands where `app.foundation.apart` has `subprocess`; one parent for each module."""

    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self) -> None:
        self.parents: dict[str, Parent] = {}
        self.turn = threading.Lock()

    def run(self, command: list[str], *, input: bytes, cwd: Any, env: dict[str, str], timeout: float, **_: Any) -> Any:
        """Do as `subprocess.run` with `[python, "-m", module, *words]`."""
        _python, _m, module, *words = command
        with self.turn:
            if module not in self.parents:
                self.parents[module] = Parent(module, cwd, env)
        try:
            code, said = self.parents[module].ask(words, input, timeout)
        except (TimeoutError, ConnectionError) as problem:
            raise subprocess.TimeoutExpired(command, timeout) from problem
        return SimpleNamespace(returncode=code, stdout=said)

    def end(self) -> None:
        """Let all go."""
        for parent in self.parents.values():
            parent.end()


def _serve(module: str, line: socket.socket) -> None:
    importlib.import_module(module)
    del sys.modules[module]  # what it imports stays loaded; it itself is run anew by each fork
    gc.freeze()
    while True:
        asked, (given, told), _, _ = socket.recv_fds(line, 100_000, 2)
        if not asked:
            return
        child = os.fork()
        if not child:
            _answer(module, json.loads(asked), given, told)
        os.close(given)
        os.close(told)
        line.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _answer(module: str, words: list[str], given: int, told: int) -> None:
    """Be the process apart, to its end."""
    code = 1
    try:
        os.dup2(given, 0)
        os.dup2(told, 1)
        sys.argv = [module, *words]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.stdout.flush()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1], socket.socket(fileno=int(sys.argv[2])))

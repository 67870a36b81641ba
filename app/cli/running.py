"""`run`: the demonstration, web and worker under one parent. Loads nothing of the house, so that it starts at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.demo_people import print_sign_ins
from app.cli.demo_standing import MARK, belongs_to_others, is_ready
from app.cli.supervise import run_children
from config import instance_folder


def run(line: CommandLine, arguments: list[str]) -> int:
    """Set up what is missing, seed the demonstration on first start, start web and worker, print where to look."""
    options = parser("run", run.__doc__ or "", "run --port 8000")
    options.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    options.add_argument("--instance", type=Path, help="folder for database, files and keys (default instance/)")
    given = options.parse_args(arguments)
    folder = (given.instance or instance_folder()).absolute()
    if not 0 < given.port < 65536:
        options.error("--port: a number from 1 to 65535")
    if not _is_free(given.port):
        print(f"Port {given.port} is taken. Try another: ./provost run --port {given.port + 1}", file=sys.stderr)
        return 1
    if belongs_to_others(folder):
        print(f"{folder} holds an instance that is no demonstration. Take another: --instance DIR", file=sys.stderr)
        return 1
    return _run(line, folder, given.port)


def _run(line: CommandLine, folder: Path, port: int) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / MARK).touch()
    address = f"http://127.0.0.1:{port}"
    os.environ["PROVOST_INSTANCE"] = str(folder)
    os.environ["PROVOST_BIND"] = f"127.0.0.1:{port}"
    os.environ.setdefault("PROVOST_BASE_URL", address)
    settings = line.settings(demo=True)
    if not is_ready(settings):
        made = subprocess.call(_python("demo", "--make"))
        if made:
            return made
    print_sign_ins(settings.secret_key, address)
    print("Stop with Ctrl-C.", flush=True)
    return run_children([_python("serve"), _python("work")])


def _python(*command: str) -> list[str]:
    return [sys.executable, "-m", "app", *command]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

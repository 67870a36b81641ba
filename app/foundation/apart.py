"""Opens what strangers made in a process of its own, within limits of memory and time and without any secret."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import structlog

from app.foundation.errors import Busy

ROOT = Path(__file__).parents[2]
PATIENCE = 60
WITH_STRANGERS = 8
"""Seconds: what strangers send waits for no turn long, and keeps none from staff who attach files."""
AT_ONCE = 2
_log = structlog.get_logger()
_turns = threading.BoundedSemaphore(AT_ONCE)


class TooMuch(Exception):
    """The process ended without an answer: it needed more memory or time than it may, or it fell over."""


def ask_apart(module: str, content: bytes, *words: str, patience: float = PATIENCE) -> dict[str, Any]:
    """Return what `module` answers to `content`, run as `python -m module words`. Raises `TooMuch` or `Busy`.

    `patience` is how many seconds a turn, and then the answer, is waited for. The process inherits no environment, so
    that nothing secret is within its reach.
    """
    if not _turns.acquire(timeout=patience):
        raise Busy
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            input=content,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            timeout=patience,
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError) as problem:
        raise TooMuch from problem
    finally:
        _turns.release()
    if not answer:
        _log.warning("a process apart gave no answer", module=module, code=done.returncode)
        raise TooMuch
    return answer

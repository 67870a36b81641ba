"""The side within the process apart: takes its limits on, works, prints its answer; loads little else."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 30


def answer_apart(work: Callable[[bytes], dict[str, Any]], largest_file: int = 0, seconds: int = MOST_SECONDS) -> None:
    """In the process: take the limits on, do the work with what comes in, print its answer as JSON.

    `largest_file` is for libraries that write through a temporary file; without it nothing can be written anywhere.
    `seconds` is how long the work may take.
    """
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(kind, most)
    try:
        answer = json.dumps(work(sys.stdin.buffer.read()))
    except (MemoryError, RecursionError):
        sys.exit(3)
    sys.stdout.write(answer)


def _limit(kind: int, most: int) -> None:
    """Set a limit that the system knows; never above one that stands already."""
    _, hard = resource.getrlimit(kind)
    ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (ceiling, ceiling))
    except (ValueError, OSError):
        return  # macOS knows no limit of address space; the time is limited all the same

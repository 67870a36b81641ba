"""What a process apart might try: run as a module by the tests, with smaller limits."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from app.foundation import answering_apart as apart

apart.MOST_MEMORY = 300_000_000


def try_out(content: bytes) -> dict[str, Any]:
    """Do what the first word says."""
    wish = sys.argv[1]
    if wish == "echo":
        return {"said": content.decode(), "words": sys.argv[2:]}
    if wish == "environment":
        return {"names": sorted(os.environ)}
    if wish == "memory":
        return {"size": len(bytearray(600_000_000))}
    if wish == "deep":
        return {"depth": _deeper(0)}
    while wish == "time":
        pass
    if wish == "fall over":
        raise ValueError("a secret word")
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x" * 100_000)
    except OSError:
        return {"written": False}
    return {"written": True}


def _deeper(depth: int) -> int:
    return _deeper(depth + 1) + 1


if __name__ == "__main__":
    apart.answer_apart(try_out, seconds=1)

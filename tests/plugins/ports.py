"""Ports of this machine for what tests start: none that the system gives to whoever asks for any, such as a browser."""

from __future__ import annotations

import itertools
import os
import socket

_FIRST, _FOR_EACH, _PROCESSES = 11_000, 20, 1_000
"""From 11,000 to 31,000: above what browsers refuse, beneath what Linux gives to whoever asks for any (32,768)."""
_turns = itertools.count()


def free_port() -> int:
    """Return a port that nobody listens on, and that no other process of a run is told meanwhile."""
    own = _FIRST + os.getpid() % _PROCESSES * _FOR_EACH
    while True:
        port = own + next(_turns) % _FOR_EACH
        if _is_free(port):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

"""Children that are forked, not started as programs: what their parent has loaded is in memory once for all of them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Forked:
    """A forked child, waited for and ended as a `subprocess.Popen` is; its parent may be another program by now."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        """Return its exit status as `Popen` gives it, or nothing while it lives."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int | None:
        """Wait for its end and return its exit status."""
        return self._waited(0)

    def terminate(self) -> None:
        """Tell it to end."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def _waited(self, how: int) -> int | None:
        if self._status is None:
            pid, status = os.waitpid(self.pid, how)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status


def forked(count: int) -> list[int]:
    """Fork `count` children, each at the head of a process group. Return their process ids; in a child, nothing."""
    parent, pids = os.getpid(), list[int]()
    for _ in range(count):
        pid = os.fork()
        if not pid:
            os.setpgid(0, 0)
            die_with_parent(parent)
            return []
        pids.append(pid)
    return pids


def die_with_parent(parent: int) -> None:
    """Ask the kernel, as a child, for SIGTERM at the parent's death (Linux only)."""
    if _LIBC is None:
        return
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's handler would only note it, and be forgotten by exec
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the kernel was asked
        os._exit(1)

"""Keeps the web and worker processes of one command running: starts, restarts and ends them together."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from app.cli.forked import Forked, die_with_parent

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""The signals that end a command."""


class Patience:
    """How long to bear with children that die. All times are in seconds.

    A plain class, as `_Child` is: what makes data classes would be half of the memory of a process that only watches.
    """

    def __init__(
        self,
        *,
        deaths: int = 5,  # this many within the window, and the command gives up
        window: float = 30.0,
        first_wait: float = 0.25,  # before the first restart; doubles with each death in the window
        longest_wait: float = 5.0,
        grace: float = 10.0,  # between SIGTERM and SIGKILL
    ) -> None:
        self.deaths, self.window = deaths, window
        self.first_wait, self.longest_wait, self.grace = first_wait, longest_wait, grace


class _Child:
    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.label = _label(command)
        self.process: subprocess.Popen[bytes] | Forked | None = None
        self.start_at = 0.0  # when it is due to start, while it has no process
        self.deaths: list[float] = []


def run_children(
    commands: Sequence[Sequence[str]],
    *,
    patience: Patience | None = None,
    environ: Mapping[str, str] | None = None,
    say: Callable[[str], None] | None = None,
    forked: Sequence[int] = (),
) -> int:
    """Run the commands side by side until SIGTERM, SIGINT or SIGHUP; call it from the main thread.

    A child that ends by itself, whatever its exit status, is started again after a wait that grows. Returns 0 when
    told to end, 1 when a child died too often. Either way every child has ended and been reaped: SIGTERM first,
    SIGKILL to it and all it started after the grace; a second signal cuts the grace short. On Linux the children
    are told to end if this process is killed.

    `forked` names children that this process already has, each at the head of a process group: they stand for the
    commands in their order, and a command starts only when its child has died.
    """
    supervisor = _Supervisor(commands, patience or Patience(), environ, say or _say_on_standard_error)
    for child, pid in zip(supervisor.children, forked, strict=False):
        child.process = Forked(pid)
    return supervisor.run()


class _Supervisor:
    def __init__(
        self,
        commands: Sequence[Sequence[str]],
        patience: Patience,
        environ: Mapping[str, str] | None,
        say: Callable[[str], None],
    ) -> None:
        self.children = [_Child(command) for command in commands]
        self.patience = patience
        self.environ = environ
        self.say = say
        self.signals = 0

    def run(self) -> int:
        with self._woken_by_signals() as wake:
            try:
                return self._watch(wake)
            finally:
                self._end_all(wake)

    def _watch(self, wake: int) -> int:
        while not self.signals:
            if not all(self._tend(child) for child in self.children):
                return 1
            self._sleep(wake, self._next_start())
        return 0

    def _tend(self, child: _Child) -> bool:
        """Start it when it is due, bury it when it has died; false when it died too often."""
        if child.process is None:
            return time.monotonic() < child.start_at or self._start(child)
        status = child.process.poll()
        if status is None:
            return True
        _kill_group(child.process.pid)
        child.process = None
        return self._plan_restart(child, _ending(status))

    def _start(self, child: _Child) -> bool:
        """Its own process group, so that Ctrl-C reaches only this process and SIGKILL reaches all it started."""
        try:
            child.process = subprocess.Popen(
                child.command,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                process_group=0,
                preexec_fn=partial(die_with_parent, os.getpid()),
            )
        except OSError as error:
            return self._plan_restart(child, f"cannot start ({error})")
        return True

    def _plan_restart(self, child: _Child, how: str) -> bool:
        """Say how it ended and set its next start; false when it died too often."""
        now, patience = time.monotonic(), self.patience
        child.deaths = [when for when in child.deaths if when > now - patience.window] + [now]
        count = len(child.deaths)
        if count >= patience.deaths:
            self.say(f"{child.label} {how}: {count} times within {patience.window:g} s, giving up")
            return False
        wait = min(patience.longest_wait, patience.first_wait * 2 ** (count - 1))
        self.say(f"{child.label} {how}; starting it again in {wait:g} s")
        child.start_at = now + wait
        return True

    def _next_start(self) -> float | None:
        now = time.monotonic()
        waits = [child.start_at - now for child in self.children if child.process is None]
        return max(0.0, min(waits)) if waits else None

    def _end_all(self, wake: int) -> None:
        living = [child.process for child in self.children if child.process is not None]
        for process in living:
            process.terminate()
        heard = self.signals
        deadline = time.monotonic() + self.patience.grace
        while any(process.poll() is None for process in living):
            left = deadline - time.monotonic()
            if left <= 0 or self.signals > heard:
                break
            self._sleep(wake, left)
        for process in living:
            _kill_group(process.pid)
            process.wait()

    def _sleep(self, wake: int, seconds: float | None) -> None:
        """Until a signal (a child's death is one) or the time is up."""
        if select.select([wake], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(wake, 4096)

    @contextlib.contextmanager
    def _woken_by_signals(self) -> Iterator[int]:
        """Handlers for the time of the run; each signal also makes the yielded pipe readable, so none is missed."""
        wake, written = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(written, False)
        before = signal.set_wakeup_fd(written, warn_on_full_buffer=False)
        handlers = {number: signal.signal(number, self._count) for number in ENDING}
        handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # whoever became this program may have held them back
        try:
            yield wake
        finally:
            signal.set_wakeup_fd(before)
            for number, handler in handlers.items():
                signal.signal(number, handler)
            os.close(wake)
            os.close(written)

    def _count(self, number: int, frame: object) -> None:
        self.signals += 1


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _ending(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"stopped (exit status {status})"


def _label(command: Sequence[str]) -> str:
    """The words a reader knows a process by: its program, without the path, and its first argument."""
    words = [word for word in command[1:] if not word.startswith("-")]
    return " ".join(words[:2]) or os.path.basename(command[0])


def _say_on_standard_error(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

"""The parent process: its children run together, are started again, and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
QUICK = "Patience(deaths=3, window=20, first_wait=0.01, longest_wait=0.02, grace=0.5)"
STAYS = "import os, time, pathlib; pathlib.Path(r'{seen}').open('a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + STAYS


def alive(pid: int) -> bool:
    """Whether a process is there and not merely unreaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for a condition; fail when it does not come."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pids(path: Path) -> list[int]:
    """The process ids that a child wrote, one line for each start."""
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


class Parent:
    """A supervisor in a process of its own, watching the given Python programs."""

    def __init__(self, programs: list[str]) -> None:
        commands = [[sys.executable, "-c", program] for program in programs]
        script = textwrap.dedent(f"""
            import sys
            from app.cli.supervise import Patience, run_children
            sys.exit(run_children({commands!r}, patience={QUICK}))
        """)
        self.process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.PIPE, text=True)

    def finish(self) -> tuple[int, str]:
        """Exit status and what was said."""
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said


@pytest.fixture
def start() -> Iterator[Callable[..., Parent]]:
    """Starts supervisors and leaves none behind."""
    started: list[Parent] = []

    def begin(*programs: str) -> Parent:
        started.append(Parent(list(programs)))
        return started[-1]

    yield begin
    for parent in started:
        if parent.process.poll() is None:
            parent.process.terminate()
            parent.process.wait(20)
        if parent.process.stderr is not None:
            parent.process.stderr.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_parent_ends_every_child_and_the_parent_with_0(start, tmp_path, number):
    """Both children are gone when the parent is."""
    seen = [tmp_path / "web", tmp_path / "worker"]
    parent = start(*(STAYS.format(seen=path) for path in seen))
    until(lambda: all(pids(path) for path in seen))
    parent.process.send_signal(number)
    assert parent.finish()[0] == 0
    assert not any(alive(pid) for path in seen for pid in pids(path))


def test_a_child_that_is_killed_is_started_again_and_the_other_is_left_alone(start, tmp_path):
    """One new process id for the killed child, none for the other."""
    web, worker = tmp_path / "web", tmp_path / "worker"
    parent = start(STAYS.format(seen=web), STAYS.format(seen=worker))
    until(lambda: pids(web) and pids(worker))
    os.kill(pids(web)[0], signal.SIGKILL)
    until(lambda: len(pids(web)) == 2)
    assert len(pids(worker)) == 1
    parent.process.terminate()
    status, said = parent.finish()
    assert status == 0
    assert "was ended by SIGKILL; starting it again" in said


def test_a_child_that_dies_too_often_ends_the_command_with_1_and_says_so(start, tmp_path):
    """The healthy child does not outlive the decision to give up."""
    worker = tmp_path / "worker"
    parent = start("raise SystemExit(3)", STAYS.format(seen=worker))
    status, said = parent.finish()
    assert status == 1
    assert "stopped (exit status 3): 3 times within 20 s, giving up" in said
    assert not any(alive(pid) for pid in pids(worker))


def test_a_program_that_cannot_be_started_counts_as_dying():
    """A mistyped command gives up with a message instead of trying for ever."""
    script = (
        "import sys; from app.cli.supervise import Patience, run_children; "
        f"sys.exit(run_children([['/nowhere/at-all']], patience={QUICK}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "cannot start" in done.stderr
    assert "giving up" in done.stderr


def test_a_child_that_does_not_heed_sigterm_is_killed_after_the_grace(start, tmp_path):
    """The command ends all the same."""
    seen = tmp_path / "web"
    parent = start(STUBBORN.format(seen=seen))
    until(lambda: pids(seen))
    parent.process.terminate()
    assert parent.finish()[0] == 0
    assert not alive(pids(seen)[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_children_end_when_the_parent_is_killed(start, tmp_path):
    """No worker is left behind holding the port."""
    seen = tmp_path / "web"
    parent = start(STAYS.format(seen=seen))
    until(lambda: pids(seen))
    parent.process.kill()
    until(lambda: not alive(pids(seen)[0]))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_child_that_is_told_to_end_before_it_is_its_own_program_ends():
    """A parent may be killed in the moment in which it starts a child."""
    script = (
        "import os, signal, sys; from app.cli.supervise import Patience, run_children; true = os.getppid; "
        "os.getppid = lambda: (os.kill(os.getpid(), signal.SIGTERM), true())[1]; "
        f"sys.exit(run_children([[sys.executable, '-c', 'import time; time.sleep(60)']], patience={QUICK}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert done.returncode == 1
    assert "was ended by SIGTERM: 3 times" in done.stderr

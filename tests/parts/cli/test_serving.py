"""The web server: loaded once for its workers, which a parent that holds nothing of it starts again and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli import serving as serving_module
from app.cli.watching import STUCK_AFTER
from tests.parts.cli.test_supervise import ROOT, alive, until
from tests.plugins.ports import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Granian starts and watches its workers")
_TOLD_TOO_SOON = "import os; e = os.execv; os.execv = lambda *a: (os.kill(os.getpid(), {:d}), e(*a)); "
_SERVE = "from app.cli.serving import serve_application as serve; serve('tests.parts.cli.small_page:app', '{}')"


class Serving:
    """A web server of the smallest application, which may not answer yet."""

    def __init__(self) -> None:
        self.bind = f"127.0.0.1:{free_port()}"
        command = [sys.executable, "-c", _SERVE.format(self.bind)]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})

    def workers(self) -> dict[int, int]:
        """Return the workers that answer, each with the process that loaded what it answers with."""
        found = {}
        with suppress(OSError):
            for _ in range(40):
                with urllib.request.urlopen(f"http://{self.bind}/", timeout=10) as answer:
                    worker, loader = map(int, answer.read().split())
                found[worker] = loader
        return found


@pytest.fixture
def serving() -> Iterator[Serving]:
    """A started server; nothing of it is left behind."""
    started = Serving()
    try:
        until(lambda: len(started.workers()) == 2)
        yield started
    finally:
        if started.process.poll() is None:
            started.process.terminate()
            started.process.wait(20)


def test_two_workers_share_what_a_process_loaded_that_holds_nothing_of_it_now(serving: Serving) -> None:
    """X9: the parent has become a program that loads neither the server nor the application."""
    workers = serving.workers()
    assert set(workers.values()) == {serving.process.pid}
    held = Path(f"/proc/{serving.process.pid}/maps").read_text()
    assert "python" in held
    assert "granian" not in held
    assert "granian" in Path(f"/proc/{next(iter(workers))}/maps").read_text()


def test_a_worker_that_is_killed_is_replaced_and_the_other_answers_on(serving: Serving) -> None:
    """The new worker has loaded the application by itself; the other is the same process as before."""
    killed, other = serving.workers()
    os.kill(killed, signal.SIGKILL)
    until(lambda: not alive(killed))
    until(lambda: set(serving.workers()) > {other})
    (new,) = set(serving.workers()) - {other}
    assert serving.workers()[new] == new


def test_what_a_worker_serves_with_is_set_up_before_it_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """X9: what each worker would set up for itself would be in memory once for each."""
    done = list[str]()
    kept = SimpleNamespace(collect=lambda: done.append("collected"), freeze=lambda: done.append("frozen"))
    worker = SimpleNamespace(serve=lambda **_: done.append("served"))
    monkeypatch.setattr(serving_module, "gc", kept)
    monkeypatch.setattr(serving_module, "loaded", lambda _target: None)
    monkeypatch.setattr(serving_module, "answer_first", lambda _application: done.append("answered"))
    monkeypatch.setattr(serving_module, "_server", lambda *_: done.append("set up") or worker)
    monkeypatch.setattr(serving_module, "forked", lambda _count: done.append("forked"))
    serving_module.serve_application("any:app", "127.0.0.1:0")
    assert done == ["answered", "set up", "collected", "frozen", "forked", "served"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_parent_ends_the_workers_and_it_with_0(serving: Serving, number: signal.Signals) -> None:
    """X9: a worker ends by itself, long before it would be killed as stuck."""
    workers = serving.workers()
    serving.process.send_signal(number)
    assert serving.process.wait(STUCK_AFTER / 2) == 0
    assert not any(alive(pid) for pid in workers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_that_comes_before_the_parent_can_watch_ends_it_with_0_too(number: signal.Signals) -> None:
    """X9: workers answer a moment before the parent has become what watches them."""
    command = [sys.executable, "-c", _TOLD_TOO_SOON.format(number) + _SERVE.format(f"127.0.0.1:{free_port()}")]
    assert subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60).returncode == 0


def test_workers_end_when_their_parent_is_killed(serving: Serving) -> None:
    """No worker is left behind holding the port."""
    workers = serving.workers()
    serving.process.kill()
    until(lambda: not any(alive(pid) for pid in workers))

"""Pytest plugin: where the time went. Seconds of all tests together, and the ten files that took the longest.

A whole run is to stay under six minutes on two cores (CONTRIBUTING.md, Fast tests): look here first when it does not.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

FILES = 10
WORTH_SAYING = 60.0
"""Seconds: shorter runs are those of somebody at work on a few files."""


class Times:
    """Adds up what set-up, test and tear-down took, by file and by phase."""

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.phases: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one phase of one test; under xdist the workers report to the controller, which adds up."""
        file = report.nodeid.partition("::")[0]
        self.files[file] += report.duration
        self.phases[report.when] += report.duration
        self.tests[file] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say it, above pytest's own last line."""
        whole = sum(self.phases.values())
        if whole < WORTH_SAYING:
            return
        terminalreporter.section("where the time went")
        phases = ", ".join(f"{phase} {seconds:.0f} s" for phase, seconds in self.phases.most_common())
        terminalreporter.write_line(f"{whole:.0f} s in {sum(self.tests.values())} tests: {phases}")
        for file, seconds in self.files.most_common(FILES):
            terminalreporter.write_line(f"{seconds:7.1f} s  {self.tests[file]:4} tests  {file}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test come first, else a run may end with one process at work and the others idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: while one waits, for a window or for a lease to end, another works."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Only where the results come together."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times())

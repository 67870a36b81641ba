"""Pytest plugin: in CI no browser or PostgreSQL test may be skipped; names what failed before the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import pytest

NEVER_SKIPPED = ("browser", "postgres")


class RefusedSkips:
    """Collects the skips that CI does not accept and turns a green run with any of them red."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A skipped test that carries one of the markers (its own, its module's or its parameter's)."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report, [marker for marker in NEVER_SKIPPED if marker in report.keywords])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module skipped whole: its markers are not known, so its folder or name speaks for it."""
        if report.skipped:
            self._note(report, [marker for marker in NEVER_SKIPPED if marker in report.nodeid])

    def _note(self, report: pytest.TestReport | pytest.CollectReport, markers: list[str]) -> None:
        if markers:
            self.refused.append(f"{report.nodeid} ({', '.join(markers)})")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Exit 1 where everything else passed."""
        outcome = yield
        if self.refused and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return outcome

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name each refused skip."""
        if self.refused:
            terminalreporter.section("skipped, though CI must run them")
            terminalreporter.write_line("\n".join(self.refused), red=True)


def in_ci(environ: Mapping[str, str]) -> bool:
    """Whether this run decides about a change: CI is set, and not to a word that denies it."""
    return environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def pytest_configure(config: pytest.Config) -> None:
    """Watch the skips in CI; under xdist the controller alone judges, workers report to it."""
    if in_ci(os.environ) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(RefusedSkips())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which of the checks before the tests failed (./provost hands their names over)."""
    failed = os.environ.get("PROVOST_FAILED_CHECKS", "")
    if failed:
        terminalreporter.section("failed before the tests")
        terminalreporter.write_line(f"{failed} (their words stand above the tests)", red=True)

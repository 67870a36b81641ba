"""What strangers made is opened in a process apart: without secrets, within limits of memory, time and disk."""

from __future__ import annotations

import pytest

from app.foundation.apart import TooMuch, ask_apart

SAMPLES = "tests.parts.foundation.apart_samples"


@pytest.fixture(autouse=True, params=["started", "forked"])
def way(request: pytest.FixtureRequest) -> None:
    """Started anew as in production; and forked as for all other tests, within the same limits."""
    if request.param == "started":
        request.getfixturevalue("started_apart")


def test_a_process_apart_answers_with_plain_values() -> None:
    assert ask_apart(SAMPLES, "ß".encode(), "echo", "a b", "c") == {"said": "ß", "words": ["a b", "c"]}


def test_a_process_apart_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of the house stand in the environment of the house; a hostile file must not find them."""
    monkeypatch.setenv("PROVOST_SECRET_KEY", "a secret")
    found = ask_apart(SAMPLES, b"x", "environment")["names"]
    assert [name for name in found if name.startswith("PROVOST")] == []
    assert len(found) < 6


def test_a_process_apart_cannot_write_a_file() -> None:
    assert ask_apart(SAMPLES, b"x", "write") == {"written": False}


@pytest.mark.parametrize("wish", ["memory", "time", "deep", "fall over"])
def test_a_process_that_takes_too_much_or_falls_over_gives_no_answer(
    wish: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TooMuch):
        ask_apart(SAMPLES, b"x", wish)
    assert "a secret word" not in "".join(capfd.readouterr())


def test_a_module_that_is_not_there_gives_no_answer() -> None:
    with pytest.raises(TooMuch):
        ask_apart("app.no_such_module", b"x")

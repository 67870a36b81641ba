"""Settings: an instance for real people refuses what is missing, weak or wrong, and says all of it at once."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from app.__main__ import main
from config import BadSettings, Settings, keys_folder

SECRET = "Zr4vQm8wKp2xTn6yLd0cHb3gJf7sVa1e"
DATA_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
WHOLE = {"PROVOST_SECRET_KEY": SECRET, "PROVOST_DATA_KEY": DATA_KEY, "PROVOST_BASE_URL": "https://training.example.org"}


def problems(folder: Path, **changed: str) -> list[str]:
    """Return the names of the settings that are complained about."""
    environ = {"PROVOST_INSTANCE": str(folder), **WHOLE, **{f"PROVOST_{key}": value for key, value in changed.items()}}
    try:
        Settings.from_env(environ)
    except BadSettings as error:
        return [problem.partition(":")[0].removeprefix("PROVOST_") for problem in error.problems]
    return []


def test_what_is_needed_is_enough(tmp_path: Path) -> None:
    """Contract: three values; everything else has a default in the instance's folder."""
    settings = Settings.from_env({"PROVOST_INSTANCE": str(tmp_path), **WHOLE})
    assert not settings.demo
    assert settings.https
    assert settings.database_url == f"sqlite:///{tmp_path}/provost.sqlite3"
    assert settings.keys == tmp_path / "keys"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too short"),
        ("SECRET_KEY", "change-me" * 10),
        ("SECRET_KEY", "a" * 64),
        ("DATA_KEY", ""),
        ("DATA_KEY", "no base64 at all!"),
        ("DATA_KEY", base64.urlsafe_b64encode(bytes(32)).decode()),
        ("DATA_KEY", base64.urlsafe_b64encode(bytes(range(16))).decode()),
        ("BASE_URL", ""),
        ("BASE_URL", "training.example.org"),
        ("BASE_URL", "ftp://training.example.org"),
        ("DATABASE_URL", "mysql://somewhere/else"),
        ("DATABASE_URL", "postgres"),
        ("STORAGE_URL", "memory:"),
        ("STORAGE_URL", "gopher://x"),
        ("MAIL_FROM", "nobody"),
        ("BIND", "8000"),
        ("BIND", "127.0.0.1:many"),
        ("BIND", "127.0.0.1:70000"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "6"),
        ("TRUSTED_PROXIES", "all"),
        ("ACCESS_LOG", "/no such folder/access.log"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    """Contract: default, weak and unreadable values are refused like missing ones."""
    assert problems(tmp_path, **{name: value}) == [name]


@pytest.mark.parametrize(
    ("address", "named"), [("imap://relay", ["MAIL_URL"]), ("smtp://", ["MAIL_URL"]), ("smtp://a", [])]
)
def test_letters_need_a_server_and_a_sender(tmp_path: Path, address: str, named: list[str]) -> None:
    """Contract: who sends letters says from which address."""
    assert problems(tmp_path, MAIL_URL=address, MAIL_FROM="provost@example.org") == named
    assert problems(tmp_path, MAIL_URL=address) == [*named, "MAIL_FROM"]


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    """Contract: all read once, all problems reported at once."""
    wrong = {"SECRET_KEY": "x", "DATA_KEY": "x", "BASE_URL": "x", "DATABASE_URL": "x", "BIND": "x"}
    assert sorted(problems(tmp_path, **wrong)) == sorted(wrong)


@pytest.mark.parametrize("command", ["serve", "work", "migrate", "people", "audit"])
def test_a_command_refuses_an_instance_without_secrets(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: exit 1, on standard error, nothing made."""
    for name in WHOLE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROVOST_INSTANCE", str(tmp_path))
    more = {"people": ["agencies"], "audit": ["verify"]}
    assert main([command, *more.get(command, [])]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert all(name in said.err for name in WHOLE)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_without_signing_keys_refuses_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A4: else granted certificates would wait without a word."""
    for name, value in {**WHOLE, "PROVOST_INSTANCE": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    assert main(["work"]) == 1
    said = capsys.readouterr().err
    assert "issuer.key" in said
    assert "audit.pem" in said


def test_keys_that_were_made_are_taken_from_the_instance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: `keys make` writes what `serve` reads, and never replaces a key."""
    for name in WHOLE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROVOST_INSTANCE", str(tmp_path))
    assert main(["keys", "list"]) == 1
    assert main(["keys", "make", "--issuer", "A body that certifies"]) == 0
    before = {path.name: path.read_bytes() for path in keys_folder().iterdir()}
    assert main(["keys", "make"]) == 0
    assert {path.name: path.read_bytes() for path in keys_folder().iterdir()} == before
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys_folder().glob("*.key"))
    capsys.readouterr()
    assert main(["keys", "list"]) == 0
    assert "issuer.key" in capsys.readouterr().out
    assert Settings.from_env({"PROVOST_INSTANCE": str(tmp_path), "PROVOST_BASE_URL": "https://x.example"}).secret_key

"""`restore --test`: a backup is tried out beside the running instance, and the log says how it went (X10, R11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.audit.queries import entries_by
from app.cli.backup_trial import try_backup
from app.cli.commands import CommandLine
from app.cli.copies.making import backup
from app.cli.copies.places import Places
from app.foundation.crypto import Keyring
from tests.plugins.instances import Instance


def test_a_backup_is_tried_out_and_noted(demo: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole and with the keys here; cut short; with another key: each is told and in the log; nothing changes."""
    works, file = demo.works, tmp_path / "copy.tar"
    backup(Places.of(works.settings), file, datetime.now(UTC))
    cut, other = tmp_path / "cut.tar", replace(works, keyring=Keyring(bytes(range(1, 33))))
    cut.write_bytes(file.read_bytes()[:50_000])
    kept = file.read_bytes()

    def tried(path: Path, with_works: object) -> int:
        line = CommandLine(settings=lambda: works.settings, works=lambda: with_works, app=lambda: None)
        return try_backup(line, path, "")

    assert [tried(file, works), tried(cut, works), tried(file, other), tried(tmp_path / "none", works)] == [0, 1, 1, 1]
    said = capsys.readouterr()
    assert "restored whole" in said.out
    assert "opened with the keys of this instance" in said.err
    with works.database.reading() as connection:
        noted = entries_by(connection, "tag", "system:backup:tested")
    assert [one.data["ok"] for one in noted] == [False, False, True]
    assert file.read_bytes() == kept

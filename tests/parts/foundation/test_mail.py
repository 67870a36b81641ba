"""Letters: small and plain, no header of a stranger's making, sent once."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from app.foundation.crypto import Keyring
from app.foundation.mail import BadLetter, FolderMailBox, Letter
from app.foundation.transaction import Database
from app.jobs.mail import JOB, post
from app.jobs.worker import Workshop, run_once
from tests.parts.foundation.databases import HandClock

BAD = {
    "a header of the sender's own": ("a@example.org", "Hello\r\nBcc: b@example.org", "x"),
    "a line break in the address": ("a@example.org\nBcc: b@example.org", "Hello", "x"),
    "two addresses": ("a@example.org, b@example.org", "Hello", "x"),
    "no address": ("somebody", "Hello", "x"),
    "a display name": ("A <a@example.org>", "Hello", "x"),
    "too long": ("a@example.org", "Hello", "x" * 10_001),
    "too long a subject": ("a@example.org", "H" * 201, "x"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_letter_is_refused_before_it_is_queued(case: str) -> None:
    """CVE-2016-5013 and its kind."""
    with pytest.raises(BadLetter):
        Letter(*BAD[case])


def test_a_letter_goes_out_once_and_is_sealed_until_then(database: Database, clock: HandClock, tmp_path: Path) -> None:
    """S12: the outbox shows neither address nor text; R9: posted twice, sent once."""
    keyring = Keyring(bytes(32))
    parts = {"keyring": keyring, "mailbox": FolderMailBox(tmp_path / "mail", "provost@example.org")}
    letter = Letter("holder@example.org", "Votre certificat — شهادة", "Bonjour,\n.\nFrom here on\n")
    assert database.write(lambda unit: post(unit, keyring, letter, "granted:1"))
    assert not database.write(lambda unit: post(unit, keyring, letter, "granted:1"))
    with database.reading() as connection:
        stored = str(connection.exec_driver_sql("SELECT arguments, key FROM outbox").all())
    assert "holder" not in stored
    assert "Bonjour" not in stored
    run_once(Workshop(database, {JOB: "app.jobs.mail:send"}, parts=parts))
    (path,) = (tmp_path / "mail").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert (message["To"], message["Subject"]) == (letter.to, letter.subject)
    assert message.get_content().replace("\r\n", "\n") == letter.text
    assert message["Date"].datetime == clock.now.replace(microsecond=0)
    assert path.stat().st_size < 10_000

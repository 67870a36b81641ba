"""Letters by e-mail: small, plain text; laid into a folder, or handed to a server (smtp.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol

from app.foundation.stored_files import Folder

MAX_BYTES = 10_000


class BadLetter(ValueError):
    """A letter that must not be sent: a line break in a header, no address, or too long."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain text message to one person; checked when made, so that a bad one never reaches the queue."""

    to: str
    subject: str
    text: str

    def __post_init__(self) -> None:
        for field in (self.to, self.subject):
            if any(ord(letter) < 32 or ord(letter) == 127 for letter in field):
                raise BadLetter("a control character in a header field")
        if parseaddr(self.to)[1] != self.to or self.to.count("@") != 1:
            raise BadLetter("not one e-mail address")
        if len(self.text.encode()) > MAX_BYTES or len(self.subject) > 200:
            raise BadLetter(f"over {MAX_BYTES} bytes of text or 200 characters of subject")


class AddressRefused(Exception):
    """The mail server takes nothing for this address, now or later."""


class MailBox(Protocol):
    """Where letters go out. `key` names the letter: the same key again must not send it twice."""

    def send(self, letter: Letter, key: str, at: datetime) -> None:
        """Hand the letter over, or raise OSError so that the job tries again, `AddressRefused` so that it does not."""


class FolderMailBox:
    """Lays each letter into a folder as `<key>.eml`, for a relay to pick up or a person to read."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._files = Folder(folder)
        self._sender = sender

    def send(self, letter: Letter, key: str, at: datetime) -> None:
        """Write the letter whole; a letter that lies there already is left as it is."""
        self._files.put_new(f"{key}.eml", as_message(letter, self._sender, key, at))


def as_message(letter: Letter, sender: str, key: str, at: datetime) -> bytes:
    """Return the letter as it goes over the wire (RFC 5322); `key` becomes part of its Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{key}@{sender.partition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message.as_bytes()

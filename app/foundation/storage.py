"""Stored files as the parts see them: sealed with the data key, written once, checked when read by content."""

from __future__ import annotations

import hashlib

from app.foundation.crypto import Keyring
from app.foundation.stored_files import open_files

PURPOSE = "file"


class AlreadyStored(Exception):
    """Another content stands under this key; what was stored once is never replaced."""


class Storage:
    """Files at a URL (see `stored_files.open_files`), encrypted with the keyring of the house."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self.files = open_files(url)
        self._keyring = keyring

    def put_once(self, key: str, content: bytes) -> None:
        """Store `content` under `key`; the same content again is harmless, another raises `AlreadyStored`."""
        if self.files.put_new(key, self._keyring.seal(PURPOSE, content)):
            return
        if self.get(key) != content:
            raise AlreadyStored(key)

    def get(self, key: str) -> bytes:
        """Return the content; raises FileNotFoundError, or `WrongDataKey` when it was altered or the key is another."""
        return self._keyring.unseal(PURPOSE, self.files.get(key))

    def remove(self, key: str) -> None:
        """Take away a file that was promised to be forgotten; one that is not there is no error."""
        self.files.remove(key)

    def is_under(self, key: str, mark: bytes) -> bool:
        """Whether the file is sealed with the key of this mark; raises FileNotFoundError."""
        return self.files.beginning(key, len(mark)) == mark

    def seal_anew(self, key: str) -> None:
        """Seal the same content with the key that writes now."""
        self.files.replace(key, self._keyring.seal(PURPOSE, self.get(key)))

    def put_content(self, content: bytes) -> str:
        """Store `content` under its own SHA-256 and return that as 64 hexadecimal characters."""
        digest = hashlib.sha256(content).hexdigest()
        self.put_once(content_key(digest), content)
        return digest

    def get_content(self, digest: str) -> bytes:
        """Return the content with this SHA-256; raises FileNotFoundError, or `AlteredFile` when another lies there."""
        content = self.get(content_key(digest))
        if hashlib.sha256(content).hexdigest() != digest:
            raise AlteredFile(digest)
        return content


class AlteredFile(Exception):
    """The file under a digest has another digest: someone moved sealed files about."""


def content_key(digest: str) -> str:
    """Return where content with this SHA-256 lies; two letters make a folder, so that none grows huge."""
    return f"content/{digest[:2]}/{digest}"

"""Where files lie: a folder, memory or an object store; each is written whole, once, and never changed."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import MemoryStore, from_url

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*(/[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*)*")
_UNFINISHED = ".part"


class StoredFiles(Protocol):
    """Bytes by key, as they lie. A key is a relative path of ASCII letters, digits, `-`, `_`, `.` and `/`."""

    def put_new(self, key: str, data: bytes) -> bool:
        """Store `data` for good; False when the key is taken, and nothing is changed."""

    def get(self, key: str) -> bytes:
        """Return the bytes; raises FileNotFoundError."""

    def beginning(self, key: str, size: int) -> bytes:
        """Return the first bytes; raises FileNotFoundError."""

    def replace(self, key: str, data: bytes) -> None:
        """Put `data` in the place of a file that is there, whole or not at all: for another key of encryption alone."""

    def remove(self, key: str) -> None:
        """Take the file away; one that is not there is no error. For what was promised to be forgotten."""

    def keys(self) -> Iterator[str]:
        """Give the key of every stored file, in no order."""


def open_files(url: str) -> StoredFiles:
    """Return the files at `url`: a path or `file://…`, `memory:`, or what obstore knows (`s3://bucket/prefix`, …)."""
    parts = urlsplit(url)
    if parts.scheme in {"", "file"}:
        return Folder(Path(unquote(parts.path)))
    return Objects(MemoryStore() if parts.scheme == "memory" else from_url(url))


def checked_key(key: str) -> str:
    """Return `key`, or raise ValueError for one that could leave the folder or be read differently elsewhere."""
    if len(key) > 300 or not _KEY.fullmatch(key) or key.endswith(_UNFINISHED):
        raise ValueError(f"not a key of a stored file: {key[:80]!r}")
    return key


class Folder:
    """Files in a folder. Written beside their place, forced to the disk, then linked in: whole or not there (R7).

    obstore's own local store links without fsync (seen with strace), so a power cut could leave a file of zeros under
    its final name; hence the few lines here.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put_new(self, key: str, data: bytes) -> bool:
        """Store `data` for good; False when the key is taken. Raises OSError (disk full) and leaves nothing behind."""
        place = self.root / checked_key(key)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = place.parent / f".{secrets.token_hex(8)}{_UNFINISHED}"
        try:
            write_durably(unfinished, data)
            os.link(unfinished, place)
            return True
        except FileExistsError:
            return False
        finally:
            unfinished.unlink(missing_ok=True)
            sync_folder(place.parent)

    def get(self, key: str) -> bytes:
        """Return the bytes; raises FileNotFoundError."""
        return (self.root / checked_key(key)).read_bytes()

    def beginning(self, key: str, size: int) -> bytes:
        """Return the first bytes."""
        with (self.root / checked_key(key)).open("rb") as file:
            return file.read(size)

    def replace(self, key: str, data: bytes) -> None:
        """Write beside the file, force it to the disk, and rename it over."""
        place = self.root / checked_key(key)
        unfinished = place.parent / f".{secrets.token_hex(8)}{_UNFINISHED}"
        try:
            write_durably(unfinished, data)
            if place.exists():
                os.replace(unfinished, place)
        finally:
            unfinished.unlink(missing_ok=True)
            sync_folder(place.parent)

    def remove(self, key: str) -> None:
        """Take the file away, for good once this returns."""
        place = self.root / checked_key(key)
        if place.exists():
            place.unlink(missing_ok=True)
            sync_folder(place.parent)

    def keys(self) -> Iterator[str]:
        """Give the key of every finished file."""
        for path in self.root.rglob("*"):
            if path.is_file() and path.suffix != _UNFINISHED:
                yield path.relative_to(self.root).as_posix()


class Objects:
    """Files in an object store or in memory; the store itself refuses a second writer."""

    def __init__(self, store: obstore.store.ObjectStore) -> None:
        self._store = store

    def put_new(self, key: str, data: bytes) -> bool:
        """Store `data` for good; False when the key is taken."""
        try:
            obstore.put(self._store, checked_key(key), data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def get(self, key: str) -> bytes:
        """Return the bytes; raises FileNotFoundError."""
        return bytes(obstore.get(self._store, checked_key(key)).bytes())

    def beginning(self, key: str, size: int) -> bytes:
        """Return the first bytes."""
        return bytes(obstore.get_range(self._store, checked_key(key), start=0, length=size))

    def replace(self, key: str, data: bytes) -> None:
        """Store over what is there."""
        obstore.put(self._store, checked_key(key), data, mode="overwrite", use_multipart=False)

    def remove(self, key: str) -> None:
        """Take the file away."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, checked_key(key))

    def keys(self) -> Iterator[str]:
        """Give the key of every stored file."""
        for batch in obstore.list(self._store):
            yield from (entry["path"] for entry in batch)


def write_durably(path: Path, data: bytes) -> None:
    """Make the new file `path` and return when its bytes are on the disk; raises FileExistsError, OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Force the names in `folder` to the disk: without it a power cut may forget a link or a rename."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

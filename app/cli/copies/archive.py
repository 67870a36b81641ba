"""The file that a backup is: a tar with one hash per member and a manifest as its last member."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from app.foundation.stored_files import sync_folder

FORMAT = 1
MANIFEST = "manifest.json"
_BLOCK = 1 << 20


class BadBackup(Exception):
    """The file is no backup, is cut short, or is not what was written: nothing was restored."""


@dataclass(slots=True)
class Manifest:
    """What a backup says of itself. `rows` counts each table, `chain` is the head of the audit log."""

    database: str
    made_at: str
    revision: str
    rows: dict[str, int]
    columns: dict[str, list[str]]
    chain: dict[str, Any]
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Return the manifest in `data`; raises `BadBackup`."""
        try:
            manifest = cls(**json.loads(data))
        except (ValueError, TypeError) as error:
            raise BadBackup("its manifest cannot be read") from error
        if manifest.format != FORMAT:
            raise BadBackup(f"it has format {manifest.format}, this version reads {FORMAT}")
        return manifest


class Packer:
    """Writes the members of a new archive and remembers their hashes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w")
        self.members: dict[str, dict[str, Any]] = {}

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add one member from memory."""
        self._add(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> None:
        """Add one member from a file that no one writes any more."""
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = _Hashing(source)
        self._tar.addfile(info, reader)
        self.members[name] = {"sha256": reader.hexdigest(), "size": size}

    def close(self, manifest: Manifest) -> None:
        """Add the manifest and end the archive."""
        manifest.members = dict(self.members)
        data = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))
        self._tar.close()


class _Hashing(io.RawIOBase):
    """A file that hashes what is read from it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        return data

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack `source` into the empty `folder` and check every member; raises `BadBackup` at the first that is wrong."""
    found: dict[str, dict[str, Any]] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(source, "r:") as tar:
            for info in tar:
                if info.name == MANIFEST:
                    manifest = Manifest.read(_file(tar, info).read())
                else:
                    found[info.name] = _unpack_one(_file(tar, info), _inside(folder, info.name))
    except tarfile.TarError as error:
        raise BadBackup("it is no complete archive") from error
    if manifest is None:
        raise BadBackup("it has no manifest: it was cut short")
    for name in sorted(manifest.members.keys() | found.keys()):
        if manifest.members.get(name) != found.get(name):
            raise BadBackup(f"{name} is missing or not what was written")
    return manifest


def _file(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(info) if info.isreg() else None
    if file is None:
        raise BadBackup(f"{info.name[:80]} is no plain file")
    return file


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadBackup(f"{name[:80]} would lie outside")
    return path


def _unpack_one(source: IO[bytes], path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as target:
        for block in _blocks(source):
            target.write(block)
            digest.update(block)
            size += len(block)
        target.flush()
        os.fsync(target.fileno())
    return {"sha256": digest.hexdigest(), "size": size}


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(_BLOCK):
        yield block


def publish(unfinished: Path, target: Path) -> None:
    """Give a finished file its name: whole or not there, also after a power cut (R7)."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    os.link(unfinished, target)
    unfinished.unlink()
    sync_folder(target.parent)

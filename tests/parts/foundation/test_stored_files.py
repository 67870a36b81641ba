"""Files are stored once, sealed, and whole."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.foundation.crypto import Keyring, WrongDataKey
from app.foundation.storage import AlreadyStored, AlteredFile, Storage, content_key
from app.foundation.stored_files import Folder, open_files

KEY, CONTENT = "certificates/ABCD-1234.en.pdf", b"%PDF-1.7 a certificate"
BAD_KEYS = ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.b", "a b", "a\\b", "a\0b", "é", "a.part",
            "x" * 301]  # fmt: skip


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(bytes(range(32)))


@pytest.fixture(params=["folder", "file-url", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Storage:
    url = {"folder": str(tmp_path / "files"), "file-url": f"file://{tmp_path}/files", "memory": "memory:"}
    return Storage(url[request.param], keyring)


def test_a_file_is_stored_once(storage: Storage) -> None:
    """A3: the same content again is harmless, another is refused, the first stays."""
    storage.put_once(KEY, CONTENT)
    storage.put_once(KEY, CONTENT)
    with pytest.raises(AlreadyStored):
        storage.put_once(KEY, b"another")
    assert storage.get(KEY) == CONTENT
    assert list(storage.files.keys()) == [KEY]


def test_a_stored_file_lies_encrypted(storage: Storage) -> None:
    """S12: neither readable nor changeable without the data key."""
    storage.put_once(KEY, CONTENT)
    sealed = storage.files.get(KEY)
    assert b"PDF" not in sealed
    storage.files.put_new("altered", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(WrongDataKey):
        storage.get("altered")


def test_content_is_found_by_its_hash(storage: Storage) -> None:
    digest = storage.put_content(CONTENT)
    assert storage.put_content(CONTENT) == digest
    assert storage.get_content(digest) == CONTENT
    storage.files.put_new(content_key("0" * 64), storage.files.get(content_key(digest)))
    with pytest.raises(AlteredFile):
        storage.get_content("0" * 64)


def test_what_is_not_there_is_not_found(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        storage.get("nothing/here")
    assert list(storage.files.keys()) == []


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_cannot_leave_the_folder(storage: Storage, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        storage.put_once(key, b"x")
    with pytest.raises(ValueError, match="not a key"):
        storage.get(key)


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    files = Folder(tmp_path / "files")
    files.put_new("a/b", b"x")
    assert oct((tmp_path / "files/a/b").stat().st_mode & 0o777) == "0o600"
    assert oct((tmp_path / "files/a").stat().st_mode & 0o777) == "0o700"
    assert [path.name for path in (tmp_path / "files/a").iterdir()] == ["b"]


def test_a_write_that_was_cut_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R7: what fails before the bytes are on the disk is not visible, and can be done again."""
    files = open_files(str(tmp_path))
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", _fail)
        with pytest.raises(OSError, match="cut"):
            files.put_new("a", b"x" * 100)
    assert list(tmp_path.iterdir()) == []
    assert files.put_new("a", b"x" * 100)


def _fail(_descriptor: int) -> None:
    raise OSError("cut")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_no_file(small_disk: Path, keyring: Keyring) -> None:
    """R7: no truncated file is visible; when space returns the same call succeeds."""
    storage = Storage(str(small_disk / "files"), keyring)
    (small_disk / "ballast").write_bytes(b"x" * 150_000)
    with pytest.raises(OSError, match="No space left"):
        storage.put_once(KEY, b"c" * 200_000)
    assert list(storage.files.keys()) == []
    assert [path for path in (small_disk / "files").rglob("*") if path.is_file()] == []
    (small_disk / "ballast").unlink()
    storage.put_once(KEY, b"c" * 200_000)
    assert storage.get(KEY) == b"c" * 200_000

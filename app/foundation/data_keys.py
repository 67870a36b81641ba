"""The data keys of an instance as files: the one that writes, those still needed for reading, what outlasts them all.

`data.key` writes; `data-<number>.key` are read only. A retired key lies as `data-<number>.retired`, unread; of what it
made only the hashes of printed codes are still judged, by the key of its hashes alone: `former-<number>.key`, and
`lasting.key` for the first, which holds the key of forms too.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.foundation.stored_files import sync_folder, write_durably

WRITES, LASTING = "data.key", "lasting.key"
MOST = 61
"""So many keys an instance can have one after another: each has a letter of its own before what it sealed."""


class BadDataKey(ValueError):
    """A file of the folder holds no data key, or the keys do not fit together."""


@dataclass(frozen=True, slots=True)
class DataKeys:
    """Number → key (32 bytes), the number of the one that writes, and the 64 bytes that outlast a rotation, if any.

    `former` holds the keys of the hashes of earlier data keys, by their number.
    """

    writes: int
    keys: Mapping[int, bytes] = field(repr=False)
    lasting: bytes = field(default=b"", repr=False)
    former: Mapping[int, bytes] = field(default_factory=dict, repr=False)


def data_keys_in(folder: Path) -> DataKeys:
    """Return the keys of the folder. Raises `BadDataKey`, FileNotFoundError."""
    number, key = read_key((folder / WRITES).read_text())
    older = dict(read_key(path.read_text()) for path in folder.glob("data-*.key"))
    lasting = (folder / LASTING).read_text() if (folder / LASTING).exists() else ""
    if (number > 1 or older) and not lasting:
        raise BadDataKey(f"{LASTING} is missing: without it nobody is found by name and nobody can sign in")
    kept = _bytes(lasting, 64) if lasting else b""
    former = dict(read_key(path.read_text()) for path in folder.glob("former-*.key"))
    return DataKeys(number, {**older, number: key}, kept, {1: kept[:32], **former} if kept else former)


def read_key(text: str) -> tuple[int, bytes]:
    """Return number and key of `number:base64`; the first key of an instance has no number. Raises `BadDataKey`."""
    number, _, key = text.strip().rpartition(":")
    if number and not (number.isascii() and number.isdigit() and 1 < int(number) <= MOST):
        raise BadDataKey(f"{number[:8]} is no number of a data key")
    return int(number or 1), _bytes(key, 32)


def begin_rotation(folder: Path, lasting: bytes) -> int:
    """Put a new key in the place of the one that writes, which stays for reading; return the new number.

    `lasting` is what must not change (`Keyring.lasting`). Cut off anywhere, it can be run again. Raises `BadDataKey`
    while an earlier rotation has not ended, or when the letters have run out.
    """
    number, key = read_key((folder / WRITES).read_text())
    older = [path for path in folder.glob("data-*.key") if read_key(path.read_text())[0] != number]
    if older:
        raise BadDataKey("an earlier rotation has not ended: run ./provost keys retire first")
    if number == MOST:
        raise BadDataKey("this instance has had all the data keys that it can have")
    _write_once(folder / LASTING, base64.urlsafe_b64encode(lasting).decode())
    _write_once(folder / f"data-{number}.key", _text(number, key))
    unfinished = folder / f".{secrets.token_hex(8)}.part"
    write_durably(unfinished, _text(number + 1, secrets.token_bytes(32)).encode() + b"\n")
    os.replace(unfinished, folder / WRITES)
    sync_folder(folder)
    return number + 1


def retire(folder: Path, number: int, search_key: bytes) -> Path:
    """Take a key out of use: it is kept under another name, for backups from before, and read by nobody.

    `search_key` (`Keyring.search_key`) stays, for the codes that were printed under it.
    """
    if number > 1:
        _write_once(folder / f"former-{number}.key", _text(number, search_key))
    retired = folder / f"data-{number}.retired"
    (folder / f"data-{number}.key").rename(retired)
    sync_folder(folder)
    return retired


def _write_once(path: Path, text: str) -> None:
    if path.exists() and path.read_text().strip() == text:
        return  # a rotation before this one was cut off here
    if path.exists():
        raise BadDataKey(f"{path.name} holds another key")
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")
    write_durably(unfinished, text.encode() + b"\n")
    os.replace(unfinished, path)
    sync_folder(path.parent)


def _text(number: int, key: bytes) -> str:
    plain = base64.urlsafe_b64encode(key).decode()
    return plain if number == 1 else f"{number}:{plain}"


def _bytes(text: str, size: int) -> bytes:
    try:
        found = base64.urlsafe_b64decode(text.strip())
    except (binascii.Error, ValueError) as error:
        raise BadDataKey("not base64") from error
    if len(found) != size:
        raise BadDataKey(f"{size} bytes are needed, {len(found)} are there")
    return found

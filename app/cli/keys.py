"""`keys`: the secret, the data key, the three signing keys of certificates and the one of the log."""

from __future__ import annotations

import base64
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.accreditation.published_keys import published_keys
from app.accreditation.signing.ed25519 import has_key, make_key, rotate_key, save_key
from app.accreditation.signing.keys import KEY_FILE, BadKey, make_issuer_key, rotate, save
from app.accreditation.signing.public_keys import KeyKind
from app.audit.keys import own_key
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.data_key import retire_data, rotate_data
from app.foundation.stored_files import write_durably
from config import keys_folder

ISSUER = "International Alliance for Cybercrime Training"
_Rotation = Callable[[Path, str, datetime], str]


def keys(line: CommandLine, arguments: list[str]) -> int:
    """Make the keys an instance needs (never replacing one), list them, bring in new ones, retire old data keys."""
    options = parser("keys", keys.__doc__ or "", 'keys make --issuer "Name of the body that certifies"')
    options.add_argument("action", choices=("make", "list", "rotate", "retire"))
    options.add_argument("--folder", type=Path, default=keys_folder(), help="default: keys/ of the instance")
    options.add_argument("--issuer", default=ISSUER, help="who issues")
    options.add_argument("--only", choices=("data", *_ROTATIONS), action="append", help="rotate: this key alone")
    given = options.parse_args(arguments)
    if given.action == "list":
        return _list(given.folder)
    if given.action == "retire":
        return retire_data(line)
    if given.action == "rotate":
        kinds = given.only or list(_ROTATIONS)
        signing = [kind for kind in kinds if kind != "data"]
        done = _rotate(given.folder, given.issuer, signing) if signing else 0
        return done or (rotate_data(line) if "data" in kinds else 0)
    return _make_all(given.folder, given.issuer)


def _make_all(folder: Path, issuer: str) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("secret.key", "data.key"):
        _make(folder / name)
    own_key(folder)
    if not (folder / KEY_FILE).exists():
        save(make_issuer_key(issuer, at=datetime.now(UTC)), folder)
    for kind in KeyKind:
        if not has_key(folder, kind):
            save_key(make_key(kind, at=datetime.now(UTC)), folder)
    print(f"Keys are in {folder}. Keep a copy apart from the backups: without data.key no name can be read.")
    return 0


def _list(folder: Path) -> int:
    found = sorted([*folder.glob("*.key"), *folder.glob("*.pem")])
    if not found:
        print(f"No key lies in {folder}. `./provost keys make` makes them.", file=sys.stderr)
        return 1
    print("\n".join(path.name for path in found))
    for key in published_keys(folder, demo=True)["keys"]:
        print(_described(key))
    return 0


def _described(key: Mapping[str, Any]) -> str:
    marked = ", a demonstration's" if key["demonstration"] else ""
    times = f"{key['valid_from'][:10]} to {key['valid_until'][:10]}"
    return f"{key['id']:<16}  {key['kind']}: {key['signs']}, {times}{marked}"


def _rotate(folder: Path, issuer: str, kinds: list[str]) -> int:
    at = datetime.now(UTC)
    for kind in kinds:
        try:
            print(f"{kind}: {_ROTATIONS[kind](folder, issuer, at)} signs from now on.")
        except (BadKey, ValueError) as error:
            print(f"{kind}: {error}. `./provost keys make` makes what is missing.", file=sys.stderr)
            return 1
    print("What the earlier keys signed stays good: their public halves stay in the folder and are published.")
    print("Make a new copy of the folder, and a new offline verifier (./provost certificates offline-verifier).")
    return 0


def _rotate_pdf(folder: Path, issuer: str, at: datetime) -> str:
    new = make_issuer_key(issuer, at=at)
    rotate(new, folder, allow_demo=True)
    return new.key_id


def _rotation(kind: KeyKind) -> _Rotation:
    def rotate_one(folder: Path, issuer: str, at: datetime) -> str:
        if not has_key(folder, kind):
            raise BadKey(f"no key signs {kind.value}")
        new = make_key(kind, at=at)
        rotate_key(new, folder)
        return new.key_id

    return rotate_one


_ROTATIONS: Mapping[str, _Rotation] = {"pdf": _rotate_pdf, **{kind.value: _rotation(kind) for kind in KeyKind}}


def _make(path: Path) -> None:
    if path.exists():
        print(f"{path.name} is there already and stays as it is.", file=sys.stderr)
        return
    write_durably(path, base64.urlsafe_b64encode(secrets.token_bytes(32)) + b"\n")

"""`keys`: the secret, the data key, the signing keys of certificates and of the log."""

from __future__ import annotations

import base64
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.accreditation.signing.keys import KEY_FILE, make_issuer_key, save
from app.audit.keys import own_key
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.foundation.stored_files import write_durably
from config import keys_folder


def keys(line: CommandLine, arguments: list[str]) -> int:
    """Make the keys an instance needs (never replacing one), or list what is there."""
    options = parser("keys", keys.__doc__ or "", 'keys make --issuer "Name of the body that certifies"')
    options.add_argument("action", choices=("make", "list"))
    options.add_argument("--folder", type=Path, default=keys_folder(), help="default: keys/ of the instance")
    options.add_argument("--issuer", default="International Alliance for Cybercrime Training", help="who issues")
    given = options.parse_args(arguments)
    if given.action == "list":
        return _list(given.folder)
    given.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("secret.key", "data.key"):
        _make(given.folder / name)
    own_key(given.folder)
    if not (given.folder / KEY_FILE).exists():
        save(make_issuer_key(given.issuer, at=datetime.now(UTC)), given.folder)
    print(f"Keys are in {given.folder}. Keep a copy apart from the backups: without data.key no name can be read.")
    return 0


def _list(folder: Path) -> int:
    found = sorted([*folder.glob("*.key"), *folder.glob("*.pem")])
    if not found:
        print(f"No key lies in {folder}. `./provost keys make` makes them.", file=sys.stderr)
        return 1
    print("\n".join(path.name for path in found))
    return 0


def _make(path: Path) -> None:
    if path.exists():
        print(f"{path.name} is there already and stays as it is.", file=sys.stderr)
        return
    write_durably(path, base64.urlsafe_b64encode(secrets.token_bytes(32)) + b"\n")

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


def keys(line: CommandLine, arguments: list[str]) -> int:
    """Make the keys an instance needs (never replacing one), or list what is there."""
    options = parser("keys", keys.__doc__ or "", "keys make --folder instance/keys")
    options.add_argument("action", choices=("make", "list"))
    options.add_argument("--folder", type=Path, default=Path("instance/keys"), help="where the keys lie")
    options.add_argument("--issuer", default="International Alliance for Cybercrime Training", help="who issues")
    given = options.parse_args(arguments)
    if given.action == "list":
        for path in sorted(given.folder.glob("*.key")) + sorted(given.folder.glob("*.pem")):
            print(path.name)
        return 0
    given.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("secret.key", "data.key"):
        _make(given.folder / name)
    own_key(given.folder)
    if not (given.folder / KEY_FILE).exists():
        save(make_issuer_key(given.issuer, at=datetime.now(UTC)), given.folder)
    print(f"Keys are in {given.folder}. Keep a copy apart from the backups: without data.key no name can be read.")
    return 0


def _make(path: Path) -> None:
    if path.exists():
        print(f"{path.name} is there already and stays as it is.", file=sys.stderr)
        return
    write_durably(path, base64.urlsafe_b64encode(secrets.token_bytes(32)) + b"\n")

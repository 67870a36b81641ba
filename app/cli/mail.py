"""`mail`: letters that came back."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from app.cli.arguments import line_of, parser
from app.cli.commands import CommandLine
from app.foundation.bounces import LARGEST, returned_name
from app.identity.services.unreachable import note_unreachable
from app.jobs.mail import addresses_of


def mail(line: CommandLine, arguments: list[str]) -> int:
    """Note at which addresses letters do not arrive: from reports that came back (RFC 3464), or because you say so.

    A report counts only for a letter sent from here in the last 90 days; what else a folder holds is passed by.
    """
    options = parser("mail", mail.__doc__ or "", "mail bounced /var/mail/provost/new")
    options.add_argument("action", choices=("bounced",))
    options.add_argument(
        "what",
        nargs="+",
        type=line_of(500),
        metavar="FILE|FOLDER|ADDRESS",
        help="reports as files or in folders (a Maildir), - for one on standard input; or an address itself",
    )
    given = options.parse_args(arguments)
    told = [one for one in given.what if "@" in one and not Path(one).exists()]
    files = [path for one in given.what if one not in told for path in _files(one)]
    names = [name for name in (returned_name(_content(path)) for path in files) if name]
    works = line.works()
    new = works.database.write(partial(_note, keyring=works.keyring, names=names, told=told))
    print(f"Reports read: {len(files)}; about letters from here: {len(names)}. People told in the house: {new}.")
    return 0


def _note(unit: Any, keyring: Any, names: list[str], told: list[str]) -> int:
    found = addresses_of(unit.connection, keyring, names)
    bounced = sum(note_unreachable(unit, address, "bounced") for address in sorted(found))
    return bounced + sum(note_unreachable(unit, address, "told") for address in told)


def _files(name: str) -> list[Path | None]:
    """Return the files that a name stands for; None is standard input."""
    if name == "-":
        return [None]
    path = Path(name)
    return [*sorted(one for one in path.rglob("*") if one.is_file())] if path.is_dir() else [path]


def _content(path: Path | None) -> bytes:
    """Return what a file holds, no more than a report may."""
    if path is None:
        return sys.stdin.buffer.read(LARGEST + 1)
    with path.open("rb") as file:
        return file.read(LARGEST + 1)

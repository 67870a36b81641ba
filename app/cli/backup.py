"""`backup` and `restore`: one file with the database and the stored files, checked when it comes back (X10, R11)."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.cli.arguments import parser
from app.cli.backup_trial import try_backup
from app.cli.commands import CommandLine
from app.cli.copies.archive import BadBackup, Manifest
from app.cli.copies.making import backup
from app.cli.copies.places import FILES, Occupied, Places
from app.cli.copies.restoring import restore
from app.foundation.transaction import Database

KEYS_APART = (
    "The keys are NOT in this file: the data key and the signing keys must be kept apart from it.\n"
    "Without the data key nobody can read what is restored."
)


def _note(places: Places, tag: AuditTag, manifest: Manifest) -> None:
    database = Database(places.database_url)
    chained = manifest.chain["sequence"]
    database.write(lambda unit: record(
        unit, tag, actor=SYSTEM, subject="instance", made_at=manifest.made_at, chain_sequence=chained))  # fmt: skip
    database.engine.dispose()


def _say(manifest: Manifest, done: str, *, as_json: bool) -> None:
    files = sum(1 for name in manifest.members if name.startswith(f"{FILES}/"))
    said = {
        "made_at": manifest.made_at,
        "database": manifest.database,
        "revision": manifest.revision,
        "rows": sum(manifest.rows.values()),
        "files": files,
        "chain": manifest.chain,
        "keys_included": False,
    }
    if as_json:
        print(json.dumps(said))
        return
    print(f"{done}: {said['rows']} rows, {files} files, audit log up to entry {manifest.chain['sequence']}.")
    print(KEYS_APART)


def _options(name: str, does: str) -> argparse.ArgumentParser:
    options = parser(name, does, f"{name} monday.tar")
    options.add_argument("file", type=Path, metavar="FILE")
    options.add_argument("--json", action="store_true", help="what is in the file, for a program")
    return options


def backup_command(line: CommandLine, arguments: list[str]) -> int:
    """Copy database, stored files and anchors into one new file, while everything runs. Keys are not in it."""
    given = _options("backup", backup_command.__doc__ or "").parse_args(arguments)
    places = Places.of(line.settings())
    try:
        manifest = backup(places, given.file.absolute(), datetime.now(UTC))
    except (OSError, BadBackup, DBAPIError) as error:
        print(f"No backup was made: {error}", file=sys.stderr)
        return 1
    _note(places, AuditTag.BACKUP_MADE, manifest)
    _say(manifest, f"{given.file} is written", as_json=given.json)
    return 0


def restore_command(line: CommandLine, arguments: list[str]) -> int:
    """Put a backup into an empty instance, checked whole; stop web and worker first. --test only tries it out."""
    options = _options("restore", restore_command.__doc__ or "")
    options.add_argument("--force", action="store_true", help="rename what stands there already")
    options.add_argument("--test", action="store_true", help="try it out in a place of its own; changes nothing")
    options.add_argument("--test-database", default="", metavar="URL", help="with --test: an empty PostgreSQL database")
    given = options.parse_args(arguments)
    if given.test:
        return try_backup(line, given.file, given.test_database)
    places = Places.of(line.settings())
    try:
        manifest = restore(given.file, places, datetime.now(UTC), force=given.force)
    except Occupied as error:
        print(f"Nothing was restored: {error}. --force renames it and goes on.", file=sys.stderr)
        return 1
    except (OSError, BadBackup, DBAPIError) as error:
        print(f"The backup was not restored: {error}", file=sys.stderr)
        return 1
    _note(places, AuditTag.BACKUP_RESTORED, manifest)
    _say(manifest, f"{given.file} is restored", as_json=given.json)
    return 0

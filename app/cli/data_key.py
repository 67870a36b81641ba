"""`keys rotate --only data` and `keys retire`: another data key takes over while everything runs (S12)."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from app.audit.resealing import ask_for_resealing, left_under_older, note_retired
from app.cli.commands import CommandLine
from app.foundation.data_keys import WRITES, BadDataKey, begin_rotation, data_keys_in, retire

GRACE_SECONDS = 120.0
"""So long after a new key came another process may still seal with the old one: each looks every few seconds."""
_FROM_ENVIRONMENT = (
    "The data key comes from PROVOST_DATA_KEY. Put its text into keys/data.key of the instance, take the variable out, "
    "start web and worker again, then rotate."
)


def rotate_data(line: CommandLine) -> int:
    """Make a data key that writes from now on; the worker seals everything anew."""
    folder = _folder(line)
    if folder is None:
        return 1
    works = line.works()
    with works.database.reading() as connection:
        unsettled = any(one.unsettled(connection, works.keyring) for one in works.parts["hashed_rows"])
    if unsettled:
        print("data: the worker still takes away the hashes of the key before this one. Try later.", file=sys.stderr)
        return 1
    try:
        number = begin_rotation(folder, works.keyring.lasting)
    except (BadDataKey, OSError) as error:
        print(f"data: {error}.", file=sys.stderr)
        return 1
    works.database.write(lambda unit: ask_for_resealing(unit, number))
    print(f"data: key {number} writes from now on; web and worker notice within seconds.")
    print("The worker makes rows, files and hashes anew. `./provost keys retire` says how far it is, and ends it.")
    print("Make a new copy of the folder of keys now.")
    return 0


def retire_data(line: CommandLine) -> int:
    """Take older data keys out of use once nothing is sealed with them."""
    folder = _folder(line)
    if folder is None:
        return 1
    works, keys = line.works(), data_keys_in(folder)
    older = sorted(set(keys.keys) - {keys.writes})
    if not older:
        print(f"Data key {keys.writes} is the only one.")
        return 0
    with works.database.reading() as connection:
        left = left_under_older(connection, works.parts["storage"], works.keyring, works.parts["hashed_rows"])
    if not left.nothing:
        print(
            f"Not yet: {left.rows} rows and {left.files} files are sealed with an older key, "
            f"{left.hashed} rows are found by its hashes. The worker goes on."
        )
        return 1
    if time.time() - (folder / WRITES).stat().st_mtime < GRACE_SECONDS:
        print("Not yet: the new key is younger than two minutes. Try again then.")
        return 1
    for number in older:
        kept = retire(folder, number, works.keyring.search_key(number))
        works.database.write(lambda unit, number=number: note_retired(unit, number))
        print(f"Nothing is under data key {number}; it is kept as {kept.name}, which nothing reads.")
    print("Its last hashes are taken out of the database within minutes.")
    print("Move it to where the keys of old backups lie: backups from before cannot be read without it.")
    return 0


def _folder(line: CommandLine) -> Path | None:
    folder: Path | None = line.settings().data_key_folder
    if folder is None:
        print(_FROM_ENVIRONMENT, file=sys.stderr)
    return folder

"""A person's copy of everything that is held about them: one JSON document, one readable page, their files (O34)."""

from __future__ import annotations

import io
import json
import mimetypes
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import sqlalchemy as sa

from app.audit.own_records import done_by, done_to
from app.foundation.own_records import OwnRecords
from app.foundation.storage import Storage
from app.foundation.words import N_
from app.identity.models import Person
from app.identity.own_page import own_page

FORMAT = "provost-own-record/1"
MOST_BYTES = 100_000_000
DONE_KEY, TO_KEY = "what-you-did", "who-looked-or-changed"
_DONE, _TO = N_("What you did, as the log has it"), N_("Who looked at or changed your records, by their role, and why")
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_PEOPLE = sa.select(Person.id).where(Person.id.in_(sa.bindparam("ids", expanding=True)))
_AT_ONCE = 500
Words = Callable[[str], str]


def own_record(
    connection: sa.Connection, person_id: str, records: Sequence[OwnRecords], now: datetime, words: Words
) -> dict[str, Any]:
    """Return what is held about the person, as JSON has it: section → what it is, what was left out and why, its rows.

    Other people appear as `another person`: a copy of one's own record must not tell who else is in the house.
    """
    sections = {one.key: _section(connection, person_id, one, words) for one in records}
    subjects = [f"person:{person_id}", *_subjects(records, sections)]
    sections[DONE_KEY] = {"what": words(_DONE), "left_out": {}, "rows": done_by(connection, person_id)}
    sections[TO_KEY] = {"what": words(_TO), "left_out": {}, "rows": done_to(connection, person_id, subjects)}
    whole = {"format": FORMAT, "made_at": now, "sections": sections}
    text = json.dumps(whole, ensure_ascii=False, default=_plain)
    found: dict[str, Any] = json.loads(_without_others(connection, person_id, text))
    return found


def own_archive(record: Mapping[str, Any], records: Sequence[OwnRecords], storage: Storage, words: Words) -> bytes:
    """Return the copy as a ZIP: `record.json`, `index.html`, and the stored files under `files/`.

    Files beyond 100 MB together are not in it; each can be had on its own page, and the record says so.
    """
    files = dict(_files(record, records, storage))
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("record.json", json.dumps(record, ensure_ascii=False, indent=1))
            archive.writestr("index.html", own_page(record, sorted(files), words))
            for name, content in files.items():
                archive.writestr(name, content)
        return target.getvalue()


def _section(connection: sa.Connection, person_id: str, one: OwnRecords, words: Words) -> dict[str, Any]:
    rows = [dict(row._mapping) for row in connection.execute(one.select, {"person_id": person_id})]
    for row in rows:
        for name in one.json:
            row[name] = json.loads(row[name])
    return {"what": words(one.what), "left_out": dict(one.left_out), "rows": rows}


def _subjects(records: Sequence[OwnRecords], sections: Mapping[str, Any]) -> Iterable[str]:
    for one in records:
        for row in sections[one.key]["rows"] if one.subjects else ():
            yield row["id"]
            yield from (f"{word}:{row['id']}" for word in one.subjects)


def _without_others(connection: sa.Connection, person_id: str, text: str) -> str:
    ids, people = sorted(set(_ID.findall(text))), set[str]()
    for start in range(0, len(ids), _AT_ONCE):
        people |= set(connection.scalars(_PEOPLE, {"ids": ids[start : start + _AT_ONCE]}))
    said = {one: "you" if one == person_id else "another person" for one in people}
    return _ID.sub(lambda found: said.get(found[0], found[0]), text)


def _files(record: Mapping[str, Any], records: Sequence[OwnRecords], storage: Storage) -> Iterable[tuple[str, bytes]]:
    left = MOST_BYTES
    for one in records:
        for row in record["sections"][one.key]["rows"] if one.storage_key else ():
            left -= int(row["size"])
            row["file"] = ""
            if left > 0:
                name = f"files/{one.key}/{row['sha256'][:16]}{_ending(row, one.storage_key)}"
                row["file"] = name
                yield name, storage.get(row[one.storage_key])


def _ending(row: Mapping[str, Any], column: str) -> str:
    return mimetypes.guess_extension(row.get("media_type", "")) or PurePosixPath(row[column]).suffix


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"a copy cannot hold {type(value).__name__}")

"""By which keyed hash a certificate is found by its holder's name, while one data key takes over from another (S12)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accreditation.models import Credential
from app.accreditation.services.looking_up import NAME
from app.foundation.crypto import Keyring
from app.foundation.rehashing import HashedRows

_ROWS = (
    sa.select(Credential.id, Credential.person_id, Credential.statement, Credential.name_hash)
    .where(Credential.id > sa.bindparam("after"))
    .order_by(Credential.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_HASH = (
    sa.update(Credential).where(Credential.id == sa.bindparam("credential")).values(name_hash=sa.bindparam("name_hash"))
)


def _differing(_connection: sa.Connection, keyring: Keyring, rows: Sequence[Any]) -> list[dict[str, str]]:
    wanted = ({"credential": row.id, "name_hash": _wanted(keyring, row)} for row in rows)
    return [one for row, one in zip(rows, wanted, strict=True) if one["name_hash"] != row.name_hash]


def _wanted(keyring: Keyring, row: Any) -> str:
    """A certificate that names nobody is found by no name; what its hash was made of tells which it is."""
    name = json.loads(row.statement)["holder"]["name"]
    found_by = name if row.name_hash in keyring.search_hashes(NAME, name) else row.person_id
    return keyring.search_hash(NAME, found_by)


def _mend(connection: sa.Connection, one: dict[str, str]) -> None:
    connection.execute(_HASH, one)


def _unsettled(_connection: sa.Connection, _keyring: Keyring) -> bool:
    return False  # the one column holds what the key that writes makes, before a key goes out of use


CREDENTIALS = HashedRows("credential", _ROWS, _differing, _mend, _unsettled)

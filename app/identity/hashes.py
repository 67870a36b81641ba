"""By which keyed hashes people are found, while one data key takes over from another (S12, decision 0004).

A sign-in name stands under a key of an odd number in one column and under one of an even number in another, both
unique: while two keys are in use it stands in both, so that no two people get one name, whichever key a process knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.foundation.rehashing import HashedRows
from app.identity.domain.cover import cover_of
from app.identity.models import Person, PersonNameToken
from app.identity.queries import NAME, NUMBER, name_words

ERASED = "erased-"
"""What stands before the id, in place of a hash, of somebody whose names are erased."""
_NO_HASH = "no-hash-"
"""The same where only a key of an even number is in use."""

_ROWS = (
    sa.select(
        Person.id,
        Person.sign_in_name,
        Person.sign_in_hash,
        Person.sign_in_hash_even,
        Person.service_number,
        Person.service_hash,
        Person.name,
        Person.name_original,
        Person.cover,
    )
    .where(Person.id > sa.bindparam("after"), Person.sign_in_hash.not_like(ERASED + "%"))
    .order_by(Person.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_WORDS = sa.select(PersonNameToken.person_id, PersonNameToken.token).where(
    PersonNameToken.person_id.in_(sa.bindparam("people", expanding=True))
)
_HASHES = (
    sa.update(Person)
    .where(Person.id == sa.bindparam("person"))
    .values({name: sa.bindparam(name) for name in ("sign_in_hash", "sign_in_hash_even", "service_hash")})
)
_NO_WORDS = sa.delete(PersonNameToken).where(PersonNameToken.person_id == sa.bindparam("person"))
_ODD = sa.select(
    sa.exists().where(Person.sign_in_hash.not_like(ERASED + "%"), Person.sign_in_hash.not_like(_NO_HASH + "%"))
)
_EVEN = sa.select(sa.exists().where(Person.sign_in_hash_even.is_not(None)))


@dataclass(frozen=True, slots=True)
class PersonHashes:
    """Everything that a person is to be found by: columns of the row, and the words of the names."""

    person_id: str
    columns: Mapping[str, str | None]
    words: frozenset[str]


def sign_in_columns(keyring: Keyring, person_id: str, sign_in_name: str) -> dict[str, str | None]:
    """Return what the two columns of a sign-in name hold."""
    odd, even = keyring.twin_hashes(NAME, sign_in_name)
    return {"sign_in_hash": odd or _NO_HASH + person_id, "sign_in_hash_even": even}


def _differing(connection: sa.Connection, keyring: Keyring, rows: Sequence[Any]) -> list[PersonHashes]:
    words = defaultdict(set)
    for row in connection.execute(_WORDS, {"people": [row.id for row in rows]}):
        words[row.person_id].add(row.token)
    wanted = [(row, _wanted(keyring, row)) for row in rows]
    return [one for row, one in wanted if one.words != words[row.id] or one.columns.items() - row._mapping.items()]


def _wanted(keyring: Keyring, row: Any) -> PersonHashes:
    number = keyring.search_hash(NUMBER, row.service_number) if row.service_number else None
    columns = {**sign_in_columns(keyring, row.id, row.sign_in_name), "service_hash": number}
    words = name_words(keyring, row.name, row.name_original, cover_of(row.cover) or None)
    return PersonHashes(row.id, columns, frozenset(words))


def _mend(connection: sa.Connection, one: PersonHashes) -> None:
    connection.execute(_HASHES, {"person": one.person_id, **one.columns})
    connection.execute(_NO_WORDS, {"person": one.person_id})
    rows = [{"person_id": one.person_id, "token": word} for word in sorted(one.words)]
    if rows:
        connection.execute(sa.insert(PersonNameToken), rows)


def _unsettled(connection: sa.Connection, keyring: Keyring) -> bool:
    return bool(connection.scalar(_EVEN if keyring.writes % 2 else _ODD))


PEOPLE = HashedRows("person", _ROWS, _differing, _mend, _unsettled)

"""Whom a sign-in name or a service number means, for tables that name people by it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.identity.models import Person
from app.identity.queries import NAME, NUMBER, SIGNS_IN_AS

_WHO = sa.select(Person.id).where(SIGNS_IN_AS)
_CALLED = sa.select(Person.id, Person.sign_in_hash, Person.sign_in_hash_even, Person.service_hash).where(
    sa.or_(SIGNS_IN_AS, Person.service_hash.in_(sa.bindparam("numbers", expanding=True)))
)


def person_signing_in(connection: sa.Connection, keyring: Keyring, sign_in_name: str) -> str | None:
    """Return the id of who signs in with this name, whether they still serve or left; None for nobody."""
    found: str | None = connection.scalar(_WHO, {"names": keyring.search_hashes(NAME, sign_in_name)})
    return found


def people_called(connection: sa.Connection, keyring: Keyring, typed: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return typed → ids of whom it means: the one with this sign-in name, else everyone with this service number."""
    names = {found: one for one in typed for found in keyring.search_hashes(NAME, one)}
    numbers = {found: one for one in typed for found in keyring.search_hashes(NUMBER, one)}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(typed, ())
    rows = connection.execute(_CALLED, {"names": list(names), "numbers": list(numbers)}).all()
    for row in rows:
        if row.service_hash in numbers:
            found[numbers[row.service_hash]] += (row.id,)
    hashes = ((row.id, one) for row in rows for one in (row.sign_in_hash, row.sign_in_hash_even))
    named = {names[one]: (person_id,) for person_id, one in hashes if one in names}
    return found | named

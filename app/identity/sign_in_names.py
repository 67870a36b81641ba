"""Whom a sign-in name or a service number means, for tables that name people by it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.identity.models import Person
from app.identity.queries import NAME, NUMBER

_WHO = sa.select(Person.id).where(Person.sign_in_hash == sa.bindparam("hash"))
_CALLED = sa.select(Person.id, Person.sign_in_hash, Person.service_hash).where(
    sa.or_(
        Person.sign_in_hash.in_(sa.bindparam("names", expanding=True)),
        Person.service_hash.in_(sa.bindparam("numbers", expanding=True)),
    )
)


def person_signing_in(connection: sa.Connection, keyring: Keyring, sign_in_name: str) -> str | None:
    """Return the id of who signs in with this name, whether they still serve or left; None for nobody."""
    found: str | None = connection.scalar(_WHO, {"hash": keyring.search_hash(NAME, sign_in_name)})
    return found


def people_called(connection: sa.Connection, keyring: Keyring, typed: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return typed → ids of whom it means: the one with this sign-in name, else everyone with this service number."""
    names = {keyring.search_hash(NAME, one): one for one in typed}
    numbers = {keyring.search_hash(NUMBER, one): one for one in typed}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(typed, ())
    rows = connection.execute(_CALLED, {"names": list(names), "numbers": list(numbers)}).all()
    for row in rows:
        if row.service_hash in numbers:
            found[numbers[row.service_hash]] += (row.id,)
    named = {names[row.sign_in_hash]: (row.id,) for row in rows if row.sign_in_hash in names}
    return found | named

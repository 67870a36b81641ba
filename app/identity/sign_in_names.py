"""Whom a sign-in name means, for tables that name people by it."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.identity.models import Person
from app.identity.queries import NAME

_WHO = sa.select(Person.id).where(Person.sign_in_hash == sa.bindparam("hash"))


def person_signing_in(connection: sa.Connection, keyring: Keyring, sign_in_name: str) -> str | None:
    """Return the id of who signs in with this name, whether they still serve or left; None for nobody."""
    found: str | None = connection.scalar(_WHO, {"hash": keyring.search_hash(NAME, sign_in_name)})
    return found

"""What was issued stays what it was: an upgrade over issued certificates changes, makes and sends none (X20, A16)."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from app.audit.anchors import verify
from app.audit.keys import public_keys
from app.cli.certificates import explain_number
from app.cli.migrating import alembic_config, upgrade
from tests.plugins.instances import Instance

PROOF = (
    "audit_event",
    "audit_anchor",
    "attempt",
    "response_event",
    "decision",
    "credential",
    "credential_event",
    "certificate_file",
    "scheme_version",
    "outbox",
)
FILES = sa.text(
    "SELECT number, sha256, storage_key FROM credential JOIN certificate_file ON credential.id = credential_id"
)


def columns(connection: sa.Connection) -> dict[str, list[str]]:
    """Return the columns that the tables have now; later ones may come beside them."""
    inspector = sa.inspect(connection)
    return {name: sorted(column["name"] for column in inspector.get_columns(name)) for name in PROOF}


def proof(connection: sa.Connection, named: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return every row of what proves something, and every job that was asked for, as text."""
    found: dict[str, list[str]] = {}
    for name in PROOF:
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        rows = connection.execute(sa.select(*(table.columns[column] for column in named[name])))
        found[name] = sorted(repr([_plain(value) for value in row]) for row in rows)
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.mark.slow
def test_every_later_migration_leaves_issued_certificates_as_they_are(demo_on_both: Instance) -> None:
    """X20, A16: from the first tables to the newest, over an instance that granted, printed and signed."""
    demo_on_both.work()
    works = demo_on_both.works
    engine = works.database.engine
    command.downgrade(alembic_config(engine), "0001")
    with engine.connect() as connection:
        named = columns(connection)
        before = proof(connection, named)
    assert len(before["credential"]) == len(before["certificate_file"]) == len(before["credential_event"]) >= 2
    assert upgrade(engine)
    with engine.connect() as connection:
        assert proof(connection, named) == before
        files = connection.execute(FILES).all()
    for number, digest, key in files:
        assert hashlib.sha256(works.parts["storage"].get(key)).hexdigest() == digest
        code, answer = explain_number(works.database, number)
        assert (code, answer["same"], answer["hash_matches"]) == (0, True, True)
    with works.database.reading() as connection:
        assert verify(connection, public_keys(works.parts["keys"])).ok

"""Whose certificate names nobody stands in the sealed statement alone; the column that told it is dropped.

The way back knows it only by the salt: until the nightly job has given everybody one, who has none is named. After
that each is taken for protected, so that the old program names nobody whom it should not; it cannot be told apart
without the data key, which is what the column is dropped for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_TABLE, _CHECK = "credential_proof", "ck_credential_proof_disclosure"
_SQLITE = """CREATE TRIGGER tr_credential_proof_no_{name} BEFORE {verb} ON credential_proof
BEGIN SELECT RAISE(ABORT, 'credential_proof is insert only'); END"""
_VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    _lift()
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f(_CHECK), type_="check")
        table.drop_column("disclosure")
    _guard()


def downgrade() -> None:
    _lift()
    with op.batch_alter_table(_TABLE) as table:
        table.add_column(sa.Column("disclosure", sa.String(length=10), nullable=False, server_default="protected"))
    op.execute("UPDATE credential_proof SET disclosure = 'full' WHERE salt IS NULL")
    with op.batch_alter_table(_TABLE) as table:
        table.alter_column("disclosure", existing_type=sa.String(length=10), server_default=None)
        table.create_check_constraint(op.f(_CHECK), "disclosure IN ('full', 'protected')")
    _guard()


def _lift() -> None:
    """SQLite loses the triggers with the table that it rebuilds; PostgreSQL keeps them and lets rows be written."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE credential_proof DISABLE TRIGGER USER")
        return
    for verb in _VERBS:
        op.execute(f"DROP TRIGGER tr_credential_proof_no_{verb.lower()}")


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE credential_proof ENABLE TRIGGER USER")
        return
    for verb in _VERBS:
        op.execute(_SQLITE.format(name=verb.lower(), verb=verb))

"""A certificate may stand in the register in more than one language: which of its files is the original."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INDEX = "uq_certificate_file_original"


def upgrade() -> None:
    """A column with a value for what stands: no row is written, so the guards of the table stay where they are."""
    op.add_column("certificate_file", sa.Column("original", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_index(
        _INDEX,
        "certificate_file",
        ["credential_id"],
        unique=True,
        sqlite_where=sa.text("original"),
        postgresql_where=sa.text("original"),
    )


def downgrade() -> None:
    op.drop_index(_INDEX, "certificate_file")
    op.drop_column("certificate_file", "original")

"""A second column for the keyed hash of a sign-in name: while one data key takes over from another, it holds both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("sign_in_hash_even", sa.String(length=40), nullable=True))
    op.create_index("uq_person_sign_in_hash_even", "person", ["sign_in_hash_even"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_person_sign_in_hash_even", table_name="person")
    op.drop_column("person", "sign_in_hash_even")

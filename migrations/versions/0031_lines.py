"""How the line of an agency is, and whether pictures wait until asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency", sa.Column("line", sa.String(length=4), nullable=True))
    op.add_column("agency", sa.Column("low_data", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("agency", "low_data")
    op.drop_column("agency", "line")

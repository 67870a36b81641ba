"""Cover names of people whose identity is protected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("cover", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "cover")

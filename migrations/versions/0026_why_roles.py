"""Why a role was given, and why it was ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role_grant", sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.add_column("role_grant", sa.Column("ended_reason", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("role_grant", "ended_reason")
    op.drop_column("role_grant", "reason")

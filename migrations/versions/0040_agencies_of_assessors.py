"""The agency that an assessor served when they sent their sheet; of sheets sent before it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("agency_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("evidence", "agency_id")

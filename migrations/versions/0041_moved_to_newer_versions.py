"""Which version was completed by who has moved to a newer one since, and what has changed since it was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("completed_version_id", sa.String(length=32), nullable=True))
    op.add_column("progress", sa.Column("changed_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("progress", "changed_at")
    op.drop_column("enrolment", "completed_version_id")

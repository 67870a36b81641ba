"""Since when a trainer owns a course; nothing for who owned it before: since the course began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course_owner", sa.Column("since", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("course_owner", "since")

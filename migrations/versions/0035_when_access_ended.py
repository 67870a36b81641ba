"""When somebody's access ended, from which their name is kept; who left before this counts from this day."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_PERSON = sa.table("person", sa.column("state", sa.String), sa.column("left_at", UtcDateTime))


def upgrade() -> None:
    op.add_column("person", sa.Column("left_at", UtcDateTime(), nullable=True))
    op.execute(sa.update(_PERSON).where(_PERSON.c.state == "left").values(left_at=datetime.now(UTC)))


def downgrade() -> None:
    op.drop_column("person", "left_at")

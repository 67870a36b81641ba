"""When a course was first completed: counts by month stay where they are when a newer version is completed later.

Who has completed a newer version by now is found in the log, which holds both completions.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_FIRST = """
UPDATE enrolment SET first_completed_at = COALESCE((
    SELECT MIN(at) FROM audit_event WHERE subject = enrolment.id AND tag = 'learning:enrolment:completed'
), completed_at) WHERE completed_at IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("first_completed_at", UtcDateTime(), nullable=True))
    op.execute(_FIRST)


def downgrade() -> None:
    op.drop_column("enrolment", "first_completed_at")

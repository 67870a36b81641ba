"""E-mail addresses that a coordinator's table names: used for nothing until their owners say that they are theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_address", sa.Column("proposed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("mail_address", "proposed")

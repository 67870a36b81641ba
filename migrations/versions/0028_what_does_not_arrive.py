"""Addresses at which letters do not arrive, and how many answers of the web failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unreachable_mail",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.CheckConstraint("how IN ('refused', 'bounced', 'told')", name=op.f("ck_unreachable_mail_how")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unreachable_mail_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_unreachable_mail")),
    )
    op.create_table(
        "web_answers",
        sa.Column("begins", UtcDateTime(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("begins", name=op.f("pk_web_answers")),
    )


def downgrade() -> None:
    op.drop_table("web_answers")
    op.drop_table("unreachable_mail")

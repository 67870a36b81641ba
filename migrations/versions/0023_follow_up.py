"""Two questions three months after a certificate, whose answers are counted and not kept, and words for partners."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ask_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('due', 'asked', 'answered', 'skipped')", name=op.f("ck_follow_up_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_up_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_up_public_id")),
        sa.UniqueConstraint("person_id", "course", name=op.f("uq_follow_up_person_id_course")),
    )
    op.create_index(op.f("ix_follow_up_ask_at"), "follow_up", ["ask_at"])
    op.create_table(
        "officer_quote",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("follow_up_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("checked_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('offered', 'shown', 'refused', 'withdrawn')", name=op.f("ck_officer_quote_state")
        ),
        sa.CheckConstraint("state <> 'shown' OR checked_by IS NOT NULL", name=op.f("ck_officer_quote_checked")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_officer_quote_follow_up_id")),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_officer_quote_checked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_quote")),
        sa.UniqueConstraint("public_id", name=op.f("uq_officer_quote_public_id")),
        sa.UniqueConstraint("follow_up_id", name=op.f("uq_officer_quote_follow_up_id")),
    )
    op.create_index(op.f("ix_officer_quote_state"), "officer_quote", ["state"])


def downgrade() -> None:
    op.drop_table("officer_quote")
    op.drop_table("follow_up")

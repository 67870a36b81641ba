"""Documents and tables that a trainer has sent and not yet added to a course."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brought_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('document', 'questions')", name=op.f("ck_brought_file_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_brought_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_brought_file_public_id")),
    )
    op.create_index(op.f("ix_brought_file_made_at"), "brought_file", ["made_at"])
    op.create_index(op.f("ix_brought_file_person_id"), "brought_file", ["person_id"])


def downgrade() -> None:
    op.drop_table("brought_file")

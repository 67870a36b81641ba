"""What readers report about a passage or a question, and the answer they get."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reader_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("item_version_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name=op.f("ck_reader_report_state")),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f("ck_reader_report_answered")),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_reader_report_version_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reader_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reader_report_public_id")),
    )
    op.create_index(op.f("ix_reader_report_course"), "reader_report", ["course"])
    op.create_index(op.f("ix_reader_report_person_id"), "reader_report", ["person_id"])


def downgrade() -> None:
    op.drop_table("reader_report")

"""Saved revisions of course texts and comments of reviewers; who edited a version does not review it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.curriculum import triggers
from app.foundation.db import UtcDateTime
from app.foundation.triggers import drop, insert_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_revision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_source_revision_version_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_source_revision_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_revision")),
        sa.UniqueConstraint("version_id", "path", "number", name=op.f("uq_source_revision_version_id_path_number")),
    )
    op.create_table(
        "review_comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_review_comment_version_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_comment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(op.f("ix_review_comment_version_id"), "review_comment", ["version_id"])
    dialect = op.get_bind().dialect.name
    for statement in (*insert_only("source_revision", dialect), *triggers.statements(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in (*triggers.drop_statements(dialect), *drop("source_revision", dialect)):
        op.execute(statement)
    op.drop_table("review_comment")
    op.drop_table("source_revision")

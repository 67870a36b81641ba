"""Certificates for a cohort: a second person, what was seen of each, the archive of the certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NEW = ("token", "answered_by", "answered_at", "note", "archive_sha256", "archive_size")


def upgrade() -> None:
    with op.batch_alter_table("grant_batch") as batch:
        batch.add_column(sa.Column("token", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("answered_by", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("answered_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("note", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("archive_sha256", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("archive_size", sa.Integer(), nullable=True))
    op.execute("UPDATE grant_batch SET token = id")
    with op.batch_alter_table("grant_batch") as batch:
        batch.alter_column("token", existing_type=sa.String(length=40), nullable=False)
        batch.create_unique_constraint(op.f("uq_grant_batch_token"), ["token"])
        batch.create_foreign_key(op.f("fk_grant_batch_answered_by"), "person", ["answered_by"], ["id"])
        batch.drop_constraint(op.f("ck_grant_batch_state"), type_="check")
        batch.create_check_constraint(
            op.f("ck_grant_batch_state"), "state IN ('running', 'proposed', 'done', 'dropped')"
        )
        batch.create_check_constraint(
            op.f("ck_grant_batch_second"), "answered_by IS NULL OR state = 'dropped' OR answered_by <> asked_by"
        )
    with op.batch_alter_table("grant_batch_row") as batch:
        batch.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("seen", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("grant_batch_row") as batch:
        batch.drop_column("seen")
        batch.drop_column("position")
    op.execute("UPDATE grant_batch SET state = 'done' WHERE state IN ('proposed', 'dropped')")
    with op.batch_alter_table("grant_batch") as batch:
        batch.drop_constraint(op.f("ck_grant_batch_second"), type_="check")
        batch.drop_constraint(op.f("ck_grant_batch_state"), type_="check")
        batch.create_check_constraint(op.f("ck_grant_batch_state"), "state IN ('running', 'done')")
        batch.drop_constraint(op.f("fk_grant_batch_answered_by"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_grant_batch_token"), type_="unique")
        for column in _NEW:
            batch.drop_column(column)

"""Work is handed in as files and assessed on a sheet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime
from app.foundation.triggers import insert_only

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handed_in_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["evidence_request.id"], name=op.f("fk_handed_in_file_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_in_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_handed_in_file_public_id")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_handed_in_file_request_id_position")),
    )
    for statement in insert_only("handed_in_file", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("handed_in_file")

"""Mandates: a coordinator may act for another agency until a day; a session says whether it does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("given_by <> person_id", name=op.f("ck_mandate_not_own")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_mandate_ended_by")),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_mandate_{column}"))
            for column in ("person_id", "given_by", "ended_by")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_mandate_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandate_public_id")),
    )
    op.create_index(op.f("ix_mandate_person_id"), "mandate", ["person_id"])
    op.add_column("session", sa.Column("mandate_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("session", "mandate_id")
    op.drop_table("mandate")

"""Grants of partners: what was given for a course or for all of a partner's, and over which quarters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "partner_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("partner", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("first_quarter", sa.String(length=7), nullable=False),
        sa.Column("last_quarter", sa.String(length=7), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_partner_grant_amount")),
        sa.CheckConstraint("first_quarter <= last_quarter", name=op.f("ck_partner_grant_quarters")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_partner_grant_withdrawn_by")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_partner_grant_{column}"))
            for column in ("recorded_by", "withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_grant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_grant_public_id")),
    )
    op.create_index(
        "uq_partner_grant_standing",
        "partner_grant",
        ["partner", "code"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def downgrade() -> None:
    op.drop_table("partner_grant")

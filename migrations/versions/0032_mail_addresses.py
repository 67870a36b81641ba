"""E-mail addresses that their owners enter: one waits for the code that was sent to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_address",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("waiting", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
        sa.Column("code_until", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("codes_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(code_hash IS NULL) = (waiting IS NULL)", name=op.f("ck_mail_address_waiting")),
        sa.CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name=op.f("ck_mail_address_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_address_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_address")),
    )


def downgrade() -> None:
    op.drop_table("mail_address")

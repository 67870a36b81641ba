"""Numbers of phones that a text may go to: that there is a message, and nothing of what it says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_number",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
        sa.Column("code_until", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("codes_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("confirmed_at IS NULL OR number IS NOT NULL", name=op.f("ck_text_number_confirmed")),
        sa.CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name=op.f("ck_text_number_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_text_number_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_text_number")),
    )


def downgrade() -> None:
    op.drop_table("text_number")

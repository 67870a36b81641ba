"""Locked accounts, staff let back in by two persons, and the number that opens a locked shared computer again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_lock",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("locked_by", sa.String(length=32), nullable=False),
        sa.Column("locked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["locked_by"], ["person.id"], name=op.f("fk_account_lock_locked_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_lock_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account_lock")),
    )
    _recovery()
    op.add_column("session", sa.Column("pin_hash", sa.String(length=40), nullable=True))
    op.add_column("session", sa.Column("pin_tries", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("session") as table:
        table.alter_column("pin_tries", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def _recovery() -> None:
    op.create_table(
        "account_recovery",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("code_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'refused', 'taken-back', 'lapsed')", name=op.f("ck_account_recovery_state")
        ),
        sa.CheckConstraint("asked_by <> person_id", name=op.f("ck_account_recovery_not_for_oneself")),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by NOT IN (asked_by, person_id)",
            name=op.f("ck_account_recovery_two_persons"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'refused') OR answered_by IS NOT NULL", name=op.f("ck_account_recovery_answered")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_account_recovery_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_account_recovery_asked_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_recovery_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_recovery")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_recovery_public_id")),
    )
    op.create_index(
        "uq_account_recovery_open",
        "account_recovery",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    with op.batch_alter_table("session") as table:
        table.drop_column("pin_tries")
        table.drop_column("pin_hash")
    op.drop_table("account_recovery")
    op.drop_table("account_lock")

"""Roles of operators and accreditation staff that one operator proposes and another confirms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("role IN ('operator', 'accreditation')", name=op.f("ck_role_proposal_role")),
        sa.CheckConstraint("act IN ('give', 'end')", name=op.f("ck_role_proposal_act")),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'refused', 'taken-back', 'lapsed')", name=op.f("ck_role_proposal_state")
        ),
        sa.CheckConstraint("asked_by <> person_id", name=op.f("ck_role_proposal_not_for_oneself")),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by NOT IN (asked_by, person_id)", name=op.f("ck_role_proposal_two_persons")
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'refused') OR answered_by IS NOT NULL", name=op.f("ck_role_proposal_answered")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_proposal_person_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_role_proposal_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_role_proposal_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_role_proposal_public_id")),
    )
    op.create_index(
        "uq_role_proposal_open",
        "role_proposal",
        ["person_id", "role"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_index("uq_role_proposal_open", table_name="role_proposal")
    op.drop_table("role_proposal")

"""Schemes are changed by two persons in the browser; who decided before decides no more after an appeal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.accreditation import triggers
from app.foundation.db import UtcDateTime
from app.foundation.triggers import insert_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INSERT_ONLY = ("scheme_change", "scheme_change_answer")


def upgrade() -> None:
    op.create_table(
        "scheme_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("based_on", sa.String(length=32), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["based_on"], ["scheme_version.id"], name=op.f("fk_scheme_change_based_on")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_scheme_change_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_scheme_change_public_id")),
    )
    op.create_index(op.f("ix_scheme_change_scheme"), "scheme_change", ["scheme"])
    op.create_table(
        "scheme_change_answer",
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('approved', 'objected', 'taken-back')", name=op.f("ck_scheme_change_answer_answer")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_scheme_change_answer_answered_by")),
        sa.ForeignKeyConstraint(["change_id"], ["scheme_change.id"], name=op.f("fk_scheme_change_answer_change_id")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_scheme_change_answer")),
    )
    dialect = op.get_bind().dialect.name
    for table in _INSERT_ONLY:
        for statement in insert_only(table, dialect):
            op.execute(statement)
    for statement in triggers.statements(dialect, triggers.GUARDS_OF_APPEALS):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in triggers.drop_statements(dialect, triggers.GUARDS_OF_APPEALS):
        op.execute(statement)
    if dialect == "postgresql":
        for guard in triggers.GUARDS_OF_APPEALS:
            op.execute(f"DROP FUNCTION IF EXISTS provost_{guard.table}_{guard.name}()")
    op.drop_table("scheme_change_answer")
    op.drop_table("scheme_change")

"""An appeal may be about an examination; it opens an attempt beyond the limit, or a second marking.

On the way back an appeal about an examination alone is kept as a complaint: the old program knows no such appeal.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime
from app.foundation.triggers import insert_only

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_BEFORE = "kind <> 'appeal' OR decision_id IS NOT NULL OR credential_id IS NOT NULL"
_GUARDED = ("appeal_panel_member", "appeal")
_NEITHER = "kind = 'appeal' AND decision_id IS NULL AND credential_id IS NULL"


def upgrade() -> None:
    _make_tables()
    lifted = _lift()
    with op.batch_alter_table("appeal") as table:
        table.add_column(sa.Column("attempt_id", sa.String(length=32), nullable=True))
        table.create_foreign_key(op.f("fk_appeal_attempt_id"), "attempt", ["attempt_id"], ["id"])
        table.drop_constraint(op.f("ck_appeal_about"), type_="check")
        table.create_check_constraint(op.f("ck_appeal_about"), f"{_BEFORE} OR attempt_id IS NOT NULL")
    _guard(lifted)


def downgrade() -> None:
    lifted = _lift()
    op.execute(f"UPDATE appeal SET kind = 'complaint' WHERE {_NEITHER}")  # noqa: S608 - words of this file
    with op.batch_alter_table("appeal") as table:
        table.drop_constraint(op.f("ck_appeal_about"), type_="check")
        table.drop_constraint(op.f("fk_appeal_attempt_id"), type_="foreignkey")
        table.drop_column("attempt_id")
        table.create_check_constraint(op.f("ck_appeal_about"), _BEFORE)
    _guard(lifted)
    op.drop_table("regrade")
    op.drop_table("extra_attempt")


def _make_tables() -> None:
    op.create_table(
        "extra_attempt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("quiz", sa.String(length=125), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("granted_by", sa.String(length=32), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extra_attempt_person_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_extra_attempt_granted_by")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_extra_attempt_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_attempt")),
        sa.UniqueConstraint("reference", name=op.f("uq_extra_attempt_reference")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_extra_attempt_attempt_id")),
    )
    unused = sa.text("attempt_id IS NULL")
    op.create_index("uq_extra_attempt_open", "extra_attempt", ["person_id", "quiz"], unique=True,
                    sqlite_where=unused, postgresql_where=unused)  # fmt: skip
    op.create_table(
        "regrade",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("marked_by", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.CheckConstraint("verdict IN ('better', 'same', 'kept')", name=op.f("ck_regrade_verdict")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_regrade_attempt_id")),
        sa.ForeignKeyConstraint(["marked_by"], ["person.id"], name=op.f("fk_regrade_marked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
        sa.UniqueConstraint("reference", name=op.f("uq_regrade_reference")),
    )
    op.create_index(op.f("ix_regrade_attempt_id"), "regrade", ["attempt_id"])
    for statement in insert_only("regrade", op.get_bind().dialect.name):
        op.execute(statement)


def _lift() -> list[str]:
    """Let rows of `appeal` be written, and return what sets the guards again.

    SQLite loses the triggers of a table that it rebuilds, and rebuilds none that another's trigger reads.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE appeal DISABLE TRIGGER USER")
        return ["ALTER TABLE appeal ENABLE TRIGGER USER"]
    wanted = ", ".join(f"'{name}'" for name in _GUARDED)
    found = op.get_bind().exec_driver_sql(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({wanted})"  # noqa: S608
    )
    rows = found.all()
    for row in rows:
        op.execute(f"DROP TRIGGER {row.name}")
    return [row.sql for row in rows]


def _guard(lifted: list[str]) -> None:
    for statement in lifted:
        op.execute(statement)

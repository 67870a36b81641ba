"""Texts of items in other languages, the language a person reads a course in, and whole folders that trainers send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime
from app.foundation.triggers import drop, insert_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OLD, _NEW = "kind IN ('document', 'questions')", "kind IN ('document', 'questions', 'folder')"


def upgrade() -> None:
    op.create_table(
        "item_text",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("item_version_id", sa.String(length=32), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_version_id"], ["item_version.id"], name=op.f("fk_item_text_item_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_text")),
        sa.UniqueConstraint("item_version_id", "locale", "hash", name=op.f("uq_item_text_item_version_id_locale_hash")),
    )
    for statement in insert_only("item_text", op.get_bind().dialect.name):
        op.execute(statement)
    op.add_column("enrolment", sa.Column("locale", sa.String(length=12), nullable=True))
    with op.batch_alter_table("lesson_text") as table:
        table.alter_column("locale", existing_type=sa.String(length=8), type_=sa.String(length=12))
    _kinds(_NEW)


def downgrade() -> None:
    op.execute("DELETE FROM brought_file WHERE kind = 'folder'")
    _kinds(_OLD)
    op.execute("DELETE FROM lesson_text WHERE length(locale) > 8")
    with op.batch_alter_table("lesson_text") as table:
        table.alter_column("locale", existing_type=sa.String(length=12), type_=sa.String(length=8))
    op.drop_column("enrolment", "locale")
    for statement in drop("item_text", op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("item_text")


def _kinds(allowed: str) -> None:
    with op.batch_alter_table("brought_file") as table:
        table.drop_constraint(op.f("ck_brought_file_kind"), type_="check")
        table.create_check_constraint(op.f("ck_brought_file_kind"), allowed)

"""When an enrolment last moved; messages and the weekly letter; an agency's zone, language and quiet days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOVED = (
    "UPDATE enrolment SET moved_at = coalesce("
    "(SELECT max(at) FROM progress WHERE progress.enrolment_id = enrolment.id), joined_at)"
)
_AGENCY = {
    "zone": sa.String(length=40),
    "locale": sa.String(length=12),
    "quiet_from": sa.Date(),
    "quiet_until": sa.Date(),
}


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("moved_at", UtcDateTime(), nullable=True))
    op.execute(_MOVED)
    for name, kind in _AGENCY.items():
        op.add_column("agency", sa.Column(name, kind, nullable=True))
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(op.f("ix_message_person_id"), "message", ["person_id"])
    open_ = sa.text("mailed_at IS NULL")
    op.create_index("ix_message_unmailed", "message", ["person_id"], sqlite_where=open_, postgresql_where=open_)
    op.create_table(
        "message_setting",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_setting_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_setting")),
    )


def downgrade() -> None:
    op.drop_table("message_setting")
    op.drop_table("message")
    for name in reversed(_AGENCY):
        op.drop_column("agency", name)
    op.drop_column("enrolment", "moved_at")

"""Nominations for courses that are not open to join, and how many places an agency has on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("nominated_by", sa.String(length=32), nullable=False),
        sa.Column("nominated_at", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('nominated', 'approved', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_nomination_state")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> nominated_by", name=op.f("ck_nomination_second_person")
        ),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name=op.f("ck_nomination_not_own")),
        sa.CheckConstraint(
            "nominated_by <> person_id AND (approved_by IS NULL OR approved_by <> person_id)",
            name=op.f("ck_nomination_own"),
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR (approved_by IS NOT NULL AND decided_by IS NOT NULL AND decided_by <> approved_by"
            " AND decided_by <> nominated_by)",
            name=op.f("ck_nomination_accepted"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_nomination_{column}"))
            for column in ("person_id", "nominated_by", "approved_by", "decided_by")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_nomination_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_public_id")),
    )
    for column in ("person_id", "agency_id", "state"):
        op.create_index(op.f(f"ix_nomination_{column}"), "nomination", [column])
    open_ = sa.text("state IN ('nominated', 'approved')")
    op.create_index(
        "uq_nomination_open", "nomination", ["person_id", "course"], unique=True, sqlite_where=open_,
        postgresql_where=open_,
    )  # fmt: skip
    op.create_table(
        "course_quota",
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_course_quota_places")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_course_quota_agency_id")),
        sa.PrimaryKeyConstraint("course", "agency_id", name=op.f("pk_course_quota")),
    )


def downgrade() -> None:
    op.drop_table("course_quota")
    op.drop_table("nomination")

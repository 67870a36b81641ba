"""Cohorts of officers, their practical days, places on them and who was there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cohort_days")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_cohort_agency_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_cohort_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_public_id")),
    )
    op.create_index(op.f("ix_cohort_agency_id"), "cohort", ["agency_id"])
    _of_people("cohort_member", "cohort_id", "cohort")
    op.create_index(op.f("ix_cohort_member_person_id"), "cohort_member", ["person_id"])
    op.create_table(
        "practical_day",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("cohort_id", sa.String(length=32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.String(length=32), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("seats BETWEEN 1 AND 500", name=op.f("ck_practical_day_seats")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_practical_day_minutes")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_practical_day_cohort_id")),
        sa.ForeignKeyConstraint(["planned_by"], ["person.id"], name=op.f("fk_practical_day_planned_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practical_day_public_id")),
    )
    op.create_index(op.f("ix_practical_day_cohort_id"), "practical_day", ["cohort_id"])
    _of_people("practical_day_assessor", "day_id", "practical_day")
    _of_people(
        "practical_day_seat",
        "day_id",
        "practical_day",
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('assigned', 'attended', 'absent')", name=op.f("ck_practical_day_seat_state")),
        sa.CheckConstraint("(state = 'assigned') = (noted_by IS NULL)", name=op.f("ck_practical_day_seat_noted")),
        sa.CheckConstraint("noted_by IS NULL OR noted_by <> person_id", name=op.f("ck_practical_day_seat_not_own")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_practical_day_seat_noted_by")),
    )
    op.create_index(op.f("ix_practical_day_seat_person_id"), "practical_day_seat", ["person_id"])


def _of_people(table: str, column: str, of: str, *more: sa.schema.SchemaItem) -> None:
    """Make a table whose key is what it belongs to and a person."""
    op.create_table(
        table,
        sa.Column(column, sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint(column, "person_id", name=op.f(f"pk_{table}")),
        *more,
    )


def downgrade() -> None:
    for table in ("practical_day_seat", "practical_day_assessor", "practical_day", "cohort_member", "cohort"):
        op.drop_table(table)

"""The two questions are asked once more six months after a certificate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_SIX = "SELECT id FROM follow_up WHERE months = 6"


def upgrade() -> None:
    with op.batch_alter_table("follow_up") as table:
        table.add_column(sa.Column("months", sa.Integer(), nullable=False, server_default="3"))
        table.drop_constraint(op.f("uq_follow_up_person_id_course"), type_="unique")
        table.create_unique_constraint(op.f("uq_follow_up_person_id_course_months"), ["person_id", "course", "months"])
        table.create_check_constraint(op.f("ck_follow_up_months"), "months IN (3, 6)")
    with op.batch_alter_table("follow_up") as table:
        table.alter_column("months", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    op.execute(f"DELETE FROM officer_quote WHERE follow_up_id IN ({_SIX})")  # noqa: S608 - words of this file
    op.execute("DELETE FROM follow_up WHERE months = 6")
    with op.batch_alter_table("follow_up") as table:
        table.drop_constraint(op.f("ck_follow_up_months"), type_="check")
        table.drop_constraint(op.f("uq_follow_up_person_id_course_months"), type_="unique")
        table.create_unique_constraint(op.f("uq_follow_up_person_id_course"), ["person_id", "course"])
        table.drop_column("months")

"""Stages from enrolled to certified, what is summed of officers, reports for the board.

Until here `started` counted who joined. Who joined is `enrolled` now; of them, `started` keeps who did something.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime
from app.foundation.triggers import drop, insert_only

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ENROLLED = """
INSERT INTO running_total (partner, course, country, month, measure, officers)
SELECT partner, course, country, month, 'enrolled', officers FROM running_total WHERE measure = 'started'"""
_JOINED = """
SELECT c.partner, e.course, a.country, e.joined_at FROM enrolment e
JOIN course c ON c.key = e.course JOIN person p ON p.id = e.person_id JOIN agency a ON a.id = p.agency_id
WHERE c.partner <> '' AND NOT EXISTS (SELECT 1 FROM progress g WHERE g.enrolment_id = e.id)"""
_ONE_LESS = """
UPDATE running_total SET officers = officers - 1 WHERE measure = 'started' AND officers > 0
AND partner = :partner AND course = :course AND country = :country AND month = :month"""
_NONE_LEFT = "DELETE FROM running_total WHERE officers <= 0"
_SINCE_THE_BEGINNING = """
INSERT INTO running_sum (partner, course, what, month, officers, total, squares)
SELECT partner, course, 'stage:' || measure, '', sum(officers), 0, 0 FROM running_total
GROUP BY partner, course, measure"""
_BACK = (
    "DELETE FROM running_total WHERE measure IN ('started', 'sat', 'passed')",
    "UPDATE running_total SET measure = 'started' WHERE measure = 'enrolled'",
)


def upgrade() -> None:
    op.create_table(
        "running_sum",
        sa.Column("partner", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "course", "what", "month", name=op.f("pk_running_sum")),
    )
    op.create_table(
        "board_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_with", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_report")),
        sa.UniqueConstraint("period", "audience", "locale", name=op.f("uq_board_report_period_audience_locale")),
    )
    for statement in insert_only("board_report", op.get_bind().dialect.name):
        op.execute(statement)
    _count_who_began()


def _count_who_began() -> None:
    connection = op.get_bind()
    op.execute(_ENROLLED)
    for row in connection.execute(sa.text(_JOINED).columns(joined_at=UtcDateTime())).all():
        bound = {"partner": row.partner, "course": row.course, "country": row.country}
        connection.execute(sa.text(_ONE_LESS), {**bound, "month": f"{row.joined_at:%Y-%m}"})
    op.execute(_NONE_LEFT)
    op.execute(_SINCE_THE_BEGINNING)


def downgrade() -> None:
    for statement in (*drop("board_report", op.get_bind().dialect.name), *_BACK):
        op.execute(statement)
    op.drop_table("board_report")
    op.drop_table("running_sum")

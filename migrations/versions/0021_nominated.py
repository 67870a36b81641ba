"""Who was nominated is counted among the stages: each officer once in a course, in the month of the first time."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa
from alembic import op

from app.foundation.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_FIRST = """
SELECT c.partner, n.course, a.country, min(n.nominated_at) AS at FROM nomination n
JOIN course c ON c.key = n.course JOIN agency a ON a.id = n.agency_id
WHERE c.partner <> '' GROUP BY c.partner, n.course, a.country, n.person_id"""
_MONTH = """
INSERT INTO running_total (partner, course, country, month, measure, officers)
VALUES (:partner, :course, :country, :month, 'nominated', :officers)"""
_EVER = """
INSERT INTO running_sum (partner, course, what, month, officers, total, squares)
SELECT partner, course, 'stage:nominated', '', sum(officers), 0, 0 FROM running_total
WHERE measure = 'nominated' GROUP BY partner, course"""
_BACK = (
    "DELETE FROM running_total WHERE measure = 'nominated'",
    "DELETE FROM running_sum WHERE what = 'stage:nominated'",
)


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text(_FIRST).columns(at=UtcDateTime())).all()
    months = Counter((row.partner, row.course, row.country, f"{row.at:%Y-%m}") for row in rows)
    for (partner, course, country, month), officers in sorted(months.items()):
        bound = {"partner": partner, "course": course, "country": country, "month": month, "officers": officers}
        connection.execute(sa.text(_MONTH), bound)
    op.execute(_EVER)


def downgrade() -> None:
    for statement in _BACK:
        op.execute(statement)

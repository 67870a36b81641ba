"""Tables of insight: running totals changed with the fact, and tables as they were published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, PrimaryId


class RunningTotal(Base):
    """How many officers of a country reached a measure (started, finished, certified) in a course in a month."""

    __tablename__ = "running_total"

    partner: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    country: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    officers: Mapped[int]


class PublishedTable(Base):
    """A suppressed table as it was shown for a closed quarter. Insert only."""

    __tablename__ = "published_table"
    __table_args__ = (sa.UniqueConstraint("period", "audience", "statistic"),)

    id: Mapped[PrimaryId]
    period: Mapped[str] = mapped_column(sa.String(7))
    audience: Mapped[str] = mapped_column(sa.String(60))
    statistic: Mapped[str] = mapped_column(sa.String(40))
    table: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]

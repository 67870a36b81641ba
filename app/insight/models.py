"""Tables of insight: running totals changed with the fact, tables and reports as they were published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class RunningTotal(Base):
    """How many officers of a country reached a measure (`domain/measures.py`) in a course in a month."""

    __tablename__ = "running_total"

    partner: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    country: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    officers: Mapped[int]


class RunningSum(Base):
    """What was measured of officers in a course in a month: how many, and the sums of their values and the squares.

    A value is a share in ten-thousandths. `what` is such as `outcome:record`; under `stage:started` and the like, with
    an empty month, stands how many officers came so far since the course began.
    """

    __tablename__ = "running_sum"

    partner: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    officers: Mapped[int]
    total: Mapped[int] = mapped_column(sa.BigInteger)
    squares: Mapped[int] = mapped_column(sa.BigInteger)


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


class BoardReport(Base):
    """The report for a partner's board of a closed quarter: its PDF lies under its hash. Insert only."""

    __tablename__ = "board_report"
    __table_args__ = (sa.UniqueConstraint("period", "audience", "locale"),)

    id: Mapped[PrimaryId]
    period: Mapped[str] = mapped_column(sa.String(7))
    audience: Mapped[str] = mapped_column(sa.String(60))
    locale: Mapped[str] = mapped_column(sa.String(12))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    made_with: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class PartnerGrant(Base):
    """What a partner gave for a course of theirs, or for all (no course), over whole quarters; in whole units of money.

    It is never changed: a wrong one is withdrawn and recorded anew.
    """

    __tablename__ = "partner_grant"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("first_quarter <= last_quarter", name="quarters"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by"),
        sa.Index("uq_partner_grant_standing", "partner", "code", unique=True,
                 sqlite_where=sa.text("withdrawn_at IS NULL"), postgresql_where=sa.text("withdrawn_at IS NULL")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    partner: Mapped[str] = mapped_column(sa.String(60))
    course: Mapped[str] = mapped_column(sa.String(60))
    code: Mapped[str] = mapped_column(sa.String(40))
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    currency: Mapped[str] = mapped_column(sa.String(3))
    first_quarter: Mapped[str] = mapped_column(sa.String(7))
    last_quarter: Mapped[str] = mapped_column(sa.String(7))
    recorded_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class FollowUp(Base):
    """Two questions to an officer three or six months after a certificate: due → asked → answered or skipped.

    What was answered is added to the sums and kept nowhere else.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "course", "months"),
        sa.CheckConstraint("months IN (3, 6)", name="months"),
        sa.CheckConstraint("state IN ('due', 'asked', 'answered', 'skipped')", name="state"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(sa.String(60))
    months: Mapped[int] = mapped_column(default=3)
    state: Mapped[str] = mapped_column(sa.String(10))
    ask_at: Mapped[datetime] = mapped_column(index=True)


class OfficerQuote(Base):
    """What an officer says to partners: offered → shown or refused by staff; withdrawn by the officer at any time.

    Withdrawn, its text is erased.
    """

    __tablename__ = "officer_quote"
    __table_args__ = (
        sa.CheckConstraint("state IN ('offered', 'shown', 'refused', 'withdrawn')", name="state"),
        sa.CheckConstraint("state <> 'shown' OR checked_by IS NOT NULL", name="checked"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    follow_up_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("follow_up.id"), unique=True)
    text: Mapped[str] = mapped_column(Sealed("officer_quote.text"))
    state: Mapped[str] = mapped_column(sa.String(10), index=True)
    checked_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))

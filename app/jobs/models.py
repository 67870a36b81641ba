"""The outbox: jobs written in the transaction of the change that asks for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, PrimaryId

_OPEN = sa.text("state IN ('queued', 'running')")


class Outbox(Base):
    """One job. `key` is unique for ever: the same effect is never asked for twice.

    `not_before` is when the job may next be taken: its start or retry while queued, the end of the lease while running.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        sa.CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease"),
        sa.Index("ix_outbox_due", "not_before", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[PrimaryId]
    name: Mapped[str] = mapped_column(sa.String(80))
    arguments: Mapped[dict[str, Any]]
    key: Mapped[str] = mapped_column(sa.String(160), unique=True)
    state: Mapped[str] = mapped_column(sa.String(8), default="queued")
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(500))

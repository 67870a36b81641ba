"""Tables of the log (entries, signed anchors) and of the settings, insert-only by trigger (triggers.py); answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId

# INTEGER is the row's own number on SQLite, so the chain's tail is found without a second index.
_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class AuditEvent(Base):
    """One entry: who (an id, `system` or `anonymous`) did what to what, chained to the entry before."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.Index("ix_audit_event_subject", "subject", "sequence"),
        sa.Index("ix_audit_event_actor", "actor", "sequence"),
        sa.Index("ix_audit_event_tag", "tag", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(sa.String(32))
    role: Mapped[str] = mapped_column(sa.String(16))
    tag: Mapped[str] = mapped_column(sa.String(64))
    subject: Mapped[str] = mapped_column(sa.String(80))
    data: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class AuditAnchor(Base):
    """The hash of one entry, signed; the same line stands in a file outside the database."""

    __tablename__ = "audit_anchor"

    sequence: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(sa.String(16))
    signature: Mapped[str] = mapped_column(sa.String(128))


class SettingChange(Base):
    """One change of a setting that operators may change; the newest of a key is in force. Insert-only."""

    __tablename__ = "setting_change"
    __table_args__ = (sa.UniqueConstraint("key", "number"),)

    id: Mapped[PrimaryId]
    key: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int]
    value: Mapped[str] = mapped_column(sa.String(80))
    reason: Mapped[str] = mapped_column(Sealed("setting_change.reason"))
    changed_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    changed_at: Mapped[datetime]


class LegalHold(Base):
    """A person's records are on hold: nothing of theirs is erased while `lifted_at` is empty."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        sa.Index("uq_legal_hold_open", "person_id", unique=True, sqlite_where=sa.text("lifted_at IS NULL"),
                 postgresql_where=sa.text("lifted_at IS NULL")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Sealed("legal_hold.reason"))
    placed_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class WebAnswers(Base):
    """How many answers the web gave in the five minutes from `begins`, and how many of them failed (5xx)."""

    __tablename__ = "web_answers"

    begins: Mapped[datetime] = mapped_column(primary_key=True)
    answers: Mapped[int]
    failures: Mapped[int]

"""Tables: credentials, what happened to them, their files, reminders, counted looks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class Credential(Base):
    """What was granted. The statement is sealed (it holds the name); its hash covers the canonical JSON."""

    __tablename__ = "credential"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "scheme", "cycle", "edition"),
        sa.Index("ix_credential_created_at_id", "created_at", "id"),
        sa.Index("uq_credential_decision_id_edition", "decision_id", "edition", unique=True),
    )

    id: Mapped[PrimaryId]
    number: Mapped[str] = mapped_column(sa.String(27), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    scheme: Mapped[str] = mapped_column(sa.String(60))
    cycle: Mapped[int]
    edition: Mapped[int]
    scheme_version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("scheme_version.id"))
    decision_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("decision.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(12))
    statement: Mapped[str] = mapped_column(Sealed("credential.statement"))
    statement_hash: Mapped[str] = mapped_column(sa.String(64))
    name_hash: Mapped[str] = mapped_column(sa.String(40), index=True)
    specimen: Mapped[bool]
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    created_at: Mapped[datetime]
    follows_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"), index=True)
    origin: Mapped[str] = mapped_column(sa.String(8), server_default="granted")


class CredentialEvent(Base):
    """What happened to a credential; its state is the fold of these and of today's date. Insert only.

    `grounds` is the class of the reason, which the public may read; `reason` is for staff. Two persons withdraw.
    """

    __tablename__ = "credential_event"
    __table_args__ = (
        sa.UniqueConstraint("credential_id", "position"),
        sa.CheckConstraint(
            "kind IN ('issued', 'suspended', 'reinstated', 'withdrawn', 'superseded')", name="kind"),
        sa.Index("ix_credential_event_after_issue", "credential_id", sqlite_where=sa.text("kind <> 'issued'"),
                 postgresql_where=sa.text("kind <> 'issued'")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    credential_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12))
    actor: Mapped[str] = mapped_column(sa.String(40))
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    at: Mapped[datetime]
    second: Mapped[str | None] = mapped_column(sa.String(40))
    grounds: Mapped[str | None] = mapped_column(sa.String(40))
    condition: Mapped[str | None] = mapped_column(sa.String(200))
    ends_on: Mapped[date | None]


class CertificateFile(Base):
    """A signed PDF, made once: where it lies and what it hashes to. Insert only.

    One of a credential is the `original`, made at the grant; others are the same in another language of its holder's.
    """

    __tablename__ = "certificate_file"
    __table_args__ = (
        sa.Index("uq_certificate_file_original", "credential_id", unique=True, sqlite_where=sa.text("original"),
                 postgresql_where=sa.text("original")),
    )  # fmt: skip

    credential_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"), primary_key=True)
    locale: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    size: Mapped[int]
    storage_key: Mapped[str] = mapped_column(sa.String(120))
    key_id: Mapped[str] = mapped_column(sa.String(32))
    made_with: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    original: Mapped[bool] = mapped_column(server_default=sa.true())


class CredentialReminder(Base):
    """That the holder was reminded so many days before the end; each once. Insert only."""

    __tablename__ = "credential_reminder"

    credential_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class VerificationLook(Base):
    """A look that counts against a limit, by a keyed hash of who looked; swept once it no longer counts."""

    __tablename__ = "verification_look"
    __table_args__ = (sa.Index("ix_verification_look_bucket_at", "bucket", "at"),)

    id: Mapped[PrimaryId]
    bucket: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime]

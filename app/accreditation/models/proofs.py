"""Tables: what proves a credential without the register: badges and status lists."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class CredentialProof(Base):
    """What the proofs of a credential need: an identifier that says nothing, a place in a status list. Insert only.

    `salt` is the secret by which a protected holder's name can be confirmed by somebody who is told it. Everybody has
    one, so that a copied database tells nobody apart; those from before that rule get theirs at night.
    """

    __tablename__ = "credential_proof"
    __table_args__ = (sa.UniqueConstraint("status_list", "status_index"),)

    credential_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"), primary_key=True)
    badge_id: Mapped[str] = mapped_column(sa.String(36), unique=True)
    status_list: Mapped[int]
    status_index: Mapped[int]
    salt: Mapped[str | None] = mapped_column(Sealed("credential_proof.salt"))
    created_at: Mapped[datetime]


class StatusList(Base):
    """A signed status list as it was published: which places are withdrawn, which suspended. Insert only."""

    __tablename__ = "status_list"
    __table_args__ = (
        sa.UniqueConstraint("list", "purpose", "number"),
        sa.CheckConstraint("purpose IN ('revocation', 'suspension')", name="purpose"),
    )

    id: Mapped[PrimaryId]
    list: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.String(12))
    number: Mapped[int]
    content: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime]


class BadgeFile(Base):
    """The signed Open Badge of a credential, made once: where it lies and what it hashes to. Insert only."""

    __tablename__ = "badge_file"

    credential_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    size: Mapped[int]
    storage_key: Mapped[str] = mapped_column(sa.String(120))
    key_id: Mapped[str] = mapped_column(sa.String(32))
    made_at: Mapped[datetime]

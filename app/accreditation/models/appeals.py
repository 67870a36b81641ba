"""Tables: appeals and complaints, their steps, who hears them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class Appeal(Base):
    """An appeal about a decision or an examination, or a complaint about anything else, as it was filed. Insert only.

    The days by which it is acknowledged and answered are set when it is filed (ISO/IEC 17024, 9.8 and 9.9).
    """

    __tablename__ = "appeal"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('appeal', 'complaint')", name="kind"),
        sa.CheckConstraint("kind <> 'appeal' OR decision_id IS NOT NULL OR credential_id IS NOT NULL "
                           "OR attempt_id IS NOT NULL", name="about"),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    decision_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("decision.id"))
    credential_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"))
    attempt_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("attempt.id"))
    grounds: Mapped[str] = mapped_column(Sealed("appeal.grounds"))
    filed_at: Mapped[datetime]
    acknowledge_by: Mapped[date]
    answer_by: Mapped[date]


class AppealEvent(Base):
    """A step in an appeal's life; its state is the fold of these. Insert only."""

    __tablename__ = "appeal_event"
    __table_args__ = (
        sa.UniqueConstraint("appeal_id", "position"),
        sa.CheckConstraint(
            "kind IN ('acknowledged', 'panel-named', 'upheld', 'dismissed', 'answered', 'taken-back')", name="kind"
        ),
        sa.CheckConstraint("outcome IN ('none', 'decide-again', 'examine-again', 'mark-again', 'reinstate')",
                           name="outcome"),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    appeal_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("appeal.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12))
    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    actor: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Sealed("appeal_event.text"))
    at: Mapped[datetime]


class AppealPanelMember(Base):
    """Who hears an appeal: only somebody with no other part in the person's accreditation. Insert only."""

    __tablename__ = "appeal_panel_member"

    appeal_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("appeal.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    involvement_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("involvement.id"))
    named_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    at: Mapped[datetime]

"""Tables of assessment: items and their frozen versions, quizzes, attempts, the journal of answers, second markings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, PrimaryId


class Item(Base):
    """An item by the key its author gave it, within an owner (a course key); its bodies are `item_version` rows."""

    __tablename__ = "item"
    __table_args__ = (sa.UniqueConstraint("owner", "key"),)

    id: Mapped[PrimaryId]
    owner: Mapped[str] = mapped_column(sa.String(60))
    key: Mapped[str] = mapped_column(sa.String(60))


class ItemVersion(Base):
    """A frozen body (a `Question` as JSON); a changed item gets another row, old attempts keep theirs (T3)."""

    __tablename__ = "item_version"
    __table_args__ = (sa.UniqueConstraint("item_id", "hash"),)

    id: Mapped[PrimaryId]
    item_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("item.id"))
    hash: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class ItemText(Base):
    """The texts of a frozen item in another language (an `ItemWords` as JSON); it holds no key and is never changed."""

    __tablename__ = "item_text"
    __table_args__ = (sa.UniqueConstraint("item_version_id", "locale", "hash"),)

    id: Mapped[PrimaryId]
    item_version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("item_version.id"))
    locale: Mapped[str] = mapped_column(sa.String(12))
    hash: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class QuizVersion(Base):
    """The rules and the pool of a quiz as published; `edition` names the frozen course version it came with."""

    __tablename__ = "quiz_version"
    __table_args__ = (sa.UniqueConstraint("owner", "key", "edition"),)

    id: Mapped[PrimaryId]
    owner: Mapped[str] = mapped_column(sa.String(60))
    key: Mapped[str] = mapped_column(sa.String(60))
    edition: Mapped[str] = mapped_column(sa.String(32), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    rules: Mapped[dict[str, Any]]
    pool: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)


class Attempt(Base):
    """One sitting. Form (item versions, option order) and deadline are stored before the first item is shown."""

    __tablename__ = "attempt"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "quiz", "number"),
        sa.Index("uq_attempt_open", "person_id", "quiz", unique=True,
                 sqlite_where=sa.text("state = 'in_progress'"), postgresql_where=sa.text("state = 'in_progress'")),
        sa.CheckConstraint("state IN ('in_progress', 'submitted', 'marked', 'released', 'voided')", name="state"),
        sa.CheckConstraint("(state = 'in_progress') = (submitted_at IS NULL) OR state = 'voided'", name="submitted"),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    quiz: Mapped[str] = mapped_column(sa.String(125))
    quiz_version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("quiz_version.id"))
    number: Mapped[int]
    form: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    form_keys: Mapped[str] = mapped_column(sa.Text)
    opened_at: Mapped[datetime]
    deadline: Mapped[datetime | None] = mapped_column(index=True)
    credit_seconds: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(sa.String(10), default="")
    state: Mapped[str] = mapped_column(sa.String(12))
    score: Mapped[str | None] = mapped_column(sa.String(24))
    passed: Mapped[bool | None]
    redlines_right: Mapped[bool | None]
    result: Mapped[dict[str, Any] | None]
    journal_hash: Mapped[str | None] = mapped_column(sa.String(64))


class ResponseEvent(Base):
    """One saved answer: who wrote it (an open page), its running number there, when the server had it. Insert only."""

    __tablename__ = "response_event"
    __table_args__ = ({"sqlite_with_rowid": False},)

    attempt_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("attempt.id"), primary_key=True)
    writer: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(sa.String(60))
    answer: Mapped[list[str]] = mapped_column(sa.JSON)
    flagged: Mapped[bool]
    client_at: Mapped[int | None] = mapped_column(sa.BigInteger)
    at: Mapped[datetime]


class ExtraAttempt(Base):
    """A panel lets somebody sit an examination once more; `attempt_id` is the sitting that used it.

    `reference` names what it rests on, as `appeal:` and a public id. One at a time is open for a person and a quiz.
    """

    __tablename__ = "extra_attempt"
    __table_args__ = (
        sa.Index("uq_extra_attempt_open", "person_id", "quiz", unique=True,
                 sqlite_where=sa.text("attempt_id IS NULL"), postgresql_where=sa.text("attempt_id IS NULL")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    quiz: Mapped[str] = mapped_column(sa.String(125))
    reference: Mapped[str] = mapped_column(sa.String(40), unique=True)
    granted_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    attempt_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("attempt.id"), unique=True)


class Regrade(Base):
    """A paper marked again from its stored answers: by which versions of the items, before and after. Insert only.

    `form` holds the items that counted, each with the version whose key marked it. `verdict` says whether the new
    marks stand: only where they are better.
    """

    __tablename__ = "regrade"
    __table_args__ = (sa.CheckConstraint("verdict IN ('better', 'same', 'kept')", name="verdict"),)

    id: Mapped[PrimaryId]
    attempt_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("attempt.id"), index=True)
    reference: Mapped[str] = mapped_column(sa.String(40), unique=True)
    marked_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    form: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    verdict: Mapped[str] = mapped_column(sa.String(8))

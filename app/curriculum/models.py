"""Tables of curriculum: courses, their frozen versions, the texts as written and as rendered, figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, PrimaryId


class Course(Base):
    """A course by its key; what stands in it belongs to its versions."""

    __tablename__ = "course"

    id: Mapped[PrimaryId]
    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    partner: Mapped[str] = mapped_column(sa.String(60), default="")
    open_to_join: Mapped[bool] = mapped_column(default=True)
    live_version_id: Mapped[str | None] = mapped_column(sa.String(32))
    created_at: Mapped[datetime]


class CourseOwner(Base):
    """A trainer who may edit the course; their cohorts are who joined it `since` (nothing: since it began)."""

    __tablename__ = "course_owner"

    course_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime | None]


class CourseVersion(Base):
    """A version: draft → in_review → approved → live → retired. Frozen once live; at most one open draft a course."""

    __tablename__ = "course_version"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "number"),
        sa.CheckConstraint("state IN ('draft', 'in_review', 'approved', 'live', 'retired')", name="state"),
        sa.CheckConstraint("reviewer_id IS NULL OR reviewer_id <> author_id", name="two_persons"),
        sa.Index("uq_course_version_open", "course_id", unique=True,
                 sqlite_where=sa.text("state IN ('draft', 'in_review', 'approved')"),
                 postgresql_where=sa.text("state IN ('draft', 'in_review', 'approved')")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    course_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(10))
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(sa.String(200))
    source_hash: Mapped[str] = mapped_column(sa.String(64))
    outline: Mapped[dict[str, Any]]
    author_id: Mapped[str | None] = mapped_column(sa.String(32))
    reviewer_id: Mapped[str | None] = mapped_column(sa.String(32))
    review_note: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class SourceFile(Base):
    """A file of the course folder as its author wrote it."""

    __tablename__ = "source_file"

    version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    content: Mapped[bytes]
    hash: Mapped[str] = mapped_column(sa.String(64))


class SourceRevision(Base):
    """A file of a draft as it was saved, by whom and when; `content` is nothing where it was taken out. Insert only."""

    __tablename__ = "source_revision"
    __table_args__ = (sa.UniqueConstraint("version_id", "path", "number"),)

    id: Mapped[PrimaryId]
    version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course_version.id"))
    path: Mapped[str] = mapped_column(sa.String(300))
    number: Mapped[int]
    content: Mapped[bytes | None]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    saved_at: Mapped[datetime]


class ReviewComment(Base):
    """A remark of a reviewer at a line of a file; `settled_at` says when an author dealt with it."""

    __tablename__ = "review_comment"

    id: Mapped[PrimaryId]
    version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course_version.id"), index=True)
    path: Mapped[str] = mapped_column(sa.String(300))
    line: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class ReaderReport(Base):
    """What a reader reports about an activity or a question, as it was asked; open until an owner has answered."""

    __tablename__ = "reader_report"
    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined')", name="state"),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    course: Mapped[str] = mapped_column(sa.String(60), index=True)
    version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course_version.id"))
    activity: Mapped[str] = mapped_column(sa.String(60))
    item: Mapped[str] = mapped_column(sa.String(60), default="")
    item_version_id: Mapped[str | None] = mapped_column(sa.String(32))
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(10))
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by: Mapped[str | None] = mapped_column(sa.String(32))
    answered_at: Mapped[datetime | None]


class LessonText(Base):
    """A lesson rendered once, when its version is published; `packed` is the same text as raw deflate."""

    __tablename__ = "lesson_text"

    version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course_version.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    locale: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    html: Mapped[bytes]
    packed: Mapped[bytes]
    minutes: Mapped[int]


class Asset(Base):
    """A figure by the hash of its bytes."""

    __tablename__ = "asset"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(sa.String(40))
    content: Mapped[bytes]


class BroughtFile(Base):
    """What a trainer has sent and not yet added: a document, table or folder as read; forgotten after a day."""

    __tablename__ = "brought_file"
    __table_args__ = (sa.CheckConstraint("kind IN ('document', 'questions', 'folder')", name="kind"),)

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(10))
    target: Mapped[str] = mapped_column(sa.String(300))
    name: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(index=True)

"""The first tables, with the triggers that guard them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.audit import triggers as audit
from app.foundation.db import UtcDateTime
from app.foundation.triggers import drop, insert_only
from app.identity import triggers as identity

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSERT_ONLY = (
    "response_event",
    "item_version",
    "scheme_version",
    "decision",
    "credential",
    "credential_event",
    "certificate_file",
    "published_table",
)


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('police', 'partner', 'provider', 'alliance')", name=op.f("ck_agency_kind")),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], name=op.f("fk_agency_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("path", name=op.f("uq_agency_path")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agency_public_id")),
    )
    op.create_table(
        "asset",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_asset")),
    )
    op.create_table(
        "audit_anchor",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_anchor")),
    )
    op.create_table(
        "audit_event",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_actor", ["actor", "sequence"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_event_subject", ["subject", "sequence"], unique=False)
        batch_op.create_index("ix_audit_event_tag", ["tag", "sequence"], unique=False)

    op.create_table(
        "course",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("partner", sa.String(length=60), nullable=False),
        sa.Column("open_to_join", sa.Boolean(), nullable=False),
        sa.Column("live_version_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("key", name=op.f("uq_course_key")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("owner", "key", name=op.f("uq_item_owner_key")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_outbox_lease")),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_outbox_state")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_outbox_progress")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_due",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.create_table(
        "published_table",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("statistic", sa.String(length=40), nullable=False),
        sa.Column("table", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_table")),
        sa.UniqueConstraint(
            "period", "audience", "statistic", name=op.f("uq_published_table_period_audience_statistic")
        ),
    )
    op.create_table(
        "quiz_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("pool", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_version")),
        sa.UniqueConstraint("owner", "key", "edition", name=op.f("uq_quiz_version_owner_key_edition")),
    )
    with op.batch_alter_table("quiz_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_version_edition"), ["edition"], unique=False)

    op.create_table(
        "running_total",
        sa.Column("partner", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "course", "country", "month", "measure", name=op.f("pk_running_total")),
    )
    op.create_table(
        "scheme_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        sa.UniqueConstraint("scheme", "number", name=op.f("uq_scheme_version_scheme_number")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bucket", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_failure_bucket"), ["bucket"], unique=False)

    op.create_table(
        "verification_look",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bucket", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_look")),
    )
    with op.batch_alter_table("verification_look", schema=None) as batch_op:
        batch_op.create_index("ix_verification_look_bucket_at", ["bucket", "at"], unique=False)

    op.create_table(
        "course_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("reviewer_id", sa.String(length=32), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'approved', 'live', 'retired')", name=op.f("ck_course_version_state")
        ),
        sa.CheckConstraint(
            "reviewer_id IS NULL OR reviewer_id <> author_id", name=op.f("ck_course_version_two_persons")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_version_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_course_version_course_id_number")),
    )
    with op.batch_alter_table("course_version", schema=None) as batch_op:
        batch_op.create_index(
            "uq_course_version_open",
            ["course_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'in_review', 'approved')"),
            postgresql_where=sa.text("state IN ('draft', 'in_review', 'approved')"),
        )

    op.create_table(
        "item_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "hash", name=op.f("uq_item_version_item_id_hash")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("sign_in_name", sa.LargeBinary(), nullable=False),
        sa.Column("sign_in_hash", sa.String(length=40), nullable=False),
        sa.Column("service_number", sa.LargeBinary(), nullable=True),
        sa.Column("service_hash", sa.String(length=40), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_original", sa.LargeBinary(), nullable=True),
        sa.Column("rank", sa.String(length=80), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("identity_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("identity_confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'left')", name=op.f("ck_person_state")),
        sa.CheckConstraint(
            "(identity_confirmed_at IS NULL) = (identity_confirmed_by IS NULL)", name=op.f("ck_person_confirmed_by")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_person_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sa.UniqueConstraint("sign_in_hash", name=op.f("uq_person_sign_in_hash")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_service_hash"), ["service_hash"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("quiz", sa.String(length=125), nullable=False),
        sa.Column("quiz_version_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("form_keys", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("deadline", UtcDateTime(), nullable=True),
        sa.Column("credit_seconds", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("score", sa.String(length=24), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("redlines_right", sa.Boolean(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("journal_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(state = 'in_progress') = (submitted_at IS NULL) OR state = 'voided'", name=op.f("ck_attempt_submitted")
        ),
        sa.CheckConstraint(
            "state IN ('in_progress', 'submitted', 'marked', 'released', 'voided')", name=op.f("ck_attempt_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id")),
        sa.ForeignKeyConstraint(["quiz_version_id"], ["quiz_version.id"], name=op.f("fk_attempt_quiz_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("person_id", "quiz", "number", name=op.f("uq_attempt_person_id_quiz_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attempt_public_id")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_deadline"), ["deadline"], unique=False)
        batch_op.create_index(
            "uq_attempt_open",
            ["person_id", "quiz"],
            unique=True,
            sqlite_where=sa.text("state = 'in_progress'"),
            postgresql_where=sa.text("state = 'in_progress'"),
        )

    op.create_table(
        "authenticator",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('password', 'totp', 'recovery', 'let_in')", name=op.f("ck_authenticator_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authenticator_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator")),
    )
    with op.batch_alter_table("authenticator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authenticator_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_authenticator_single",
            ["person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("kind IN ('password', 'totp')"),
            postgresql_where=sa.text("kind IN ('password', 'totp')"),
        )

    op.create_table(
        "course_owner",
        sa.Column("course_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_owner_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_owner_person_id")),
        sa.PrimaryKeyConstraint("course_id", "person_id", name=op.f("pk_course_owner")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("scheme_version_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("decider", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("outcome IN ('grant', 'refuse', 'defer')", name=op.f("ck_decision_outcome")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id")),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"], ["scheme_version.id"], name=op.f("fk_decision_scheme_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_person_id"), ["person_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_activity", sa.String(length=125), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('nominated', 'approved', 'active', 'completed', 'withdrawn', 'lapsed')",
            name=op.f("ck_enrolment_state"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_enrolment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_enrolment_open",
            ["person_id", "course"],
            unique=True,
            sqlite_where=sa.text("state IN ('active', 'completed')"),
            postgresql_where=sa.text("state IN ('active', 'completed')"),
        )

    op.create_table(
        "lesson_text",
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("html", sa.LargeBinary(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_lesson_text_version_id")),
        sa.PrimaryKeyConstraint("version_id", "key", "locale", name=op.f("pk_lesson_text")),
    )
    op.create_table(
        "person_name_token",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_name_token_person_id")),
        sa.PrimaryKeyConstraint("person_id", "token", name=op.f("pk_person_name_token")),
    )
    with op.batch_alter_table("person_name_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name_token_token"), ["token"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('officer', 'trainer', 'accreditation', 'partner', 'coordinator', 'operator')",
            name=op.f("ck_role_grant_role"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_role_grant_open",
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("valid_until IS NULL"),
            postgresql_where=sa.text("valid_until IS NULL"),
        )

    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("shared_computer", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_public_id")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "source_file",
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_source_file_version_id")),
        sa.PrimaryKeyConstraint("version_id", "path", name=op.f("pk_source_file")),
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=27), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.Column("statement_hash", sa.String(length=64), nullable=False),
        sa.Column("name_hash", sa.String(length=40), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_credential_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id")),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"], ["scheme_version.id"], name=op.f("fk_credential_scheme_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("number", name=op.f("uq_credential_number")),
        sa.UniqueConstraint(
            "person_id", "scheme", "cycle", "edition", name=op.f("uq_credential_person_id_scheme_cycle_edition")
        ),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_name_hash"), ["name_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_credential_person_id"), ["person_id"], unique=False)

    op.create_table(
        "progress",
        sa.Column("enrolment_id", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('in_progress', 'done')", name=op.f("ck_progress_state")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_progress_enrolment_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "activity", name=op.f("pk_progress")),
    )
    op.create_table(
        "response_event",
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("writer", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("client_at", sa.BigInteger(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_response_event_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "writer", "sequence", name=op.f("pk_response_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "certificate_file",
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=120), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("made_with", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_certificate_file_credential_id")),
        sa.PrimaryKeyConstraint("credential_id", "locale", name=op.f("pk_certificate_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_certificate_file_sha256")),
    )
    op.create_table(
        "credential_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('issued', 'suspended', 'reinstated', 'withdrawn', 'superseded')",
            name=op.f("ck_credential_event_kind"),
        ),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_credential_event_credential_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_event")),
        sa.UniqueConstraint("credential_id", "position", name=op.f("uq_credential_event_credential_id_position")),
    )
    dialect = op.get_bind().dialect.name
    guards = [statement for table in INSERT_ONLY for statement in insert_only(table, dialect)]
    for statement in (*guards, *audit.statements(dialect), *identity.statements(dialect)):
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    guards = [statement for table in INSERT_ONLY for statement in drop(table, dialect)]
    for statement in (*guards, *audit.drop_statements(dialect), *identity.drop_statements(dialect)):
        op.execute(sa.text(statement))
    op.drop_table("credential_event")
    op.drop_table("certificate_file")
    op.drop_table("response_event")
    op.drop_table("progress")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credential_person_id"))
        batch_op.drop_index(batch_op.f("ix_credential_name_hash"))

    op.drop_table("credential")
    op.drop_table("source_file")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_person_id"))

    op.drop_table("session")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_open",
            sqlite_where=sa.text("valid_until IS NULL"),
            postgresql_where=sa.text("valid_until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("person_name_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_token_token"))

    op.drop_table("person_name_token")
    op.drop_table("lesson_text")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolment_open",
            sqlite_where=sa.text("state IN ('active', 'completed')"),
            postgresql_where=sa.text("state IN ('active', 'completed')"),
        )
        batch_op.drop_index(batch_op.f("ix_enrolment_person_id"))

    op.drop_table("enrolment")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_person_id"))

    op.drop_table("decision")
    op.drop_table("course_owner")
    with op.batch_alter_table("authenticator", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_authenticator_single",
            sqlite_where=sa.text("kind IN ('password', 'totp')"),
            postgresql_where=sa.text("kind IN ('password', 'totp')"),
        )
        batch_op.drop_index(batch_op.f("ix_authenticator_person_id"))

    op.drop_table("authenticator")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempt_open",
            sqlite_where=sa.text("state = 'in_progress'"),
            postgresql_where=sa.text("state = 'in_progress'"),
        )
        batch_op.drop_index(batch_op.f("ix_attempt_deadline"))

    op.drop_table("attempt")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_service_hash"))
        batch_op.drop_index(batch_op.f("ix_person_agency_id"))

    op.drop_table("person")
    op.drop_table("item_version")
    with op.batch_alter_table("course_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_course_version_open",
            sqlite_where=sa.text("state IN ('draft', 'in_review', 'approved')"),
            postgresql_where=sa.text("state IN ('draft', 'in_review', 'approved')"),
        )

    op.drop_table("course_version")
    with op.batch_alter_table("verification_look", schema=None) as batch_op:
        batch_op.drop_index("ix_verification_look_bucket_at")

    op.drop_table("verification_look")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_bucket"))
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_at"))

    op.drop_table("sign_in_failure")
    op.drop_table("scheme_version")
    op.drop_table("running_total")
    with op.batch_alter_table("quiz_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_version_edition"))

    op.drop_table("quiz_version")
    op.drop_table("published_table")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_due",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.drop_table("outbox")
    op.drop_table("item")
    op.drop_table("course")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_tag")
        batch_op.drop_index("ix_audit_event_subject")
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))
        batch_op.drop_index("ix_audit_event_actor")

    op.drop_table("audit_event")
    op.drop_table("audit_anchor")
    op.drop_table("asset")
    op.drop_table("agency")

"""Evidence, cases, who had which part, the life of credentials, proofs, appeals: the accreditation desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from app.accreditation import triggers
from app.foundation.db import UtcDateTime
from app.foundation.triggers import drop, insert_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INSERT_ONLY = (
    "involvement", "evidence", "evidence_ruling", "evidence_file", "proposal", "proposal_answer", "issuer_profile",
    "credential_reminder", "credential_proof", "status_list", "badge_file", "appeal", "appeal_event",
    "appeal_panel_member",
)  # fmt: skip
_NEW = {
    "decision": ("application_id", "reasons", "involvement_id", "approver", "approver_involvement_id"),
    "credential_event": ("second", "grounds", "condition", "ends_on"),
    "credential": ("follows_id", "origin"),
}
_POINTING = {
    ("decision", "application_id"): "application",
    ("decision", "involvement_id"): "involvement",
    ("decision", "approver_involvement_id"): "involvement",
    ("credential", "follows_id"): "credential",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _new_tables()
    _widen()
    for table in _INSERT_ONLY:
        for statement in insert_only(table, dialect):
            op.execute(statement)
    for statement in triggers.statements(dialect):
        op.execute(statement)


def _new_tables() -> None:
    op.create_table(
        "status_list",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("list", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("purpose IN ('revocation', 'suspension')", name=op.f("ck_status_list_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_list")),
        sa.UniqueConstraint("list", "purpose", "number", name=op.f("uq_status_list_list_purpose_number")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("evidence_hash", sa.String(length=64), nullable=False),
        sa.Column("claimed_by", sa.String(length=32), nullable=True),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('requirements-met', 'sampled', 'appeal', 'renewal')", name=op.f("ck_application_reason")
        ),
        sa.CheckConstraint("state IN ('waiting', 'deferred', 'decided')", name=op.f("ck_application_state")),
        sa.CheckConstraint("(claimed_by IS NULL) = (claimed_at IS NULL)", name=op.f("ck_application_claimed")),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_application_claimed_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id")),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"], ["scheme_version.id"], name=op.f("fk_application_scheme_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "person_id", "scheme", "cycle", "turn", name=op.f("uq_application_person_id_scheme_cycle_turn")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    op.create_index(op.f("ix_application_scheme"), "application", ["scheme"])
    op.create_index(op.f("ix_application_state"), "application", ["state"])

    op.create_table(
        "assessor_appointment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("appointed_by", sa.String(length=32), nullable=False),
        sa.Column("appointed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["appointed_by"], ["person.id"], name=op.f("fk_assessor_appointment_appointed_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessor_appointment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessor_appointment")),
    )
    op.create_index(
        "uq_assessor_appointment_open",
        "assessor_appointment",
        ["person_id", "scheme"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "conflict_declaration",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("about_person_id", sa.String(length=32), nullable=True),
        sa.Column("about_agency_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('family', 'manager', 'business', 'other')", name=op.f("ck_conflict_declaration_kind")
        ),
        sa.CheckConstraint(
            "(about_person_id IS NULL) <> (about_agency_id IS NULL)", name=op.f("ck_conflict_declaration_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["about_agency_id"], ["agency.id"], name=op.f("fk_conflict_declaration_about_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["about_person_id"], ["person.id"], name=op.f("fk_conflict_declaration_about_person_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conflict_declaration_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declaration")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conflict_declaration_public_id")),
    )
    op.create_index(op.f("ix_conflict_declaration_person_id"), "conflict_declaration", ["person_id"])

    op.create_table(
        "grant_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('running', 'done')", name=op.f("ck_grant_batch_state")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_grant_batch_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_grant_batch_public_id")),
    )
    op.create_table(
        "involvement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("candidate_id", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("clear_from", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "part IN ('trainer', 'marker', 'assessor', 'supervisor', 'decider', 'approver', 'panel')",
            name=op.f("ck_involvement_part"),
        ),
        sa.CheckConstraint("candidate_id <> actor_id", name=op.f("ck_involvement_two_persons")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_involvement_actor_id")),
        sa.ForeignKeyConstraint(["candidate_id"], ["person.id"], name=op.f("fk_involvement_candidate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
        sa.UniqueConstraint(
            "candidate_id", "actor_id", "part", "source", name=op.f("uq_involvement_candidate_id_actor_id_part_source")
        ),
    )
    op.create_index(op.f("ix_involvement_actor_id"), "involvement", ["actor_id"])

    op.create_table(
        "issuer_profile",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_issuer_profile_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_profile")),
        sa.UniqueConstraint("number", name=op.f("uq_issuer_profile_number")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("involvement_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('practical', 'logged-case', 'employer-statement', 'prior-learning', 'other-certificate', "
            "'contact-hours', 'code-of-conduct', 'interview')",
            name=op.f("ck_evidence_kind"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('practical', 'interview') OR (outcome IS NOT NULL AND recorded_by <> person_id "
            "AND involvement_id IS NOT NULL)",
            name=op.f("ck_evidence_assessed"),
        ),
        sa.CheckConstraint("outcome IN ('passed', 'failed')", name=op.f("ck_evidence_outcome")),
        sa.ForeignKeyConstraint(["involvement_id"], ["involvement.id"], name=op.f("fk_evidence_involvement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_evidence_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_public_id")),
        sa.UniqueConstraint("token", name=op.f("uq_evidence_token")),
    )
    op.create_index(op.f("ix_evidence_person_id"), "evidence", ["person_id"])
    op.create_index(op.f("ix_evidence_recorded_by"), "evidence", ["recorded_by"])

    op.create_table(
        "evidence_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_file_public_id")),
    )
    op.create_index(op.f("ix_evidence_file_evidence_id"), "evidence_file", ["evidence_id"])

    op.create_table(
        "evidence_ruling",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("ruled_by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("verdict IN ('accepted', 'refused', 'annulled')", name=op.f("ck_evidence_ruling_verdict")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_ruling_evidence_id")),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_evidence_ruling_ruled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_ruling")),
        sa.UniqueConstraint("evidence_id", "position", name=op.f("uq_evidence_ruling_evidence_id_position")),
    )
    op.create_table(
        "appeal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=True),
        sa.Column("credential_id", sa.String(length=32), nullable=True),
        sa.Column("grounds", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.Column("acknowledge_by", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'appeal' OR decision_id IS NOT NULL OR credential_id IS NOT NULL", name=op.f("ck_appeal_about")
        ),
        sa.CheckConstraint("kind IN ('appeal', 'complaint')", name=op.f("ck_appeal_kind")),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_appeal_credential_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appeal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appeal_public_id")),
    )
    op.create_index(op.f("ix_appeal_person_id"), "appeal", ["person_id"])

    op.create_table(
        "badge_file",
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=120), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_badge_file_credential_id")),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_badge_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_badge_file_sha256")),
    )
    op.create_table(
        "credential_proof",
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("badge_id", sa.String(length=36), nullable=False),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("disclosure", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("disclosure IN ('full', 'protected')", name=op.f("ck_credential_proof_disclosure")),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_credential_proof_credential_id")),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_credential_proof")),
        sa.UniqueConstraint("badge_id", name=op.f("uq_credential_proof_badge_id")),
        sa.UniqueConstraint("status_list", "status_index", name=op.f("uq_credential_proof_status_list_status_index")),
    )
    op.create_table(
        "credential_reminder",
        sa.Column("credential_id", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_credential_reminder_credential_id")
        ),
        sa.PrimaryKeyConstraint("credential_id", "days", name=op.f("pk_credential_reminder")),
    )
    op.create_table(
        "grant_batch_row",
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("credential_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("outcome IN ('waiting', 'granted', 'refused')", name=op.f("ck_grant_batch_row_outcome")),
        sa.ForeignKeyConstraint(["batch_id"], ["grant_batch.id"], name=op.f("fk_grant_batch_row_batch_id")),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_grant_batch_row_credential_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grant_batch_row_person_id")),
        sa.PrimaryKeyConstraint("batch_id", "person_id", name=op.f("pk_grant_batch_row")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=True),
        sa.Column("credential_id", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("evidence_hash", sa.String(length=64), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("involvement_id", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("action IN ('grant', 'refuse', 'defer', 'withdraw')", name=op.f("ck_proposal_action")),
        sa.CheckConstraint("(application_id IS NULL) <> (credential_id IS NULL)", name=op.f("ck_proposal_about_one")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_proposal_application_id")),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name=op.f("fk_proposal_credential_id")),
        sa.ForeignKeyConstraint(["involvement_id"], ["involvement.id"], name=op.f("fk_proposal_involvement_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_proposal_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id")),
    )
    op.create_index(op.f("ix_proposal_application_id"), "proposal", ["application_id"])
    op.create_index(op.f("ix_proposal_credential_id"), "proposal", ["credential_id"])

    op.create_table(
        "appeal_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("appeal_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('acknowledged', 'panel-named', 'upheld', 'dismissed', 'answered', 'taken-back')",
            name=op.f("ck_appeal_event_kind"),
        ),
        sa.CheckConstraint(
            "outcome IN ('none', 'decide-again', 'examine-again', 'mark-again', 'reinstate')",
            name=op.f("ck_appeal_event_outcome"),
        ),
        sa.ForeignKeyConstraint(["actor"], ["person.id"], name=op.f("fk_appeal_event_actor")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_event_appeal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_event")),
        sa.UniqueConstraint("appeal_id", "position", name=op.f("uq_appeal_event_appeal_id_position")),
    )
    op.create_table(
        "appeal_panel_member",
        sa.Column("appeal_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("involvement_id", sa.String(length=32), nullable=False),
        sa.Column("named_by", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_panel_member_appeal_id")),
        sa.ForeignKeyConstraint(
            ["involvement_id"], ["involvement.id"], name=op.f("fk_appeal_panel_member_involvement_id")
        ),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_appeal_panel_member_named_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appeal_panel_member_person_id")),
        sa.PrimaryKeyConstraint("appeal_id", "person_id", name=op.f("pk_appeal_panel_member")),
    )
    op.create_table(
        "proposal_answer",
        sa.Column("proposal_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("answer IN ('approved', 'objected', 'taken-back')", name=op.f("ck_proposal_answer_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_proposal_answer_answered_by")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_answer_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_answer")),
    )


def _widen() -> None:
    """Columns beside those that stand: no value of an issued certificate changes."""
    for table, columns in _NEW.items():
        with _rebuilt(table) as wider:
            for column in columns:
                wider.add_column(_column(table, column))
                if (table, column) in _POINTING:
                    name = op.f(f"fk_{table}_{column}")
                    wider.create_foreign_key(name, _POINTING[table, column], [column], ["id"])
    op.create_index(op.f("ix_credential_follows_id"), "credential", ["follows_id"])
    op.create_index("ix_credential_created_at_id", "credential", ["created_at", "id"])
    op.create_index(
        "ix_credential_event_after_issue",
        "credential_event",
        ["credential_id"],
        sqlite_where=sa.text("kind <> 'issued'"),
        postgresql_where=sa.text("kind <> 'issued'"),
    )
    op.create_index(op.f("ix_decision_application_id"), "decision", ["application_id"])


def _column(table: str, column: str) -> sa.Column:
    if column == "origin":
        return sa.Column("origin", sa.String(length=8), server_default="granted", nullable=False)
    length = 32 if (table, column) in _POINTING else 200 if column == "condition" else 40
    kinds = {"reasons": sa.JSON(), "ends_on": sa.Date()}
    return sa.Column(column, kinds.get(column, sa.String(length=length)), nullable=True)


@contextmanager
def _rebuilt(table: str) -> Iterator[BatchOperations]:
    """SQLite makes the table anew, which loses its triggers: they are set again."""
    dialect = op.get_bind().dialect.name
    for statement in drop(table, dialect):
        op.execute(statement)
    with op.batch_alter_table(table) as changed:
        yield changed
    for statement in insert_only(table, dialect):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in triggers.drop_statements(dialect):
        op.execute(statement)
    op.drop_index("ix_credential_event_after_issue", "credential_event")
    op.drop_index("ix_credential_created_at_id", "credential")
    op.drop_index(op.f("ix_credential_follows_id"), "credential")
    op.drop_index(op.f("ix_decision_application_id"), "decision")
    for table, columns in _NEW.items():
        with _rebuilt(table) as narrower:
            for column in columns:
                if (table, column) in _POINTING:
                    narrower.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
                narrower.drop_column(column)
    for table in _INSERT_ONLY:
        for statement in drop(table, dialect):
            op.execute(statement)
    for table in (
        "proposal_answer", "appeal_panel_member", "appeal_event", "proposal", "grant_batch_row", "credential_reminder",
        "credential_proof", "badge_file", "appeal", "evidence_ruling", "evidence_file", "evidence", "issuer_profile",
        "involvement", "grant_batch", "conflict_declaration", "assessor_appointment", "application", "status_list",
    ):  # fmt: skip
        op.drop_table(table)

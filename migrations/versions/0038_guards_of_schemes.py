"""One credential for a decision, as many persons as the scheme says, and who acts on a credential is let in."""

from __future__ import annotations

from alembic import op

from app.accreditation import triggers

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_INDEX = "uq_credential_decision_id_edition"


def upgrade() -> None:
    op.create_index(_INDEX, "credential", ["decision_id", "edition"], unique=True)
    for statement in triggers.statements(op.get_bind().dialect.name, triggers.GUARDS_OF_SCHEMES):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in triggers.drop_statements(dialect, triggers.GUARDS_OF_SCHEMES):
        op.execute(statement)
    if dialect == "postgresql":
        for guard in triggers.GUARDS_OF_SCHEMES:
            op.execute(f"DROP FUNCTION IF EXISTS provost_{guard.table}_{guard.name}()")
    op.drop_index(_INDEX, table_name="credential")

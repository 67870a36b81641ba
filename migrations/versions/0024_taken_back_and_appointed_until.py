"""Officers may take back a claim that waits; assessors may be appointed up to a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TRIGGER, _FUNCTION = "tr_evidence_ruling_by_another", "provost_evidence_ruling_by_another"
_REFUSAL = "evidence is ruled on by another person"
_BEFORE = (
    "EXISTS (SELECT 1 FROM evidence e WHERE e.id = NEW.evidence_id "
    "AND (e.recorded_by = NEW.ruled_by OR e.person_id = NEW.ruled_by))"
)
_SINCE = (
    "EXISTS (SELECT 1 FROM evidence e WHERE e.id = NEW.evidence_id "
    "AND (e.recorded_by = NEW.ruled_by OR e.person_id = NEW.ruled_by) "
    "AND NOT (NEW.verdict = 'annulled' AND NEW.position = 1 "
    "AND e.recorded_by = NEW.ruled_by AND e.person_id = NEW.ruled_by))"
)


def upgrade() -> None:
    op.add_column("assessor_appointment", sa.Column("ends_on", sa.Date(), nullable=True))
    _set_guard(_SINCE)


def downgrade() -> None:
    _set_guard(_BEFORE)
    op.drop_column("assessor_appointment", "ends_on")


def _set_guard(clash: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_TRIGGER}")
        op.execute(
            f"CREATE TRIGGER {_TRIGGER} BEFORE INSERT ON evidence_ruling WHEN {clash} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN  "
        f"IF {clash} THEN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END IF; "
        f"RETURN NEW; END $$"
    )

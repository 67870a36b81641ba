"""The guard of review in the database: who edited a version does not review it (T4)."""

from __future__ import annotations

_NAME = "tr_course_version_reviewer_is_no_editor"
_REFUSAL = "who edited a version does not review it"
_CLASH = """NEW.reviewer_id IS NOT NULL AND EXISTS (SELECT 1 FROM source_revision edit
  WHERE edit.version_id = NEW.id AND edit.person_id = NEW.reviewer_id)"""
_SQLITE = """CREATE TRIGGER {name} BEFORE UPDATE ON course_version WHEN {clash}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION provost_reviewer_no_editor() RETURNS trigger
LANGUAGE plpgsql AS $$ BEGIN
  IF {clash} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW;
END $$"""
_POSTGRESQL = (
    "CREATE TRIGGER {name} BEFORE UPDATE ON course_version FOR EACH ROW EXECUTE FUNCTION provost_reviewer_no_editor()"
)


def names(dialect: str) -> list[str]:
    """Return the names of the triggers, for the test that compares them after each migration."""
    return [_NAME]


def statements(dialect: str) -> list[str]:
    """Return the statements that a migration runs once `source_revision` is there."""
    if dialect == "sqlite":
        return [_SQLITE.format(name=_NAME, clash=_CLASH, refusal=_REFUSAL)]
    return [_POSTGRESQL_FUNCTION.format(clash=_CLASH, refusal=_REFUSAL), _POSTGRESQL.format(name=_NAME)]


def drop_statements(dialect: str) -> list[str]:
    """Return the statements that lift the guard, for a migration that must rebuild `course_version`."""
    return [f"DROP TRIGGER IF EXISTS {_NAME}{'' if dialect == 'sqlite' else ' ON course_version'}"]

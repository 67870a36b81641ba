"""The guard of the partner wall in the database: a partner holds no other role at the same time (P8, X6)."""

from __future__ import annotations

_REFUSAL = "a partner holds no other role"
_VERBS = ("insert", "update")
# Two grants clash when one of them is a partner's, the other is not, and their times overlap. The rule compares the
# grants with each other and not with the clock, so a grant that ends next year is caught as well as an open one.
_CLASH = """EXISTS (SELECT 1 FROM role_grant other WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
  AND (other.role = 'partner') <> (NEW.role = 'partner')
  AND (other.valid_until IS NULL OR other.valid_until > NEW.valid_from)
  AND (NEW.valid_until IS NULL OR NEW.valid_until > other.valid_from))"""
_SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON role_grant WHEN {clash}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
# The person's row is locked first: two grants made at once would otherwise not see each other.
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION provost_partner_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM person WHERE id = NEW.person_id FOR UPDATE;
  IF {clash} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END IF;
  RETURN NEW;
END $$"""
_POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON role_grant FOR EACH ROW EXECUTE FUNCTION provost_partner_alone()"


def names(dialect: str) -> list[str]:
    """Return the names of the triggers, for the test that compares them after each migration."""
    return [f"tr_role_grant_partner_alone_{verb}" for verb in _VERBS]


def statements(dialect: str) -> list[str]:
    """Return the statements that a migration runs after making `role_grant` (`sqlite` or `postgresql`)."""
    text = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    before = [] if dialect == "sqlite" else [_POSTGRESQL_FUNCTION.format(clash=_CLASH, refusal=_REFUSAL)]
    pairs = zip(names(dialect), _VERBS, strict=True)
    return before + [text.format(name=name, verb=verb.upper(), clash=_CLASH, refusal=_REFUSAL) for name, verb in pairs]


def drop_statements(dialect: str) -> list[str]:
    """Return the statements that lift the guard, for a migration that must rebuild `role_grant`."""
    where = "" if dialect == "sqlite" else " ON role_grant"
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in names(dialect)]

"""The rules of accreditation that the database keeps by itself, whoever writes: parts kept apart, lives in order (U3).

ISO/IEC 17024:2012, 5.2.3 and 9.4: who trained, marked or assessed a candidate takes no part in the decision.
"""

from __future__ import annotations

from dataclasses import dataclass

INSERT_ONLY = (
    "involvement",
    "evidence",
    "evidence_ruling",
    "evidence_file",
    "proposal",
    "proposal_answer",
    "issuer_profile",
    "credential_reminder",
    "credential_proof",
    "status_list",
    "badge_file",
    "appeal",
    "appeal_event",
    "appeal_panel_member",
    "scheme_change",
    "scheme_change_answer",
    "handed_in_file",
)
"""Tables of this part that prove something, from the sixth migration on."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger before each insert into `table`: where `clash` holds for the NEW row, it is refused with `refusal`.

    Neither `%` nor `:` may stand in the SQL: drivers and Alembic read them. `lock` is run first on PostgreSQL, where
    two inserts at once would otherwise not see each other. Where a clash reads a document, `on_postgresql` says the
    same in the words of PostgreSQL.
    """

    table: str
    name: str
    refusal: str
    clash: str
    lock: str = ""
    on_postgresql: str = ""

    @property
    def trigger(self) -> str:
        """The name of the trigger."""
        return f"tr_{self.table}_{self.name}"

    def statements(self, dialect: str) -> list[str]:
        """Return what makes the trigger."""
        if dialect == "sqlite":
            return [
                f"CREATE TRIGGER {self.trigger} BEFORE INSERT ON {self.table} WHEN {self.clash} "
                f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
            ]
        function = f"provost_{self.table}_{self.name}"
        clash = self.on_postgresql or self.clash
        return [
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {self.lock} "
            f"IF {clash} THEN RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'restrict_violation'; END IF; "
            f"RETURN NEW; END $$",
            f"CREATE TRIGGER {self.trigger} BEFORE INSERT ON {self.table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ]


def _group(row: str) -> str:
    return (
        f"CASE WHEN {row}.part IN ('trainer', 'supervisor') THEN 'training' "
        f"WHEN {row}.part IN ('decider', 'approver') THEN 'deciding' ELSE {row}.part END"
    )


def _let_in(involvement: str, candidate: str, actor: str, part: str) -> str:
    """Whether the named involvement is this actor's, in this part, for this candidate."""
    named = f"i.id = {involvement} AND i.candidate_id = {candidate} AND i.actor_id = {actor} AND i.part = '{part}'"
    return "EXISTS (SELECT 1 FROM involvement i WHERE " + named + ")"  # noqa: S608 - names of columns


_OTHER_PART = f"""NEW.part <> 'trainer' AND EXISTS (SELECT 1 FROM involvement i
  WHERE i.candidate_id = NEW.candidate_id AND i.actor_id = NEW.actor_id
  AND (i.clear_from IS NULL OR i.clear_from > NEW.at) AND {_group("i")} <> {_group("NEW")})"""  # noqa: S608
_DECLARED = """NEW.part <> 'trainer' AND EXISTS (SELECT 1 FROM conflict_declaration c
  WHERE c.person_id = NEW.actor_id AND (c.ended_at IS NULL OR c.ended_at > NEW.at)
  AND (c.about_person_id = NEW.candidate_id OR EXISTS (SELECT 1 FROM agency above, agency own, person p
    WHERE above.id = c.about_agency_id AND p.id = NEW.candidate_id AND own.id = p.agency_id
    AND substr(own.path, 1, length(above.path)) = above.path)))"""
_CANDIDATE_LOCK = "PERFORM 1 FROM person WHERE id = NEW.candidate_id FOR NO KEY UPDATE;"
_SUSPENDED = """EXISTS (SELECT 1 FROM credential_event e WHERE e.credential_id = NEW.credential_id
  AND e.kind = 'suspended' AND NOT EXISTS (SELECT 1 FROM credential_event r
    WHERE r.credential_id = NEW.credential_id AND r.kind = 'reinstated' AND r.position > e.position))"""

GUARDS: tuple[Guard, ...] = (
    Guard("involvement", "parts_apart", "who has another part in this accreditation", _OTHER_PART, _CANDIDATE_LOCK),
    Guard("involvement", "no_conflict", "a declared conflict of interest", _DECLARED, _CANDIDATE_LOCK),
    Guard(
        "evidence",
        "assessor_let_in",
        "an assessor is let in by an involvement",
        "NEW.kind IN ('practical', 'interview') AND NOT "
        + _let_in("NEW.involvement_id", "NEW.person_id", "NEW.recorded_by", "assessor"),
    ),
    Guard(
        "evidence_ruling",
        "by_another",
        "evidence is ruled on by another person",
        "EXISTS (SELECT 1 FROM evidence e WHERE e.id = NEW.evidence_id "
        "AND (e.recorded_by = NEW.ruled_by OR e.person_id = NEW.ruled_by) "
        "AND NOT (NEW.verdict = 'annulled' AND NEW.position = 1 "
        "AND e.recorded_by = NEW.ruled_by AND e.person_id = NEW.ruled_by))",
    ),
    Guard(
        "proposal",
        "decider_let_in",
        "a decider is let in by an involvement",
        "NEW.application_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM application a, involvement i "
        "WHERE a.id = NEW.application_id AND i.id = NEW.involvement_id AND i.candidate_id = a.person_id "
        "AND i.actor_id = NEW.proposed_by AND i.part = 'decider')",
    ),
    Guard(
        "proposal_answer",
        "by_another",
        "a proposal is answered by another person",
        "EXISTS (SELECT 1 FROM proposal p WHERE p.id = NEW.proposal_id "
        "AND (p.proposed_by = NEW.answered_by) <> (NEW.answer = 'taken-back'))",
    ),
    Guard(
        "decision",
        "decider_let_in",
        "a decider is let in by an involvement",
        "NEW.decider NOT IN ('rule', 'imported') AND NOT "
        + _let_in("NEW.involvement_id", "NEW.person_id", "NEW.decider", "decider"),
    ),
    Guard(
        "decision",
        "approver_let_in",
        "an approver is another person let in by an involvement",
        "NEW.approver IS NOT NULL AND (NEW.approver = NEW.decider OR NOT "
        + _let_in("NEW.approver_involvement_id", "NEW.person_id", "NEW.approver", "approver")
        + ")",
    ),
    Guard(
        "credential",
        "rests_on_grant",
        "a credential rests on a decision to grant it",
        "NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = NEW.decision_id AND d.outcome = 'grant' "
        "AND d.person_id = NEW.person_id AND d.scheme_version_id = NEW.scheme_version_id "
        "AND (d.decider = 'imported') = (NEW.origin = 'imported'))",
    ),
    Guard(
        "credential_event",
        "in_order",
        "the life of a credential goes on in order",
        "NEW.position <> 1 + (SELECT count(*) FROM credential_event e WHERE e.credential_id = NEW.credential_id) "
        "OR (NEW.position = 1) <> (NEW.kind = 'issued') OR EXISTS (SELECT 1 FROM credential_event e "
        "WHERE e.credential_id = NEW.credential_id AND e.kind IN ('withdrawn', 'superseded'))",
    ),
    Guard(
        "credential_event",
        "suspension",
        "only what is suspended is reinstated, and only what is not is suspended",
        f"(NEW.kind = 'suspended' AND {_SUSPENDED}) OR (NEW.kind = 'reinstated' AND NOT {_SUSPENDED})",
    ),
    Guard(
        "credential_event",
        "two_persons_withdraw",
        "two persons withdraw a credential",
        "NEW.kind = 'withdrawn' AND (NEW.second IS NULL OR NEW.second = NEW.actor)",
    ),
    Guard(
        "appeal_panel_member",
        "let_in",
        "a member of a panel is let in by an involvement",
        "NOT EXISTS (SELECT 1 FROM appeal a, involvement i WHERE a.id = NEW.appeal_id AND i.id = NEW.involvement_id "
        "AND i.candidate_id = a.person_id AND i.actor_id = NEW.person_id AND i.part = 'panel')",
    ),
)

_DECIDED_BEFORE = """NEW.part IN ('decider', 'approver') AND EXISTS (SELECT 1 FROM application a, involvement i
  WHERE a.id = substr(NEW.source, 13) AND a.reason = 'appeal' AND i.candidate_id = NEW.candidate_id
  AND i.actor_id = NEW.actor_id AND i.part IN ('decider', 'approver') AND i.source <> NEW.source
  AND (EXISTS (SELECT 1 FROM application b WHERE b.id = substr(i.source, 13) AND b.scheme = a.scheme)
    OR EXISTS (SELECT 1 FROM credential c WHERE c.id = substr(i.source, 12) AND c.scheme = a.scheme)))"""
"""Sources are the word application or credential, a colon and an id, which begins at the 13th or 12th letter."""

GUARDS_OF_APPEALS: tuple[Guard, ...] = (
    Guard(
        "involvement",
        "not_again",
        "who decided before does not decide again after an appeal",
        _DECIDED_BEFORE,
        _CANDIDATE_LOCK,
    ),
    Guard(
        "scheme_change_answer",
        "by_another",
        "a change of a scheme is answered by another person",
        "EXISTS (SELECT 1 FROM scheme_change c WHERE c.id = NEW.change_id "
        "AND (c.proposed_by = NEW.answered_by) <> (NEW.answer = 'taken-back'))",
    ),
)
"""What the migration of scheme changes and of decisions after appeals brought; the sixth knows `GUARDS` alone."""


def _scheme_says(condition: str) -> str:
    """Whether the decision is under a version of a scheme whose document says this."""
    return "EXISTS (SELECT 1 FROM scheme_version v WHERE v.id = NEW.scheme_version_id AND " + condition + ")"  # noqa: S608


def _acting(actor: str) -> str:
    """Whether this person is let in to act on the credential; a panel lifts suspensions by its own part."""
    return (
        "EXISTS (SELECT 1 FROM credential c, involvement i WHERE c.id = NEW.credential_id "  # noqa: S608
        f"AND i.candidate_id = c.person_id AND i.actor_id = {actor} "
        "AND (i.part = 'decider' OR (NEW.kind = 'reinstated' AND i.part = 'panel')))"
    )


_ALONE = "NEW.outcome <> 'defer' AND NEW.approver IS NULL AND NEW.decider <> 'imported' AND "
GUARDS_OF_SCHEMES: tuple[Guard, ...] = (
    Guard(
        "decision",
        "approvals",
        "two persons decide where the scheme says two",
        _ALONE + _scheme_says("json_extract(v.document, '$.decision.staff.approvals') > 1"),
        on_postgresql=_ALONE + _scheme_says("CAST(v.document #>> '{decision,staff,approvals}' AS integer) > 1"),
    ),
    Guard(
        "decision",
        "by_rule",
        "the rule decides only where the scheme lets it",
        "NEW.decider = 'rule' AND NOT "
        + _scheme_says(
            "(json_extract(v.document, '$.decision') = 'automatic' "
            "OR json_type(v.document, '$.decision.automatic') IS NOT NULL)"
        ),
        on_postgresql="NEW.decider = 'rule' AND NOT "
        + _scheme_says(
            "(v.document ->> 'decision' = 'automatic' OR (v.document #> '{decision,automatic}') IS NOT NULL)"
        ),
    ),
    Guard(
        "credential",
        "edition",
        "an edition follows the one before, on the same decision",
        "NEW.edition > 1 AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.id = NEW.follows_id "
        "AND c.decision_id = NEW.decision_id AND c.edition = NEW.edition - 1)",
    ),
    Guard(
        "credential_event",
        "let_in",
        "who acts on a credential is let in by an involvement",
        f"NEW.kind IN ('suspended', 'reinstated', 'withdrawn') AND NOT {_acting('NEW.actor')} "
        f"OR NEW.kind = 'withdrawn' AND NOT {_acting('NEW.second')}",
    ),
)
"""What the schemes' own documents ask of who decides, and who may act on what was granted."""
EVERY_GUARD = (*GUARDS, *GUARDS_OF_APPEALS, *GUARDS_OF_SCHEMES)


def names(dialect: str) -> list[str]:
    """Return the names of the triggers, for the test that compares them after each migration."""
    return [guard.trigger for guard in EVERY_GUARD]


def statements(dialect: str, guards: tuple[Guard, ...] = GUARDS) -> list[str]:
    """Return the statements that a migration runs once all tables of the part are there."""
    return [statement for guard in guards for statement in guard.statements(dialect)]


def drop_statements(dialect: str, guards: tuple[Guard, ...] = GUARDS) -> list[str]:
    """Return the statements that lift the guards."""
    return [
        f"DROP TRIGGER IF EXISTS {guard.trigger}{'' if dialect == 'sqlite' else f' ON {guard.table}'}"
        for guard in guards
    ]

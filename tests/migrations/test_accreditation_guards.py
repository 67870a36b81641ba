"""What the database keeps apart in accreditation, behind the program's back: what it refuses and lets through (U3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.accreditation.triggers import EVERY_GUARD
from tests.migrations.conftest import Tried

NOW = datetime(2026, 6, 1, tzinfo=UTC)
Row = tuple[str, dict[str, Any]]
ANOTHER = "21id"
"""A third person, of whom nothing stands yet; person `1id` is the candidate."""


def part(name: str, **values: Any) -> Row:
    """Return an involvement of the other person in the accreditation of the candidate."""
    standing = {"id": f"i-{name}", "candidate_id": "1id", "actor_id": ANOTHER, "part": name, "source": name}
    return "involvement", standing | {"at": NOW - timedelta(days=100), "clear_from": None} | values


def new(name: str) -> Row:
    """Return an involvement that is tried."""
    return part(name, id="i-new", source="new", at=NOW)


def declared(**values: Any) -> Row:
    """Return a conflict of interest of the other person."""
    about = {"person_id": ANOTHER, "about_person_id": "1id", "about_agency_id": None}
    return "conflict_declaration", {
        "id": "c9",
        "public_id": "c9",
        "declared_at": NOW,
        "ended_at": None,
    } | about | values


def life(kind: str, position: int, **values: Any) -> Row:
    """Return an event in the life of credential 1, which was issued."""
    return "credential_event", {"id": f"e{position}", "kind": kind, "position": position, "actor": ANOTHER} | values


def under(decision: Any) -> Row:
    """Return a version of a scheme that is decided so."""
    return "scheme_version", {"id": "v9", "number": 9, "document": {"decision": decision}}


def assessed(by: str) -> Row:
    """Return a practical that the other person assessed."""
    let_in = {"recorded_by": ANOTHER, "involvement_id": by}
    return "evidence", {"token": "new", "kind": "practical", "outcome": "passed"} | let_in


def ruled(position: int, **values: Any) -> Row:
    """Return the word of an officer on what they recorded of themselves: they take it back."""
    return "evidence_ruling", {"position": position, "ruled_by": "1id", "verdict": "annulled"} | values


def decided(**values: Any) -> Row:
    """Return a decision of the other person."""
    return "decision", {"decider": ANOTHER, "involvement_id": "i-decider"} | values


def proposed(by: str) -> Row:
    """Return a proposal of the other person on the candidate's case."""
    return "proposal", {
        "credential_id": None, "application_id": "1id", "proposed_by": ANOTHER, "involvement_id": by,
    }  # fmt: skip


def answered(by: str, answer: str) -> Row:
    """Return the answer to a proposal of the candidate of the other two."""
    return "proposal_answer", {"proposal_id": "21id", "answered_by": by, "answer": answer}


def answered_change(by: str, answer: str) -> Row:
    """Return the answer to a change of a scheme that the candidate proposed."""
    return "scheme_change_answer", {"change_id": "21id", "answered_by": by, "answer": answer}


def appealed(scheme: str = "1scheme") -> Row:
    """Return a case that an upheld appeal brought before the desk again."""
    return "application", {"id": "a9", "public_id": "a9", "reason": "appeal", "turn": 9, "scheme": scheme}


CLAIM: Row = (
    "evidence", {"id": "e-9", "public_id": "e9", "token": "e9", "kind": "logged-case", "outcome": None,
                 "person_id": "1id", "recorded_by": "1id", "involvement_id": None},
)  # fmt: skip
OPEN_CHANGE: Row = ("scheme_change", {"id": "21id", "public_id": "s9", "proposed_by": "1id"})
DECIDED = part("decider", source="application:1id")
AGAIN = part("approver", id="i-new", source="application:a9", at=NOW)
OPEN_PROPOSAL: Row = ("proposal", {"id": "21id", "public_id": "p9", "proposed_by": "1id"})
GRANT: Row = ("decision", {"id": "d9"})
GRANTED = {"number": "new", "cycle": 9, "decision_id": "d9"}
SECOND = {"follows_id": "1id", "edition": 2, "decision_id": "1id", "number": "new"}
FOURTH: list[Row] = [
    ("person", {"id": "p4", "public_id": "p4", "sign_in_hash": "p4"}),
    part("decider", id="i-4", actor_id="p4", source="four"),
]
STAFF: list[Row] = [part("decider"), *FOURTH]
UNDER_NEW = {"id": "d9", "scheme_version_id": "v9"}
REFUSED: dict[str, tuple[str, list[Row], Row]] = {
    "who assessed does not decide": ("involvement_parts_apart", [part("assessor")], new("decider")),
    "who marked does not assess": ("involvement_parts_apart", [part("marker")], new("assessor")),
    "who trained lately does not decide": (
        "involvement_parts_apart", [part("trainer", clear_from=NOW + timedelta(days=1))], new("decider"),
    ),
    "who approved does not hear the appeal": ("involvement_parts_apart", [part("approver")], new("panel")),
    "a conflict about the candidate": ("involvement_no_conflict", [declared()], new("decider")),
    "a conflict about the agency": (
        "involvement_no_conflict", [declared(about_person_id=None, about_agency_id="1id")], new("assessor"),
    ),
    "who decided before decides again after an appeal": ("involvement_not_again", [appealed(), DECIDED], AGAIN),
    "who withdrew it decides again after an appeal": (
        "involvement_not_again", [appealed(), part("decider", source="credential:1id")], AGAIN,
    ),
    "a change of a scheme approved by its proposer": (
        "scheme_change_answer_by_another", [OPEN_CHANGE], answered_change("1id", "approved"),
    ),
    "a change of a scheme taken back by another": (
        "scheme_change_answer_by_another", [OPEN_CHANGE], answered_change(ANOTHER, "taken-back"),
    ),
    "an assessor not let in": ("evidence_assessor_let_in", [part("decider")], assessed("i-decider")),
    "evidence ruled on by its recorder": (
        "evidence_ruling_by_another", [], ("evidence_ruling", {"position": 9, "ruled_by": "1id"}),
    ),
    "evidence annulled later by its recorder": ("evidence_ruling_by_another", [], ruled(2)),
    "a proposal by one not let in": ("proposal_decider_let_in", [part("approver")], proposed("i-approver")),
    "a proposal approved by its proposer": (
        "proposal_answer_by_another", [OPEN_PROPOSAL], answered("1id", "approved"),
    ),
    "a proposal taken back by another": (
        "proposal_answer_by_another", [OPEN_PROPOSAL], answered(ANOTHER, "taken-back"),
    ),
    "a decision of one not let in": (
        "decision_decider_let_in", [part("approver")], decided(involvement_id="i-approver"),
    ),
    "one person as both": (
        "decision_approver_let_in",
        [part("decider"), part("approver")],
        decided(approver=ANOTHER, approver_involvement_id="i-approver"),
    ),
    "a credential on a refusal": (
        "credential_rests_on_grant",
        [("decision", {"id": "d9", "outcome": "refuse"})],
        ("credential", GRANTED),
    ),
    "a credential on another person's grant": (
        "credential_rests_on_grant", [GRANT], ("credential", GRANTED | {"person_id": "2id"}),
    ),
    "a credential said to be granted on an import": (
        "credential_rests_on_grant",
        [("decision", {"id": "d9", "decider": "imported"})],
        ("credential", GRANTED),
    ),
    "the second edition of another decision": (
        "credential_edition", [GRANT], ("credential", SECOND | {"decision_id": "d9"}),
    ),
    "an edition that skips one": ("credential_edition", [], ("credential", SECOND | {"edition": 3})),
    "a second edition that follows none": ("credential_edition", [], ("credential", SECOND | {"follows_id": None})),
    "decided alone where the scheme says two": (
        "decision_approvals",
        [under({"staff": {"approvals": 2}}), part("decider")],
        decided(scheme_version_id="v9"),
    ),
    "decided by the rule where the scheme says staff": (
        "decision_by_rule", [under("staff")], ("decision", UNDER_NEW),
    ),
    "decided by the rule where the scheme says one of staff": (
        "decision_by_rule", [under({"staff": {"approvals": 1}})], ("decision", UNDER_NEW),
    ),
    "suspended by nobody": ("credential_event_let_in", [], life("suspended", 2)),
    "suspended by who heard an appeal": ("credential_event_let_in", [part("panel")], life("suspended", 2)),
    "reinstated by nobody": (
        "credential_event_let_in", [part("decider"), life("suspended", 2)], life("reinstated", 3, actor="nobody"),
    ),
    "withdrawn by one and an invented one": (
        "credential_event_let_in", [part("decider")], life("withdrawn", 2, second="nobody"),
    ),
    "an event that skips a place": ("credential_event_in_order", STAFF, life("suspended", 3)),
    "issued twice": ("credential_event_in_order", [], life("issued", 2)),
    "life after withdrawal": (
        "credential_event_in_order", [*STAFF, life("withdrawn", 2, second="p4")], life("suspended", 3),
    ),
    "reinstated without suspension": ("credential_event_suspension", STAFF, life("reinstated", 2)),
    "suspended twice": ("credential_event_suspension", [*STAFF, life("suspended", 2)], life("suspended", 3)),
    "withdrawn by one": ("credential_event_two_persons_withdraw", STAFF, life("withdrawn", 2, second=ANOTHER)),
    "a panel member not let in": (
        "appeal_panel_member_let_in",
        [part("decider")],
        ("appeal_panel_member", {"person_id": ANOTHER, "involvement_id": "i-decider"}),
    ),
}  # fmt: skip
"""Rule → the guard that must refuse, what stands there, the row that is tried."""

TAKEN: dict[str, tuple[list[Row], Row]] = {
    "who trained long ago decides": ([part("trainer", clear_from=NOW)], new("decider")),
    "who decided approves another time": ([part("decider")], new("approver")),
    "who decided in another scheme decides after an appeal": ([appealed("another"), DECIDED], AGAIN),
    "a change of a scheme approved by another": ([OPEN_CHANGE], answered_change(ANOTHER, "approved")),
    "a change of a scheme taken back": ([OPEN_CHANGE], answered_change("1id", "taken-back")),
    "training is recorded whatever else": ([part("decider")], new("trainer")),
    "a conflict that ended": ([declared(ended_at=NOW)], new("decider")),
    "a conflict about somebody else": ([declared(about_person_id="2id")], new("decider")),
    "an assessor let in": ([part("assessor")], assessed("i-assessor")),
    "a claim taken back": ([CLAIM], ruled(1, evidence_id="e-9")),
    "evidence ruled on by another": ([], ("evidence_ruling", {"position": 9, "ruled_by": ANOTHER})),
    "a proposal by a decider": ([part("decider")], proposed("i-decider")),
    "a proposal approved by another": ([OPEN_PROPOSAL], answered(ANOTHER, "approved")),
    "a proposal taken back": ([OPEN_PROPOSAL], answered("1id", "taken-back")),
    "a decision of a decider": ([part("decider")], decided()),
    "a renewed credential on a grant of its own": ([GRANT], ("credential", GRANTED)),
    "a corrected edition": ([], ("credential", SECOND)),
    "decided by two where the scheme says two": (
        [under({"staff": {"approvals": 2}}), *STAFF, part("approver", id="i-a", actor_id="p4", source="a")],
        decided(scheme_version_id="v9", approver="p4", approver_involvement_id="i-a"),
    ),
    "more is asked by one where the scheme says two": (
        [under({"staff": {"approvals": 2}}), part("decider")],
        decided(scheme_version_id="v9", outcome="defer"),
    ),
    "decided by one where the scheme says one": (
        [under({"staff": {"approvals": 1}}), part("decider")],
        decided(scheme_version_id="v9"),
    ),
    "decided by the rule with a sample": ([under({"automatic": {"sample": 10}})], ("decision", UNDER_NEW)),
    "imported under any scheme": (
        [under({"staff": {"approvals": 2}})],
        ("decision", UNDER_NEW | {"decider": "imported"}),
    ),
    "reinstated by a panel": (
        [*FOURTH, life("suspended", 2, actor="p4"), part("panel")],
        life("reinstated", 3),
    ),
    "an imported credential": (
        [("decision", {"id": "d9", "decider": "imported"})],
        ("credential", GRANTED | {"origin": "imported"}),
    ),
    "reinstated": ([*STAFF, life("suspended", 2)], life("reinstated", 3)),
    "suspended again": ([*STAFF, life("suspended", 2), life("reinstated", 3)], life("suspended", 4)),
    "withdrawn by two": (STAFF, life("withdrawn", 2, second="p4")),
    "a panel member let in": (
        [part("panel")],
        ("appeal_panel_member", {"person_id": ANOTHER, "involvement_id": "i-panel"}),
    ),
}
"""What the same guards must let through."""


def stand(tried: Tried, rows: list[Row]) -> None:
    """Put a third person there, and what the case begins with."""
    tried.add("person", second=True, values={"sign_in_hash": "new"})
    for table, values in rows:
        tried.add(table, second=True, values=values)


@pytest.mark.parametrize("rule", REFUSED)
def test_a_guard_refuses(filled: Tried, rule: str) -> None:
    guard, rows, (table, values) = REFUSED[rule]
    stand(filled, rows)
    said = filled.refusal(lambda: filled.add(table, second=True, values=values))
    assert next(one.refusal for one in EVERY_GUARD if one.trigger == f"tr_{guard}") in said


@pytest.mark.parametrize("rule", TAKEN)
def test_what_keeps_the_rule_is_taken(filled: Tried, rule: str) -> None:
    rows, (table, values) = TAKEN[rule]
    stand(filled, rows)
    filled.add(table, second=True, values=values)


def test_every_guard_is_tried() -> None:
    assert {f"tr_{guard}" for guard, _, _ in REFUSED.values()} == {guard.trigger for guard in EVERY_GUARD}

"""When a case is opened, and what changed since it was seen, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accreditation.domain.case import (
    CaseStanding,
    changed_since,
    claim_is_held,
    evidence_hash,
    is_sampled,
    marks,
    next_step,
)
from app.accreditation.domain.requirements import Judged, Judgement
from app.accreditation.domain.scheme import DecisionMode

RULE, STAFF = DecisionMode(), DecisionMode(by="staff", approvals=2)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def case(state: str, digest: str = "old") -> CaseStanding:
    """A case in a state."""
    return CaseStanding("id", 1, 1, state, digest)


@pytest.mark.parametrize(
    ("mode", "sampled", "newest", "step"),
    [
        (RULE, False, None, "grant"),
        (RULE, True, None, "open"),
        (STAFF, False, None, "open"),
        (RULE, False, case("waiting"), "nothing"),
        (STAFF, False, case("waiting"), "nothing"),
        (STAFF, False, case("deferred", "now"), "nothing"),
        (STAFF, False, case("deferred"), "reopen"),
        (STAFF, False, case("decided", "now"), "nothing"),
        (STAFF, False, case("decided"), "open"),
        (RULE, False, case("decided"), "open"),
        (RULE, False, case("decided", "now"), "nothing"),
    ],
)
def test_what_is_met_is_granted_or_brought_before_the_desk(
    mode: DecisionMode, sampled: bool, newest: CaseStanding | None, step: str
) -> None:
    """The scheme says who decides; what the desk once had, the rule never grants past it."""
    assert next_step(mode, sampled, newest, "now") == step


@pytest.mark.parametrize(("sample", "draw", "drawn"), [(0, 0, False), (10, 9, True), (10, 110, False), (100, 99, True)])
def test_so_many_of_a_hundred_are_looked_at(sample: int, draw: int, drawn: bool) -> None:
    """The share that the scheme names, and none of what staff decide anyway."""
    assert is_sampled(DecisionMode(sample=sample), draw) is drawn
    assert not is_sampled(DecisionMode(by="staff"), draw)


def judged(*evidence: str) -> Judgement:
    """A judgement whose requirements rest on these pieces."""
    leaves = tuple(
        Judged(f"kind-{place}", "met", "Title", "Reason", {}, evidence=one) for place, one in enumerate(evidence)
    )
    return Judgement(True, leaves)


def test_what_changed_since_a_page_was_read_is_named() -> None:
    """A13: only the requirement with other evidence; all where the requirements themselves are others."""
    seen = marks(judged("a", "b"))
    assert changed_since(judged("a", "b"), seen) == ()
    assert [leaf.kind for leaf in changed_since(judged("a", "c"), seen)] == ["kind-1"]
    assert len(changed_since(judged("a", "b", "c"), seen)) == 3
    assert len(changed_since(judged("a", "b"), "")) == 2
    assert evidence_hash(judged("a", "b")) != evidence_hash(judged("a", "c"))


def test_a_claim_that_was_left_lying_is_free_again() -> None:
    """Nobody's absence stops a case."""
    assert claim_is_held(NOW - timedelta(hours=11), NOW)
    assert not claim_is_held(NOW - timedelta(hours=13), NOW)
    assert not claim_is_held(None, NOW)

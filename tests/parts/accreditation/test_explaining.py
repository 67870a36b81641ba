"""Explaining a grant: the same outcome from the same record, and every change of the record is noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.accreditation.domain.evidence import (
    CourseEvidence,
    CredentialEvidence,
    Evidence,
    ExaminationEvidence,
    PracticeEvidence,
)
from app.accreditation.domain.requirements import judge
from app.accreditation.domain.scheme import Scheme
from app.accreditation.domain.statement import canonical, evidence_record, make_statement, read_evidence, statement_hash
from app.accreditation.services.explaining import UnreadableStatement, explain

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TREE: dict[str, Any] = {
    "all": [
        {"identity-confirmed": {}},
        {"course-completed": {"course": "c"}},
        {"examination-passed": {"course": "c", "quiz": "q", "cut": "80%"}},
        {"red-lines-right": {"course": "c", "quiz": "q", "cut": "80%"}},
    ]
}
EVIDENCE = Evidence(
    AT,
    {"c": CourseEvidence("A course", 9, 9, AT, 4, True, "/courses/c")},
    {
        "c/q": (
            ExaminationEvidence("a1", Fraction(1, 2), True, AT),
            ExaminationEvidence("a2", Fraction(13, 15), True, AT),
        )
    },
)


def statement() -> dict[str, Any]:
    scheme = Scheme("s", "A scheme", "knowledge", 3, 36, "alliance", "has shown it", TREE)
    return make_statement(
        number="PRV-0000-0000-0000-0000-0", holder={"name": "A Person"}, scheme=scheme, judgement=judge(TREE, EVIDENCE),
        evidence=EVIDENCE, issuer="Us", verify_url="https://x/verify/1", issued_on=date(2026, 3, 2),
        valid_until=date(2029, 3, 1), specimen=False,
    )  # fmt: skip


def test_a_grant_is_explained_from_its_statement_alone() -> None:
    """U14: outcome, requirements and evidence are the recorded ones."""
    text = canonical(statement())
    found = explain(text, statement_hash(text))
    assert found.same
    assert found.evidence == EVIDENCE
    assert [(leaf.kind, leaf.met) for leaf in found.requirements] == [
        ("identity-confirmed", True),
        ("course-completed", True),
        ("examination-passed", True),
        ("red-lines-right", True),
    ]


OLD = Path(__file__).parent / "statements" / "first-form.json"
OLD_HASH = "a3b654438990f25f5d0db9461d54157a2d564947b42e09b75cd5e8bfe4fdffbd"


def test_a_statement_of_the_first_form_is_explained_as_ever() -> None:
    """U14: it was stored before there were practicals, areas and other credentials; outcome and hash are the same."""
    found = explain(OLD.read_text(encoding="utf-8").strip(), OLD_HASH)
    assert found.same
    assert found.evidence == EVIDENCE


def test_every_kind_of_evidence_comes_back_from_its_record() -> None:
    """A13: what a decision stood on is read again to the letter, from JSON."""
    day = date(2026, 3, 1)
    evidence = Evidence(
        AT,
        {"c": CourseEvidence("A course", 9, 9, AT, 4, True, "/courses/c", {"01": True, "02": False})},
        {
            "c/q": (
                ExaminationEvidence("a1", Fraction(1, 2), True, AT, {"plan": Fraction(2, 3)}),
                ExaminationEvidence("a2", Fraction(1, 2), True, AT, reviewed=False),
            )
        },
        (
            PracticeEvidence("e1", "practical", "scene", "counts", day, "A", "passed", met=13, asked=14),
            PracticeEvidence("e2", "other-certificate", "ABC", "waiting", day, "B", valid_until=day),
        ),
        (CredentialEvidence("N", "cfr-1", "First", "valid", day),),
        day,
    )
    assert read_evidence(json.loads(json.dumps(evidence_record(evidence)))) == evidence


def _score(one: dict[str, Any]) -> None:
    one["evidence"]["examinations"]["c/q"][1]["score"] = "11/15"


def _cut(one: dict[str, Any]) -> None:
    one["scheme"]["requirements"]["all"][2]["examination-passed"]["cut"] = "90%"


def _identity(one: dict[str, Any]) -> None:
    one["evidence"]["identity_confirmed_at"] = None


def _recorded(one: dict[str, Any]) -> None:
    one["requirements"][1]["evidence"] = "version 5"


def _name(one: dict[str, Any]) -> None:
    one["holder"]["name"] = "Another Person"


@pytest.mark.parametrize(
    ("change", "differences"), [(_score, 2), (_cut, 2), (_identity, 2), (_recorded, 1), (_name, 0)]
)
def test_a_changed_statement_is_noticed(change: Callable[[dict[str, Any]], None], differences: int) -> None:
    """U14: by its hash in every case; by the decision where it does not follow any more, even with a new hash."""
    text = canonical(statement())
    changed = json.loads(text)
    change(changed)
    found = explain(canonical(changed), statement_hash(text))
    assert (found.same, found.hash_matches, len(found.differences)) == (False, False, differences)
    rehashed = explain(canonical(changed), statement_hash(canonical(changed)))
    assert rehashed.same is (differences == 0)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":"other/1"}', '{"format":"provost-statement/1"}', "null"])
def test_what_is_no_statement_is_refused_with_its_reason(text: str) -> None:
    """U14: never a traceback, never a quiet yes."""
    with pytest.raises(UnreadableStatement):
        explain(text, statement_hash(text))

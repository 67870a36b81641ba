"""What a refusal says was missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from app.accreditation.domain.evidence import Evidence, ExaminationEvidence
from app.accreditation.domain.gaps import gaps_in
from app.accreditation.domain.requirements import judge

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
SHARES = {"see": Fraction(2, 5), "write": Fraction(7, 10), "end": Fraction(1)}


def exam(**more: Any) -> dict[str, Any]:
    """Return a tree of an examination and a confirmed identity."""
    asked = {"course": "c", "quiz": "final", "cut": "80%", **more}
    return {"all": [{"identity-confirmed": {}}, {"examination-passed": asked}]}


def taken(score: Fraction, shares: dict[str, Fraction]) -> Evidence:
    """Return the evidence of one attempt before which a worse one was made."""
    worse = ExaminationEvidence("a", Fraction(1, 10), False, AT, {"see": Fraction(0)})
    return Evidence(examinations={"c/final": (worse, ExaminationEvidence("b", score, True, AT, shares))})


@pytest.mark.parametrize(
    ("more", "score", "areas"),
    [
        ({}, Fraction(7, 10), [["c", "see", 40, 80], ["c", "write", 70, 80]]),
        ({"areas": "60%"}, Fraction(9, 10), [["c", "see", 40, 60]]),
        ({}, Fraction(9, 10), None),
        ({"areas": "75%", "area-outcomes": {"Papers": ["see", "write"], "Rest": ["end"]}}, Fraction(9, 10),
         [["c", "Papers", 55, 75]]),
    ],
)  # fmt: skip
def test_weak_outcomes_of_the_best_attempt_are_named(more: Any, score: Fraction, areas: Any) -> None:
    """ISO/IEC 17024:2012, 9.4.3: what to learn again; nothing is said of what was met."""
    tree, evidence = exam(**more), taken(score, SHARES)
    gaps = gaps_in(tree, judge(tree, evidence), evidence)
    assert [one["title"].split()[0] for one in gaps] == ["Identity", *(["Pass"] if areas else [])]
    assert [one["areas"] for one in gaps[1:]] == ([areas] if areas else [])
    assert json.loads(json.dumps(gaps)) == gaps


def test_without_an_attempt_the_requirement_alone_is_named() -> None:
    assert [one["areas"] for one in gaps_in(exam(), judge(exam(), Evidence()), Evidence())] == [[], []]

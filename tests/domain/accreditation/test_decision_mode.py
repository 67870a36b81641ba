"""Who decides under a scheme, as its file says it."""

from __future__ import annotations

import pytest

from app.accreditation.domain.requirements import UnreadableScheme
from app.accreditation.domain.scheme import DecisionMode, read_decision


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("automatic", DecisionMode()),
        ({"automatic": {"sample": 10}}, DecisionMode(sample=10)),
        ("staff", DecisionMode(by="staff")),
        ({"staff": {"approvals": 2}}, DecisionMode(by="staff", approvals=2)),
    ],
)
def test_a_scheme_says_who_decides(written: object, read: DecisionMode) -> None:
    """The rule, the rule with a sample for staff, one of staff, or two."""
    assert read_decision(written) == read


@pytest.mark.parametrize(
    "written",
    ["nobody", None, 3, [], {}, {"staff": 2}, {"staff": {"approvals": 3}}, {"automatic": {"sample": 101}},
     {"automatic": {"approvals": 2}}, {"staff": {"sample": 10}}, {"staff": {}, "automatic": {}}],
)  # fmt: skip
def test_what_is_no_way_to_decide_is_not_read(written: object) -> None:
    """A word or number that means nothing here stops the scheme from being loaded."""
    with pytest.raises(UnreadableScheme):
        read_decision(written)

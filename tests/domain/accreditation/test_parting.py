"""Who may take which part in whose accreditation, as a table (A11, A12, U3, X6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.accreditation.domain.parting import PARTS, Candidate, Declared, Involved, clears_at, group_of, why_barred

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CANDIDATE = Candidate("cand", "/land/town/")
TOGETHER = {("trainer", "supervisor"), ("supervisor", "trainer"), ("decider", "approver"), ("approver", "decider")}


def had(part: str, *, days: int = 1, actor: str = "actor", candidate: str = "cand") -> Involved:
    """A part taken so many days ago."""
    at = NOW - timedelta(days=days)
    return Involved(candidate, actor, part, "source", at, clears_at(part, at))


def codes(part: str, *involved: Involved, declared: tuple[Declared, ...] = (), actor: str = "actor") -> list[str]:
    """The codes of what bars the actor."""
    return [bar.code for bar in why_barred(CANDIDATE, actor, part, involved, declared, NOW)]


@pytest.mark.parametrize("before", PARTS)
@pytest.mark.parametrize("part", [one for one in PARTS if one != "trainer"])
def test_parts_of_different_kinds_keep_each_other_out(before: str, part: str) -> None:
    """A11, U3, X6: who trained, marked, assessed or decided takes no part of another kind; the same kind goes."""
    together = part == before or (before, part) in TOGETHER
    assert codes(part, had(before)) == ([] if together else ["part"])


@pytest.mark.parametrize(("days", "barred"), [(1, True), (729, True), (731, False), (3000, False)])
def test_training_bars_for_24_months(days: int, barred: bool) -> None:
    """A12: who trained the candidate in the last 24 months is refused; afterwards they may."""
    assert codes("decider", had("trainer", days=days)) == (["part"] if barred else [])


@pytest.mark.parametrize("part", [one for one in PARTS if one != "trainer"])
def test_every_other_part_bars_for_ever(part: str) -> None:
    """U3: ten years after assessing or deciding the other parts are still shut."""
    other = "panel" if group_of(part) != "panel" else "decider"
    assert codes(other, had(part, days=3650)) == ["part"]


def test_the_24_months_end_on_the_same_day_or_the_last_of_the_month() -> None:
    """The look-back is counted in months, as certificates count their validity."""
    assert clears_at("trainer", datetime(2024, 2, 29, 8, tzinfo=UTC)) == datetime(2026, 2, 28, 8, tzinfo=UTC)
    assert clears_at("trainer", datetime(2024, 12, 31, 8, tzinfo=UTC)) == datetime(2026, 12, 31, 8, tzinfo=UTC)
    assert clears_at("decider", NOW) is None


@pytest.mark.parametrize(("part", "before"), [("decider", "decider"), ("approver", "decider"), ("decider", "approver")])
def test_who_decided_what_an_appeal_brought_back_decides_no_more(part: str, before: str) -> None:
    """A23 (ISO/IEC 17024:2012, 9.8.3): in that case alone; what they decided elsewhere keeps nobody out."""
    involved = (had(before),)
    for appealed, expected in (({"source"}, ["appealed"]), ({"another"}, []), (set(), [])):
        bars = why_barred(CANDIDATE, "actor", part, involved, (), NOW, frozenset(appealed))
        assert [bar.code for bar in bars] == expected


def test_nobody_takes_a_part_in_their_own_case() -> None:
    """U3: whoever is candidate is nothing else in it."""
    assert {part: codes(part, actor="cand") for part in PARTS} == {part: ["own-case"] for part in PARTS}


def test_what_others_did_and_what_was_done_for_others_bars_nobody() -> None:
    """Only the same actor with the same candidate counts."""
    assert codes("decider", had("trainer", actor="else"), had("assessor", candidate="else")) == []


def test_to_have_trained_somebody_is_noted_whatever_else_they_did() -> None:
    """Training is a fact: it is never refused, else the record would be wrong."""
    assert codes("trainer", had("decider"), declared=(declared(person="cand"),)) == []


def declared(
    *, person: str | None = None, path: str | None = None, days: int = 1, ended: int | None = None
) -> Declared:
    """A declaration of `actor`, so many days ago, perhaps ended so many days ago."""
    over = None if ended is None else NOW - timedelta(days=ended)
    return Declared("actor", person, path, "family", NOW - timedelta(days=days), over)


@pytest.mark.parametrize(
    ("said", "barred"),
    [
        (declared(person="cand"), True),
        (declared(person="else"), False),
        (declared(path="/land/town/"), True),
        (declared(path="/land/"), True),
        (declared(path="/land/town/station/"), False),
        (declared(path="/other/"), False),
        (declared(person="cand", days=9, ended=2), False),
        (declared(person="cand", days=9, ended=-2), True),
    ],
)
def test_a_declared_conflict_bars_while_it_lasts(said: Declared, barred: bool) -> None:
    """U3: about the person, their agency or what stands above it; no longer once it has ended."""
    assert codes("assessor", declared=(said,)) == (["declared"] if barred else [])

"""What may be changed of a scheme in the browser, and that the reader takes what comes of it."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.accreditation.domain.evidence import CourseEvidence, Evidence, PracticeEvidence
from app.accreditation.domain.judged import UnreadableScheme
from app.accreditation.domain.scheme import read_scheme
from app.accreditation.domain.scheme_change import (
    NotWithinBounds,
    asks_the_same,
    changed_document,
    differences,
    settings_of,
)
from app.accreditation.domain.transition import under_way

LINES = ["Looks", "Writes", {"critical": "Ends"}]
SHEET = {"title": "A room", "instructions": "Go in.", "minutes": 20, "criteria": LINES}
EXAM = {"course": "c", "quiz": "final", "cut": "80%", "areas": "60%"}
DOCUMENT: dict[str, Any] = {
    "id": "whole", "title": "Whole", "kind": "competence", "decision": {"staff": {"approvals": 2}}, "valid-months": 24,
    "version": 3, "design": "alliance", "statement": "has shown it",
    "requirements": {"all": [
        {"identity-confirmed": {}},
        {"examination-passed": EXAM},
        {"at-least": {"n": 1, "of": [
            {"practical": {"sheet": "room", "at-least": 2, "within": {"months": 6}}},
            {"logged-cases": {"kind": "seizure", "n": 3, "within-months": 12}},
        ]}},
    ]},
    "renewal": {"opens-months": 6, "grace-days": 90, "requirements": {"contact-hours": {"n": 12}}},
    "cut-scores": {"c/final": {"cut": "80%", "method": "modified Angoff", "panel": 7, "on": "2026-05-04"}},
    "sheets": {"room": SHEET},
}  # fmt: skip


def changed(
    numbers: dict[str, str],
    decider: str = "two",
    sample: str = "0",
    until: date | None = None,
    panel: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the document changed as version 4."""
    return changed_document(DOCUMENT, numbers, decider=decider, sample=sample, number=4,
                            transition=(3, until) if until else None, panel=panel)  # fmt: skip


def test_every_number_of_the_file_may_be_changed_and_nothing_else() -> None:
    found = {one.key: (one.value, one.least, one.most) for one in settings_of(DOCUMENT)}
    assert found == {
        "valid-months": (24, 1, 120), "appeal-days": (30, 1, 365), "r1-cut": (80, 0, 100), "r1-areas": (60, 0, 100),
        "rb1-n": (1, 1, 2), "r2-at-least": (2, 1, 3), "r2-within": (6, 1, 120), "r3-n": (3, 1, 1_000),
        "r3-within-months": (12, 1, 120), "opens-months": (6, 1, 60), "grace-days": (90, 0, 366),
        "w0-n": (12, 1, 1_000),
    }  # fmt: skip


def test_what_is_not_changed_stays_to_the_letter() -> None:
    before = copy.deepcopy(DOCUMENT)
    assert changed({}) == {**DOCUMENT, "version": 4}
    assert before == DOCUMENT
    assert asks_the_same(read_scheme(DOCUMENT), read_scheme(changed({}, until=date(2027, 1, 1))))


@pytest.mark.parametrize(
    ("numbers", "decider", "says"),
    [
        ({"r1-cut": "75"}, "two", lambda it: it["requirements"]["all"][1]["examination-passed"]["cut"] == "75%"),
        ({"r2-within": "9"}, "two",
         lambda it: it["requirements"]["all"][2]["at-least"]["of"][0]["practical"]["within"] == {"months": 9}),
        ({"rb1-n": "2"}, "two", lambda it: it["requirements"]["all"][2]["at-least"]["n"] == 2),
        ({"w0-n": "8", "grace-days": "0"}, "two",
         lambda it: it["renewal"] == {"opens-months": 6, "grace-days": 0, "requirements": {"contact-hours": {"n": 8}}}),
        ({"appeal-days": "60"}, "two", lambda it: it["appeal-days"] == 60),
        ({}, "one", lambda it: it["decision"] == "staff"),
        ({}, "rule", lambda it: it["decision"] == {"automatic": {"sample": 10}}),
    ],
)  # fmt: skip
def test_a_change_is_written_as_the_file_writes_it(numbers: dict[str, str], decider: str, says: Any) -> None:
    made = changed(numbers, decider, "10")
    assert says(made)
    assert not asks_the_same(read_scheme(DOCUMENT), read_scheme(made))
    assert [(old.key, str(new.value)) for old, new in differences(DOCUMENT, made)] == [
        (key, numbers[key]) for key in (one.key for one in settings_of(DOCUMENT)) if key in numbers
    ]


@pytest.mark.parametrize("wrong", ["", "x", "-1", "101", "8.5", "٨٠", "80%", "9" * 30])
def test_a_number_that_is_none_or_out_of_bounds_is_named(wrong: str) -> None:
    with pytest.raises(NotWithinBounds) as refused:
        changed({"r1-cut": wrong, "r2-at-least": "4", "valid-months": "12"})
    assert refused.value.keys == ("r1-cut", "r2-at-least")
    with pytest.raises(NotWithinBounds):
        changed({}, "rule", "101")
    with pytest.raises(UnreadableScheme):
        changed({}, "nobody")


def test_how_a_cut_score_was_set_goes_with_that_cut_score() -> None:
    """A33: method, panel and day are read from the file; another cut score is not the one that the panel set."""
    held = read_scheme(DOCUMENT).cut_scores["c/final"]
    assert (held.method, held.panel, held.on) == ("modified Angoff", 7, date(2026, 5, 4))
    assert changed({"valid-months": "12"})["cut-scores"] == DOCUMENT["cut-scores"]
    assert "cut-scores" not in changed({"r1-cut": "75"})
    panel = {"method": "Hofstee", "panel": 5, "on": "2026-11-01"}
    assert changed({"r1-cut": "75"}, panel=panel)["cut-scores"] == {"c/final": {"cut": "75%", **panel}}
    assert changed({"valid-months": "12"}, panel=panel)["cut-scores"] == DOCUMENT["cut-scores"]


@pytest.mark.parametrize(
    "record",
    [{"cut": "75%"}, {"panel": 0}, {"on": "May"}, {"method": " "}, {"more": 1}, {"cut": 80}],
)
def test_a_record_of_a_cut_score_that_says_something_else_is_refused(record: dict[str, Any]) -> None:
    """A33: also where the requirements ask another cut score than the panel set."""
    said = {"c/final": {**DOCUMENT["cut-scores"]["c/final"], **record}}
    with pytest.raises(UnreadableScheme):
        read_scheme({**DOCUMENT, "cut-scores": said})


@pytest.mark.parametrize(
    ("joined", "practised", "counts"),
    [(1, None, True), (3, None, False), (None, 1, True), (None, 2, False), (None, None, False)],
)
def test_under_way_is_who_had_begun_before(joined: int | None, practised: int | None, counts: bool) -> None:
    at = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(1, 5)]
    course = CourseEvidence("C", 0, 1, None, 1, True, "", joined_at=at[joined] if joined else None)
    done = PracticeEvidence("p", "practical", "room", "counts", at[practised].date(), "x") if practised else None
    evidence = Evidence(courses={"c": course, "other": CourseEvidence("", 0, 1, None, 1, True, "", joined_at=at[0])},
                        practice=(done,) if done else ())  # fmt: skip
    assert under_way({"c"}, evidence, at[2]) == counts

"""Requirements of every kind: when each is met, and what its reason tells the officer where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from app.accreditation.domain.evidence import (
    CourseEvidence,
    CredentialEvidence,
    Evidence,
    ExaminationEvidence,
    PracticeEvidence,
)
from app.accreditation.domain.requirements import UnreadableScheme, check_tree, courses_named, judge

ON = date(2026, 11, 26)
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
LONG_AGO = datetime(2024, 1, 1, 9, tzinfo=UTC)


def practice(kind: str, key: str = "s", state: str = "counts", on: date = ON, by: str = "A", **more: Any) -> Evidence:
    return Evidence(practice=(PracticeEvidence("e1", kind, key, state, on, by, **more),), on=ON)


def both(*parts: Evidence) -> Evidence:
    return Evidence(practice=tuple(one for part in parts for one in part.practice), on=ON)


def sheet(met: int, missed: bool = False, **more: Any) -> Evidence:
    outcome = "passed" if met >= 12 and not missed else "failed"
    return practice("practical", "scene", outcome=outcome, met=met, asked=14, critical_missed=missed, **more)


def sheets(*seen: str) -> Evidence:
    """Sheets of one exercise after the other: `A+` is assessor A who passed the officer, `B-` one who did not."""
    marked = (sheet(14 if one[1] == "+" else 3, on=ON, by=one[0]).practice[0] for one in seen)
    return Evidence(practice=tuple(replace(one, id=f"e{at}") for at, one in enumerate(marked)), on=ON)


def talk(*seen: str) -> Evidence:
    """Interviews that were passed: `Ax` is assessor A of the agency x, `A` one whose agency is not known."""
    found = (practice("interview", by=one[0], outcome="passed", agency=one[1:]).practice[0] for one in seen)
    return Evidence(practice=tuple(found), on=ON)


def weighed(**points: tuple[int, int]) -> Evidence:
    """An attempt that passed the cut score, with what it earned in each outcome of how many points."""
    shares = {name: Fraction(*one) for name, one in points.items()}
    possible = {name: Fraction(most) for name, (_, most) in points.items()}
    return Evidence(
        examinations={"c/q": (ExaminationEvidence("a1", Fraction(4, 5), True, AT, shares, possible),)}, on=ON
    )


def exam(score: Fraction, at: datetime = AT, **areas: Fraction) -> Evidence:
    return Evidence(examinations={"c/q": (ExaminationEvidence("a1", score, True, at, areas),)}, on=ON)


def course(**modules: bool) -> Evidence:
    shown = {name.replace("m", "0"): done for name, done in modules.items()}
    return Evidence(courses={"c": CourseEvidence("C", 1, 2, None, 1, True, "/courses/c", shown)}, on=ON)


def held(state: str = "valid", until: date = date(2027, 1, 1)) -> Evidence:
    return Evidence(credentials=(CredentialEvidence("N1", "cfr-1", "First", state, until),), on=ON)


SCENE = {"practical": {"sheet": "scene", "at-least": 12, "within-months": 6}}
TWO = {"practical": {"sheet": "scene", "at-least": 12, "assessors": 2}}
THIRD = {"practical": {"sheet": "scene", "at-least": 12, "assessors": 2, "split": "third"}}
ABROAD = {"interview": {"sheet": "s", "assessors": 2, "agencies": 2}}
CASES = {"logged-cases": {"kind": "acquisition", "n": 2, "within-months": 12}}
AREAS = {"examination-passed": {"course": "c", "quiz": "q", "cut": "75%", "areas": "60%"}}
MADE = {"examination-passed": {**AREAS["examination-passed"], "area-outcomes": {"One": ["a", "b"], "Two": ["c"]}}}
FRESH = {"examination-passed": {"course": "c", "quiz": "q", "cut": "75%", "within": {"months": 6}}}
NEAR = {"practical": {"sheet": "scene", "at-least": 12, "within-months": 6, "near": "c/q"}}
MODULES = {"course-completed": {"course": "c", "modules": ["02", "03"]}}
CONDUCT = {"code-of-conduct": {"version": 1}}
HOURS = {"contact-hours": {"n": 2}}
OTHER = {"other-certificate": {"body": "ABC"}}
PRIOR = {"prior-learning": {"topic": "networks"}}
NONE = Evidence(on=ON)
OLD = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("tree", "evidence", "state", "said"),
    [
        (CONDUCT, NONE, "not-met", "accept it"),
        (CONDUCT, practice("code-of-conduct", "1"), "met", "Accepted"),
        (CONDUCT, practice("code-of-conduct", "2"), "not-met", "accept it"),
        (SCENE, NONE, "not-met", "Ask for it here"),
        (SCENE, sheet(12), "met", "Passed"),
        (SCENE, sheet(11), "not-met", "criteria met"),
        (SCENE, sheet(13, missed=True), "not-met", "critical criterion"),
        (SCENE, sheet(14, on=OLD), "expired", "Take it again"),
        (SCENE, sheet(14, state="annulled"), "not-met", "Ask for it"),
        (SCENE, both(sheet(9), sheet(13, by="B")), "met", "Passed"),
        (SCENE, both(sheet(14, on=date(2026, 10, 1)), sheet(3, on=date(2026, 11, 2))), "not-met", "criteria met"),
        (TWO, sheet(14), "in-progress", "another appointed assessor"),
        (TWO, both(sheet(14), sheet(14)), "in-progress", "another appointed assessor"),
        (TWO, both(sheet(14), sheet(13, by="B")), "met", "Passed"),
        (TWO, both(sheet(14), sheet(2, by="B"), sheet(12, by="C")), "met", "Passed"),
        (THIRD, NONE, "not-met", "Ask for it here"),
        (THIRD, sheets("A+"), "in-progress", "another appointed assessor"),
        (THIRD, sheets("A-"), "in-progress", "have sent their sheet"),
        (THIRD, sheets("A+", "B+"), "met", "Passed"),
        (THIRD, sheets("A+", "A+"), "in-progress", "another appointed assessor"),
        (THIRD, sheets("A+", "B-"), "in-progress", "A third one decides"),
        (THIRD, sheets("A+", "B-", "B+"), "in-progress", "A third one decides"),
        (THIRD, sheets("A+", "B-", "C+"), "met", "Passed"),
        (THIRD, sheets("A+", "B-", "C-"), "not-met", "two assessors did not pass you"),
        (THIRD, sheets("A+", "B-", "C-", "D+"), "in-progress", "another appointed assessor"),
        (THIRD, sheets("A-", "B-", "A+", "C+"), "met", "Passed"),
        (ABROAD, talk("Ax"), "in-progress", "assessors have passed you"),
        (ABROAD, talk("Ax", "Bx"), "in-progress", "assessor of another agency"),
        (ABROAD, talk("Ax", "B"), "in-progress", "assessor of another agency"),
        (ABROAD, talk("Ax", "By"), "met", "Passed"),
        (ABROAD, talk("Ax", "Bx", "Cy"), "met", "Passed"),
        (NEAR, Evidence(practice=sheet(14, on=OLD).practice, examinations=exam(Fraction(1)).examinations, on=ON),
         "expired", "outside the time"),
        (NEAR, Evidence(practice=sheet(14, on=OLD).practice, examinations=exam(Fraction(1), LONG_AGO).examinations,
                        on=ON), "expired", "outside the time"),
        (NEAR, Evidence(practice=sheet(14, on=date(2024, 3, 1)).practice,
                        examinations=exam(Fraction(1), LONG_AGO).examinations, on=ON), "met", "Passed"),
        ({"interview": {"sheet": "case"}}, practice("interview", "case", outcome="passed"), "met", "Passed"),
        ({"interview": {"sheet": "case"}}, practice("interview", "case", outcome="failed"), "not-met", "Prepare"),
        (CASES, NONE, "not-met", "Log each case"),
        (CASES, practice("logged-case", "acquisition"), "in-progress", "Log each case"),
        (CASES, practice("logged-case", "acquisition", "waiting"), "waiting", "wait for your agency coordinator"),
        (CASES, practice("logged-case", "seizure"), "not-met", "Log each case"),
        (CASES, both(*[practice("logged-case", "acquisition")] * 2), "met", "confirmed"),
        (CASES, both(practice("logged-case", "acquisition"), practice("logged-case", "acquisition", on=OLD)),
         "in-progress", "Log each case"),
        (HOURS, practice("contact-hours", minutes=119), "in-progress", "coordinator confirms it"),
        (HOURS, practice("contact-hours", minutes=120), "met", "accepted"),
        (HOURS, practice("contact-hours", state="waiting", minutes=120), "waiting", "agency coordinator"),
        ({"employer-statement": {}}, NONE, "not-met", "agency coordinator"),
        ({"employer-statement": {}}, practice("employer-statement"), "met", "Accepted"),
        (OTHER, practice("other-certificate", "ABC", valid_until=date(2027, 1, 1)), "met", "Accepted"),
        (OTHER, practice("other-certificate", "ABC", valid_until=date(2026, 11, 25)), "expired", "Bring a new one"),
        (OTHER, practice("other-certificate", "ABC", "refused"), "not-met", "better proof"),
        (PRIOR, practice("prior-learning", "networks", "waiting"), "waiting", "look at it"),
        (PRIOR, practice("prior-learning", "cooking"), "not-met", "Send a proof"),
        ({"credential": {"scheme": "cfr-1"}}, held(), "met", "Valid until"),
        ({"credential": {"scheme": "cfr-1"}}, held(until=OLD), "expired", "Renew"),
        ({"credential": {"scheme": "cfr-1"}}, held("suspended"), "not-met", "suspended"),
        ({"credential": {"scheme": "cfr-1"}}, held("withdrawn"), "not-met", "Earn it"),
        (AREAS, exam(Fraction(4, 5), a=Fraction(1), b=Fraction(3, 5)), "met", "on"),
        (AREAS, exam(Fraction(4, 5), a=Fraction(1), b=Fraction(1, 2)), "not-met", "too little"),
        (AREAS, exam(Fraction(4, 5)), "not-met", "too little"),
        (MADE, weighed(a=(1, 2), b=(6, 8), c=(3, 5)), "met", "on"),
        (MADE, weighed(a=(2, 2), b=(3, 8), c=(5, 5)), "not-met", "too little in 1"),
        (MADE, weighed(a=(2, 2), b=(8, 8)), "not-met", "too little in 1"),
        (MADE, exam(Fraction(4, 5)), "not-met", "too little"),
        (FRESH, exam(Fraction(4, 5)), "met", "on"),
        (FRESH, exam(Fraction(4, 5), LONG_AGO), "expired", "Take it again"),
        (MODULES, course(m2=True, m3=True), "met", "completed"),
        (MODULES, course(m2=True, m3=False), "in-progress", "go on with the others"),
        (MODULES, NONE, "not-met", "join it"),
    ],
)  # fmt: skip
def test_a_requirement_says_its_state_and_what_to_do(
    tree: dict[str, Any], evidence: Evidence, state: str, said: str
) -> None:
    """O33, A27: met, not met, under way, waiting for somebody, run out; the reason speaks to the officer."""
    (leaf,) = judge(tree, evidence).leaves
    assert leaf.state == state, leaf
    assert bool(leaf.evidence) == leaf.met
    assert leaf.title % leaf.values
    assert said in leaf.reason % leaf.values


@pytest.mark.parametrize(
    ("attempts", "names"),
    [
        # score in per cent, red lines right, reviewed → the attempt that either proof names
        ([(95, True, False), (85, True, True)], ("2", "2")),
        ([(95, True, False), (85, False, True)], ("2", "1")),
        ([(95, True, False), (70, True, True)], ("1", "1")),
        ([(85, True, True), (90, True, True)], ("2", "1")),
    ],
)
def test_a_proof_names_an_attempt_that_an_expert_vouches_for_where_there_is_one(
    attempts: list[tuple[int, bool, bool]], names: tuple[str, str]
) -> None:
    """A4: what a certificate rests on is what it prints."""
    sat = tuple(
        ExaminationEvidence(str(number), Fraction(score, 100), right, AT, reviewed=reviewed)
        for number, (score, right, reviewed) in enumerate(attempts, 1)
    )
    ask = {"course": "c", "quiz": "q", "cut": "75%"}
    judged = judge(
        {"all": [{"examination-passed": ask}, {"red-lines-right": ask}]}, Evidence(examinations={"c/q": sat})
    )
    assert tuple(leaf.evidence.split(":")[0] for leaf in judged.leaves) == tuple(f"attempt {name}" for name in names)


@pytest.mark.parametrize(
    ("tree", "met", "asked", "spare"),
    [
        ({"all": [CONDUCT, SCENE, CASES]}, 2, 3, set()),
        ({"any": [CASES, SCENE]}, 1, 1, {0}),
        ({"any": [{"all": [CONDUCT, CASES]}, {"all": [CASES, CASES, CASES]}]}, 1, 2, set()),
        ({"all": [CONDUCT, {"any": [CASES, {"all": [SCENE, CONDUCT]}]}]}, 3, 3, {1}),
        ({"at-least": {"n": 2, "of": [CASES, {"any": [SCENE, CASES]}, CONDUCT]}}, 2, 2, {0, 2}),
        ({"any": [{"all": [CONDUCT, {"any": [SCENE, CASES]}]}, CASES]}, 2, 2, {2, 3}),
    ],
)
def test_of_several_ways_only_the_nearest_is_counted(
    tree: dict[str, Any], met: int, asked: int, spare: set[int]
) -> None:
    """O33: the figure reaches its end exactly when the whole is met; what another way made needless is named."""
    judged = judge(tree, both(practice("code-of-conduct", "1"), sheet(14)))
    assert (judged.met_count, judged.asked_count, judged.spare) == (met, asked, spare)
    assert judged.met == (met == asked)


@pytest.mark.parametrize(
    ("tree", "met"),
    [
        ({"all": [CONDUCT, {"any": [SCENE, CASES]}]}, True),
        ({"all": [CONDUCT, {"all": [SCENE, CASES]}]}, False),
        ({"at-least": {"n": 2, "of": [CONDUCT, SCENE, CASES]}}, True),
        ({"at-least": {"n": 3, "of": [CONDUCT, SCENE, CASES]}}, False),
    ],
)
def test_branches_nest(tree: dict[str, Any], met: bool) -> None:
    """O33: all, any and at least so many of them, within one another."""
    assert judge(tree, both(practice("code-of-conduct", "1"), sheet(14))).met is met


@pytest.mark.parametrize(
    "tree",
    [
        {"practical": {}}, {"practical": {"sheet": "s", "assessors": 0}}, {"practical": {"sheet": "s", "critical": 1}},
        {"practical": {"sheet": "s", "within-months": "six"}}, {"practical": {"sheet": "s", "within": {"days": 6}}},
        {"logged-cases": {"n": 2}}, {"logged-cases": {"kind": "k", "n": 0}}, {"contact-hours": {}},
        {"credential": {}}, {"code-of-conduct": {}}, {"course-completed": {"course": "c", "modules": []}},
        {"examination-passed": {"course": "c", "quiz": "q", "cut": "75%", "areas": "60"}}, {"friend": {}},
        {"examination-passed": {"course": "c", "quiz": "q", "cut": "75%", "area-outcomes": {"One": ["a"]}}},
        {"examination-passed": {**AREAS["examination-passed"], "area-outcomes": {"One": ["a"], "Two": ["a"]}}},
        {"examination-passed": {**AREAS["examination-passed"], "area-outcomes": {"One": "a"}}},
        {"examination-passed": {**AREAS["examination-passed"], "area-outcomes": ["a"]}},
        {"practical": {"sheet": "s", "split": "third"}}, {"practical": {"sheet": "s", "assessors": 2, "split": "coin"}},
        {"practical": {"sheet": "s", "assessors": 3, "split": "third"}},
        {"practical": {"sheet": "s", "assessors": 2, "agencies": 2, "split": "third"}},
        {"interview": {"sheet": "s", "agencies": 2}}, {"interview": {"sheet": "s", "assessors": 2, "agencies": 3}},
        {"interview": {"sheet": "s", "assessors": 2, "agencies": "two"}},
        {"all": []}, {"at-least": {"n": 2, "of": [{"identity-confirmed": {}}]}},
    ],
)  # fmt: skip
def test_a_value_that_nobody_reads_stops_the_scheme(tree: dict[str, Any]) -> None:
    """A mistyped value would weaken a scheme without a sound: it is refused when the scheme is read."""
    with pytest.raises(UnreadableScheme):
        check_tree(tree)


def test_the_courses_of_a_tree_are_those_named_anywhere() -> None:
    """Also within branches."""
    assert courses_named({"all": [CONDUCT, {"any": [MODULES, AREAS]}]}) == {"c"}

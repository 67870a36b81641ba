"""DEO-2 and FCI-2 as they ship, from nothing to certificate and renewal; what lacks refuses with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from app.accreditation.domain.evidence import Evidence
from app.accreditation.request_queries import newest_request
from app.accreditation.services.asking import NewRequest, ask, note_assessed
from app.cli.certificates import explain_number
from tests.parts.accreditation.level_two import Way, way_of
from tests.plugins.instances import Instance

CFR, DEV, INT = "cybercrime-first-responder", "digital-evidence", "cross-border-evidence"
PCF, CRY, MPR = "payment-card-fraud", "cryptocurrency-basics", "malware-phishing-ransomware"
Lacking = Mapping[str, tuple[Callable[[Evidence], Evidence], list[tuple[str, str]]]]
"""What lacks → how to take it out of the record; the requirements that are then not met, with words of why."""


def no_credential(evidence: Evidence) -> Evidence:
    return replace(evidence, credentials=())


def open_course(course: str) -> Callable[[Evidence], Evidence]:
    """Return what opens a course again, its modules too."""

    def work(evidence: Evidence) -> Evidence:
        found = evidence.courses[course]
        modules = {key: key != "addresses" and not key.startswith("phishing") for key in found.modules}
        opened = replace(found, completed_at=None, modules=modules)
        return replace(evidence, courses={**evidence.courses, course: opened})

    return work


def not_sat(paper: str) -> Callable[[Evidence], Evidence]:
    return lambda evidence: replace(evidence, examinations={**evidence.examinations, paper: ()})


def weak_in(paper: str, *outcomes: str) -> Callable[[Evidence], Evidence]:
    """Return what lets an attempt have earned nothing in some outcomes; its score stays."""

    def work(evidence: Evidence) -> Evidence:
        (one,) = evidence.examinations[paper]
        areas = {key: Fraction(0) if key in outcomes else share for key, share in one.areas.items()}
        return replace(evidence, examinations={**evidence.examinations, paper: (replace(one, areas=areas),)})

    return work


def red_line_wrong(paper: str) -> Callable[[Evidence], Evidence]:
    def work(evidence: Evidence) -> Evidence:
        (one,) = evidence.examinations[paper]
        wrong = (replace(one, redlines_right=False),)
        return replace(evidence, examinations={**evidence.examinations, paper: wrong})

    return work


def first_only(kind: str, most: int) -> Callable[[Evidence], Evidence]:
    """Return what leaves so many pieces of practice of a kind."""

    def work(evidence: Evidence) -> Evidence:
        kept = [one for one in evidence.practice if one.kind == kind][:most]
        return replace(evidence, practice=tuple(one for one in evidence.practice if one.kind != kind or one in kept))

    return work


def refuses_without_each(way: Way, scheme: str, lacking: Lacking) -> None:
    """Take one thing after the other out of a record that meets the scheme."""
    whole = way.evidence()
    assert way.lacks(scheme, whole) == []
    for name, (take_out, expected) in lacking.items():
        found = way.lacks(scheme, take_out(whole))
        assert [kind for kind, _ in found] == [kind for kind, _ in expected], name
        assert all(words in reason for (_, reason), (_, words) in zip(found, expected, strict=True)), (name, found)


def earn_cfr_1(way: Way) -> None:
    """Code, course, paper of 30, practical: granted by the rule, or by staff where the sample drew it."""
    way.accept_code()
    way.learn(CFR)
    way.sit(CFR, "accreditation-examination")
    way.assessed("cfr-1", "scene-exercise", "asha")
    way.decide("cfr-1")
    assert len(way.held("cfr-1")) == 1


DEO_PAPER = f"{DEV}/accreditation-examination"
DEO_LACKING: Lacking = {
    "CFR-1": (no_credential, [("credential", "Earn it")]),
    "the course": (open_course(DEV), [("course-completed", "parts done")]),
    "a module of the other": (open_course(INT), [("course-completed", "1 of 2 modules completed")]),
    "the paper": (not_sat(DEO_PAPER), [("examination-passed", "Not taken yet"), ("red-lines-right", "a wrong act")]),
    "an area": (weak_in(DEO_PAPER, "custody"), [("examination-passed", "too little in 1 areas")]),
    "a red line": (red_line_wrong(DEO_PAPER), [("red-lines-right", "a wrong act destroys evidence")]),
    "a case": (first_only("logged-case", 2), [("logged-cases", "2 of 3")]),
    "the third assessor": (first_only("practical", 3), [("practical", "A third one decides")]),
    "the second one": (first_only("practical", 2), [("practical", "1 of 2 assessors")]),
}


def test_an_officer_earns_deo_2_from_nothing_and_renews_it_and_cfr_1(demo_on_both: Instance) -> None:
    """A10, A27, O30: as courses and schemes ship; two assessors differ and a third decides, two of staff grant it."""
    way = way_of(demo_on_both, "efua", DEV, INT)
    earn_cfr_1(way)
    way.learn(DEV)
    way.learn(INT, "addresses", "convention-at-home")
    way.sit(DEV, "accreditation-examination")
    way.claim("logged-case", "acquisition", 3)
    assess_with_a_split(way)
    refuses_without_each(way, "deo-2", DEO_LACKING)
    assert way.decide("deo-2") == "requirements-met"
    (first,) = way.held("deo-2")
    code, explained = explain_number(way.demo.works.database, first.number)
    assert (code, explained["same"]) == (0, True)
    asked = {one["requirement"]: one["asked"] for one in explained["requirements"]}
    assert "each judging alone; where they differ, a third one decides" in asked["practical"]
    assert "Pass “Accreditation examination” of the course Digital Evidence" in asked["examination-passed"]
    assert (
        ": Hashes, Phones and small devices, Planning, Records and court, Storage and copies"
        in asked["examination-passed"]
    )

    way.later(days=600)
    way.assessed("deo-2", "acquisition-and-court", "bela")
    assert way.decide("deo-2") == ""
    way.claim("contact-hours", "training", minutes=720)
    assert way.decide("deo-2") == "renewal"
    assert [one.cycle for one in way.held("deo-2")] == [1, 2]

    for cycle, days in ((2, 350), (3, 1095)):  # the update paper was passed in the first renewal, and is sat again
        way.later(days=days)
        way.sit(CFR, "update-paper")
        way.claim("logged-case", "seizure", 3)
        way.claim("contact-hours", "training", minutes=120)
        way.decide("cfr-1")
        assert [one.cycle for one in way.held("cfr-1")] == [*range(1, cycle + 1)]


def assess_with_a_split(way: Way) -> None:
    """The request to be assessed is over with the third sheet, since the first two differ."""
    asked = NewRequest("asked-for-deo-2x", "practical", "deo-2", "acquisition-and-court", "")
    way.do(lambda unit: ask(unit, way.actor, asked))
    for by, passed, over in (("asha", True, False), ("bela", False, False), ("cira", True, True)):
        way.assessed("deo-2", asked.key, by, passed=passed)
        found = way.read(newest_request, way.officer, asked.kind, asked.key)
        assert found
        way.do(lambda unit, found=found: note_assessed(unit, way.actor, found, way.scheme("deo-2")))
        stands = way.read(newest_request, way.officer, asked.kind, asked.key)
        assert stands
        assert (stands.outcome == "recorded") is over


FINALS = {course: f"{course}/final-examination" for course in (PCF, CRY, INT)}
FCI_LACKING: Lacking = {
    "CFR-1": (no_credential, [("credential", "Earn it")]),
    **{course: (open_course(course), [("course-completed", "parts done")]) for course in FINALS},
    "a module of the fourth": (open_course(MPR), [("course-completed", "1 of 2 modules completed")]),
    **{paper: (not_sat(paper), [("examination-passed", "Not taken yet"), ("red-lines-right", "a wrong act")])
       for paper in FINALS.values()},
    "card data": (weak_in(FINALS[PCF], "read", "protect"), [("examination-passed", "too little in 1 areas")]),
    "devices": (weak_in(FINALS[PCF], "handle"), [("examination-passed", "too little in 1 areas")]),
    "tracing": (weak_in(FINALS[CRY], "calculate", "trace"), [("examination-passed", "too little in 1 areas")]),
    "money recovery": (weak_in(FINALS[CRY], "secure"), [("examination-passed", "too little in 1 areas")]),
    "a red line": (red_line_wrong(FINALS[INT]), [("red-lines-right", "a wrong act destroys evidence")]),
    "the case file": (first_only("practical", 1), [("practical", "Not done yet")]),
    "the other agency": (first_only("interview", 2), [("interview", "assessor of another agency")]),
    "the second assessor": (first_only("interview", 1), [("interview", "1 of 2 assessors")]),
}  # fmt: skip


def test_an_officer_earns_fci_2_and_renews_it(demo_on_both: Instance) -> None:
    """A10, A27, O30: three papers of 63 questions, a case file, an interview before assessors of two agencies."""
    way = way_of(demo_on_both, "kofi", PCF, CRY, INT, MPR)
    earn_cfr_1(way)
    way.learn(MPR, "phishing-and-mail-fraud", "from-indicators-to-people")
    for course in FINALS:
        way.learn(course)
        way.sit(course, "final-examination")
    way.assessed("fci-2", "case-file", "asha")
    for by in ("asha", "bela", "cira"):
        way.assessed("fci-2", "case-interview", by)
    refuses_without_each(way, "fci-2", FCI_LACKING)
    assert way.decide("fci-2") == "requirements-met"
    assert len(way.held("fci-2")) == 1

    way.later(days=600)
    way.claim("contact-hours", "training", minutes=600)
    way.claim("logged-case", "request-pack")
    assert way.decide("fci-2") == ""
    way.sit(PCF, "update-paper")
    assert way.decide("fci-2") == "renewal"
    assert [one.cycle for one in way.held("fci-2")] == [1, 2]

"""No key, weight, reason or source of a question reaches anybody before its time, and after it they are there (S3)."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from app.accreditation.domain.status_list import Purpose
from app.learning import attempt_routes
from app.web import security_headers
from tests.journeys.canaries import COURSE, EXAM, LATER, LESSON, PRACTICE, canaries_in, canary_course
from tests.journeys.conftest import STAFF, School
from tests.journeys.crawl import everything, known_addresses, told

TYPES = ("single", "multiple", "truefalse", "number", "text", "match", "order", "gaps")
ITEMS = [f"{short}-{kind}" for short in ("pr", "la", "ex") for kind in TYPES]
EXPLAINED = {"RIGHTREASON", "WRONGREASON", "GENERAL"}


def seen_by(school: School, name: str, role: str = "officer") -> dict[str, set[str]]:
    """Return address → canaries of everything that the person can open now."""
    outline = school.room.outline()
    digest = school.room.ask("SELECT hash FROM asset")[0][0]
    values = {
        "course": [COURSE],
        "module": [module.key for module in outline.modules],
        "slug": [one.slug for one in outline.activities],
        "public_id": [row[0] for row in school.room.ask("SELECT public_id FROM attempt")] or ["x"],
        "item": ["pr-single", "la-gaps", "ex-text"],
        "digest": [digest],
        "ending": ["svg"],
        "number": [row[0] for row in school.room.ask("SELECT number FROM credential")] or ["x"],
        "status_list": ["0", "1"],
        "purpose": list(Purpose),
        "name": [school.room.works.parts["shelf"].url(one)[8:] for one in school.room.works.parts["shelf"].names()],
    }
    begin = known_addresses(school.app, values) | asked(school)
    found = {path: canaries_in(text) for path, text in everything(school.client(name, role), begin).items()}
    return {path: canaries for path, canaries in found.items() if canaries}


def asked(school: School) -> set[str]:
    """Return the addresses that ask a lesson for feedback: on every item of the course, unanswered."""
    lesson = school.room.outline().by_key(LESSON)
    assert lesson
    unanswered = {f"{lesson.href}?check={item}&a=" for item in ITEMS}
    return unanswered | {
        f"{lesson.href}?check={item}{answer}" for item in ITEMS[:1] for answer in ("", "&a=none&a=such")
    }


def of(canaries: dict[str, set[str]], *starts: str) -> dict[str, set[str]]:
    """Return what begins so."""
    return {
        path: {one for one in found if one.startswith(starts)}
        for path, found in canaries.items()
        if any(one.startswith(starts) for one in found)
    }


def test_before_any_attempt_there_is_nothing_to_find(school: School) -> None:
    """S3: state none; nor may a check question that was not answered, or is not in the lesson, explain anything."""
    assert seen_by(school, "ada") == {}


def test_nobody_else_finds_anything_in_any_state(school: School) -> None:
    """S3: other officers and every role but the trainer's, while ada has an attempt in each state."""
    school.room.sit("ada", PRACTICE, wrong=("pr-single",))
    school.room.sit("ada", EXAM, wrong=("ex-truefalse",))
    school.room.start("ada", LATER)
    assert seen_by(school, "cleo") == {}
    for role in STAFF:
        assert seen_by(school, role, role) == {}, role


def test_an_open_paper_tells_nothing(school: School) -> None:
    """S3: state open, in all three kinds of quiz: paper, list of answers, JSON of saves and their refusals."""
    for quiz in (PRACTICE, LATER, EXAM):
        school.room.start("ada", quiz)
    assert seen_by(school, "ada") == {}
    client, replies = school.client("ada"), ""
    for row in school.room.ask("SELECT public_id, form FROM attempt"):
        form = json.loads(row.form) if isinstance(row.form, str) else row.form
        for number, entry in enumerate(form):
            for answer in (["a1"], ["no-such-option"], ["12,5 kg"], [], ["x" * 300], ["1", "2", "3"]):
                body = {"writer": "w", "sequence": number, "item": entry["key"], "answer": answer}
                path, headers = f"/attempts/{row.public_id}/save", {"X-CSRF-Token": school.token(client)}
                replies += told(client.post(path, json=body, headers=headers))
    assert canaries_in(replies) == set()
    assert seen_by(school, "ada") == {}, "answers that cannot be read are told apart without telling the right one"


def test_practice_is_explained_per_option_once_it_is_handed_in(school: School) -> None:
    """O24, S3: at once after the close, on the page of that attempt; the other quizzes keep theirs."""
    attempt = school.room.sit("ada", PRACTICE, wrong=tuple(item for item in ITEMS if item.startswith("pr-")))
    seen = seen_by(school, "ada")
    own = f"/attempts/{attempt.public_id}"
    assert {path.split("?")[0] for path in seen} == {own}
    assert of(seen, "LA", "EX") == {}
    assert {f"PR{word}" for word in EXPLAINED} <= seen[own]
    assert {"PRTEXTKEY", "PRGAPKEY", "71814", "71820"} <= seen[own], "what would have been right"
    page = school.client("ada").get(own).get_data(as_text=True)
    for kind in TYPES:
        assert f"PRGENERAL of {kind}" in page or kind == "truefalse", kind
    for kind in ("single", "multiple", "truefalse"):
        assert f"PRRIGHTREASON of {kind}" in page
        assert f"PRWRONGREASON of {kind}" in page


def test_practice_after_close_is_explained_only_while_no_attempt_is_open(school: School) -> None:
    """S3: the next attempt shuts the explanations of the last, which would be its answers."""
    school.room.sit("ada", LATER, wrong=("la-single",))
    assert of(seen_by(school, "ada"), "LA") != {}
    school.room.start("ada", LATER)
    assert of(seen_by(school, "ada"), "LA") == {}


def test_a_failed_examination_tells_the_score_per_outcome_alone(school: School) -> None:
    """S3: state handed in and failed, with an attempt left; the items come back in later papers."""
    attempt = school.room.sit("ada", EXAM, wrong=("ex-truefalse", "ex-number", "ex-text"))
    assert not attempt.passed
    assert seen_by(school, "ada") == {}
    page = school.client("ada").get(f"/attempts/{attempt.public_id}").get_data(as_text=True)
    assert "Your score by topic" in page
    assert "See what matters" in page
    assert "Red line" not in page, "which question was the red line is the key of half of it"


def test_an_overdue_examination_tells_nothing_before_it_is_closed(school: School) -> None:
    """S3: state overdue: the time is over, the sweep has not come yet, and it is the last attempt."""
    school.room.sit("ada", EXAM, wrong=("ex-truefalse",))
    school.room.clock.move(hours=2)
    school.room.start("ada", EXAM, seed="two")
    school.room.clock.move(minutes=30)
    assert seen_by(school, "ada") == {}


def test_the_last_attempt_opens_the_explanations(school: School) -> None:
    """S3: no attempt is left, so nothing is given away; those of the first attempt open with it."""
    first = school.room.sit("ada", EXAM, wrong=("ex-truefalse",))
    school.room.clock.move(hours=2)
    second = school.room.start("ada", EXAM, seed="two")
    school.room.clock.move(minutes=30)
    school.room.sweep()
    seen = of(seen_by(school, "ada"), "EX")
    assert {f"/attempts/{one}" for one in (first.public_id, second)} <= set(seen)
    assert {f"EX{word}" for word in EXPLAINED} <= seen[f"/attempts/{second}"]


def test_a_pass_opens_the_explanations_to_who_passed_alone(school: School) -> None:
    """S3: state passed: ben reads them, and his certificate, its check and its file hold none."""
    passed = school.room.sit("ben", EXAM)
    school.room.work()
    assert passed.passed
    seen = of(seen_by(school, "ben"), "EX")
    assert {path.split("?")[0] for path in seen} == {f"/attempts/{passed.public_id}"} | {
        path for path in seen if "/challenge/" in path
    }
    number = school.room.ask("SELECT number FROM credential")[0][0]
    answer = school.client("ben").get(f"/certificates/{number}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert canaries_in(told(answer)) == set()


def test_a_check_in_a_lesson_is_explained_when_it_is_answered(school: School) -> None:
    """O24: instant, per option; the lesson as it is stored holds no key, and no answer is kept."""
    lesson = school.room.outline().by_key(LESSON)
    assert lesson
    stored = b"".join(row[0] for row in school.room.ask("SELECT html FROM lesson_text")).decode()
    assert canaries_in(stored) == set()
    client = school.client("ada")
    form = html.fromstring(client.get(lesson.href).get_data(as_text=True)).get_element_by_id("check-pr-single")
    option = form.xpath(".//input[@name='a']/@value")[0]
    page = client.get(f"{lesson.href}?check=pr-single&a={option}").get_data(as_text=True)
    assert "PRRIGHTREASON of single" in page
    assert "PRWRONGREASON of single" in page
    for item in ("ex-single", "la-single", "pr-number"):
        assert canaries_in(client.get(f"{lesson.href}?check={item}&a={option}").get_data(as_text=True)) == set(), item
    assert school.room.ask("SELECT count(*) FROM response_event")[0][0] == 0


def paper(school: School, quiz: str) -> str:
    """Return the paper of a fresh attempt of cleo's, without what differs from attempt to attempt."""
    activity, client = school.room.outline().by_key(quiz), school.client("cleo")
    assert activity
    started = client.post(f"{activity.href}/start", data={"csrf_token": school.token(client)})
    assert started.status_code == 303, started.get_data(as_text=True)
    public_id = started.headers["Location"].rsplit("/", 1)[1]
    text = client.get(f"/attempts/{public_id}").get_data(as_text=True)
    school.room.hand_in("cleo", public_id)
    return re.sub(r"This page: \d+ KB", "", text.replace(public_id, "ID").replace(school.token(client), "TOKEN"))


def test_two_papers_that_differ_in_their_keys_alone_are_the_same_bytes(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3: with the other option right, other numbers accepted and other weights, the paper is equal to the byte."""
    monkeypatch.setattr(attempt_routes.secrets, "token_hex", lambda _count: "seed")
    before = paper(school, PRACTICE)
    path = "modules/01-first-steps/80-practice.quiz.md"
    files = canary_course()
    text = files[path].decode()
    for old, new in (("- (x) The one", "- ( ) The one"), ("- ( ) The other", "- (x) The other"),
                     ("= false", "= true"), ("> true: ", "> false: "), ("[-37%] Third", "[x] Third"),
                     ("- [x] Second", "- [-37%] Second"), ("71817", "71999"), ("PRTEXTKEY", "Another"),
                     ("North -> Up", "North -> Down"), ("South -> Down", "South -> Up"),
                     ("(x) here ( ) there", "( ) here (x) there"), (" redline}", "}")):  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    files[path] = text.encode()
    school.room.publish(files)
    school.room.do(lambda unit: unit.connection.exec_driver_sql("DELETE FROM progress"))
    school.room.do(lambda unit: unit.connection.exec_driver_sql("DELETE FROM enrolment"))
    school.room.join("cleo")
    assert paper(school, PRACTICE) == before


def test_the_place_of_a_step_on_the_paper_is_not_its_place_in_the_order(school: School) -> None:
    """S3: what is to be put in order is never shown in order by rule; over many papers each step stands everywhere."""
    seen = set()
    for number in range(12):
        attempt = school.room.attempt("ada", school.room.start("ada", PRACTICE, seed=f"seed {number}"))
        seen.add(next(entry.order for entry in attempt.form if entry.key == "pr-order"))
        school.room.hand_in("ada", attempt.public_id)
    assert len(seen) > 6
    assert len({order[0] for order in seen}) > 2


@pytest.mark.parametrize("leak", ["page", "head"])
def test_the_crawl_finds_a_planted_leak(school: School, monkeypatch: pytest.MonkeyPatch, leak: str) -> None:
    """S3: explanations that open too early, and a key that stands in a head alone, are both seen."""
    attempt = school.room.sit("ada", EXAM, wrong=("ex-truefalse",))
    assert not attempt.passed
    if leak == "page":
        monkeypatch.setattr(attempt_routes, "may_explain", lambda *_given: True)
    else:
        monkeypatch.setattr(security_headers, "HEADERS", (*security_headers.HEADERS, ("X-Answer", "EXTEXTKEY")))
    assert "EXTEXTKEY" in seen_by(school, "ada")[f"/attempts/{attempt.public_id}"]

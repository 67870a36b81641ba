"""What readers find wrong reaches the owners and gets an answer; an accepted challenge shows what rests on it."""

from __future__ import annotations

import json

import pytest

from app.curriculum.services import reporting
from tests.page import Browser, Page
from tests.plugins.instances import Instance
from tests.sitting import sit

COURSE = "cybercrime-first-responder"
LESSON = f"/courses/{COURSE}/what-cybercrime-is/two-kinds"
PRACTICE = f"/courses/{COURSE}/what-cybercrime-is/practice"
EXAMINATION = f"/courses/{COURSE}/final-examination/final-examination"
REPORTS = f"/authoring/{COURSE}/reports"


def opened(browser: Browser, text: str) -> Page:
    """Open the report with this text as an owner."""
    page = browser.get(REPORTS)
    row = page.tree.xpath(f"//li[contains(., '{text}')]//a/@href")
    return browser.get(row[0])


def shows_nobody(page: Page) -> bool:
    """Whether a report names no attempt and no certificate."""
    return not page.tree.xpath("//main//table") and not page.sees("What rests on") and "PRV-" not in page.text


def test_a_reported_passage_is_answered_where_its_reader_finds_it(demo_on_both: Instance) -> None:
    """U17: from the lesson to the owner and back."""
    officer, trainer = demo_on_both.signed_in("kwame"), demo_on_both.signed_in("trainer")
    form = officer.get(officer.get(LESSON).link("Report a mistake"))
    sent = officer.post(f"{LESSON}/report", {**form.form("/report"), "text": "The figure is cut off."})
    assert sent.sees("Thank you: it is sent")
    assert trainer.get("/authoring").sees("1 report to answer")
    page = opened(trainer, "The figure is cut off.")
    answered = trainer.post(page.path, {"verdict": "accepted", "answer": "Mended in the next version."})
    assert answered.sees("Your answer")
    again = trainer.post(page.path, {"verdict": "declined", "answer": "No."})
    assert again.status == 409
    own = officer.get("/reports")
    assert own.sees("Mended in the next version.")
    assert own.sees("Accepted")
    assert not trainer.get("/authoring").sees("to answer")


def test_a_challenged_question_names_the_attempts_and_certificates_that_rest_on_it(demo_on_both: Instance) -> None:
    """O32 U17 T16: for the regrade, once it is accepted; the trainer sees numbers, never a name."""
    officer, trainer = demo_on_both.signed_in("amara"), demo_on_both.signed_in("trainer")
    result = officer.get(officer.get(EXAMINATION).tree.xpath("//a[starts-with(@href, '/attempts/')]/@href")[-1])
    asked = officer.get(result.tree.xpath("//a[contains(@href, '/challenge/')]/@href")[0])
    assert asked.h1 == "Challenge a question"
    officer.post(asked.path, {"text": "Two answers are right."})
    waiting = opened(trainer, "Two answers are right.")
    assert waiting.sees("The question as it was asked")
    assert shows_nobody(waiting), "nobody's attempt is shown on an officer's word alone"
    page = trainer.post(waiting.path, {"verdict": "accepted", "answer": "Both will count."})
    assert page.sees("What rests on this question")
    assert page.tree.xpath("//table//td[contains(., 'PRV-')]")
    assert not page.sees("Amara")
    assert not page.sees("Ghana")
    officer.post(asked.path, {"text": "I would have it otherwise."})
    doubtful = opened(trainer, "I would have it otherwise.")
    declined = trainer.post(doubtful.path, {"verdict": "declined", "answer": "One answer is right."})
    assert declined.sees("One answer is right.")
    assert shows_nobody(declined), "the same question with the same attempts behind it, declined"


def test_a_question_is_challenged_only_when_its_explanation_is_open(demo: Instance) -> None:
    officer = demo.signed_in("fatima")
    links = officer.get(EXAMINATION).tree.xpath("//a[starts-with(@href, '/attempts/')]/@href")
    with demo.works.database.reading() as connection:
        form = connection.exec_driver_sql(
            "SELECT form FROM attempt WHERE public_id = ?", (links[-1].rsplit("/", 1)[1],)
        ).scalar_one()
    item = json.loads(form)[0]["key"]
    assert officer.get(f"{links[-1]}/challenge/{item}").status == 404
    passed = sit(officer, demo, PRACTICE)
    own = passed.tree.xpath("//a[contains(@href, '/challenge/')]/@href")[0]
    assert officer.get(own).status == 200
    assert officer.get(own.rsplit("/", 1)[0] + "/nothing").status == 404
    assert demo.signed_in("kofi").get(own).status == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001])
def test_a_report_that_says_nothing_or_too_much_is_sent_back_with_its_text(demo: Instance, text: str) -> None:
    page = demo.signed_in("kwame").post(f"{LESSON}/report", {"text": text})
    assert (page.status, page.sees("Say in up to 2,000 characters")) == (422, True)
    assert page.form("/report")["text"] == [text.strip("\n")]


def test_a_person_reports_at_most_so_many_things_a_day(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_A_DAY", 2)
    officer = demo.signed_in("kwame")
    answers = [officer.post(f"{LESSON}/report", {"text": f"Thing {n}"}) for n in range(3)]
    assert [one.status for one in answers] == [200, 200, 429]


def test_reports_are_for_the_owners_of_the_course(demo: Instance) -> None:
    demo.signed_in("kwame").post(f"{LESSON}/report", {"text": "For the owners."})
    page = opened(demo.signed_in("trainer"), "For the owners.")
    other = demo.signed_in("reviewer")
    assert other.get(REPORTS).status == 404
    assert other.get(page.path).status == 404
    assert other.post(page.path, {"verdict": "accepted", "answer": "x"}).status == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"verdict": "accepted"}, "Write an answer"), ({"answer": "Yes."}, "Say whether the reader is right.")],
)
def test_an_answer_says_yes_or_no_and_why(demo: Instance, sent: dict[str, str], said: str) -> None:
    demo.signed_in("kwame").post(f"{LESSON}/report", {"text": "Something."})
    trainer = demo.signed_in("trainer")
    page = trainer.post(opened(trainer, "Something.").path, sent)
    assert (page.status, page.sees(said)) == (422, True)


def test_course_health_is_of_the_own_cohorts_and_waits_for_enough_officers(demo: Instance) -> None:
    """T16: no count under ten, no rate of few, no name and no agency."""
    page = demo.signed_in("trainer").get(f"/authoring/{COURSE}/health")
    assert page.sees("Your cohorts: officers who joined or first tried a quiz since")
    figures = [" ".join(one.text_content().split()) for one in page.tree.xpath("//p[@class='stat']")[:2]]
    assert all(one == "fewer than 10" or int(one) % 10 == 0 for one in figures)
    assert page.sees("A question stands here once 30 officers were asked it.")
    for name in ("Amara", "Ghana", "Morocco"):
        assert not page.sees(name)

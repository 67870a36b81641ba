"""The trainer's pages over HTTP: nothing typed is lost, nobody else's course is seen, two people at once are told."""

from __future__ import annotations

import pytest

from tests.page import Browser
from tests.parts.curriculum.owners import second_owner
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
LESSON = "modules/01-what-cybercrime-is/10-two-kinds.md"
PRACTICE = "modules/01-what-cybercrime-is/90-practice.quiz.md"


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


@pytest.fixture
def second(demo: Instance, trainer: Browser) -> Browser:
    """Another owner of the course."""
    return second_owner(demo, COURSE)


def edited(browser: Browser, body: str, path: str = LESSON) -> dict[str, str]:
    form = browser.get(f"{DESK}/text/{path}").form(f"/text/{path}")
    return {name: values[0] for name, values in form.items()} | {"body": body, "action": "save"}


def test_two_trainers_at_once_see_both_texts_and_the_later_one_chooses(trainer: Browser, second: Browser) -> None:
    mine, theirs = edited(trainer, "Mine."), edited(second, "Theirs.")
    assert second.post(f"{DESK}/text/{LESSON}", theirs).sees("Saved.")
    moved = trainer.post(f"{DESK}/text/{LESSON}", mine)
    assert (moved.status, moved.h1) == (409, "Two texts: Two kinds of cybercrime")
    assert moved.tree.xpath("//del[contains(., 'Theirs.')]")
    assert moved.tree.xpath("//ins[contains(., 'Mine.')]")
    chosen = trainer.post(f"{DESK}/text/{LESSON}", {**moved.form("/text/"), "action": "save"})
    assert chosen.sees("Saved.")
    assert trainer.get(f"{DESK}/text/{LESSON}").form("/text/")["body"][0].strip() == "Mine."
    earlier = trainer.get(f"{DESK}/revisions/{LESSON}?number=1")
    assert earlier.tree.xpath("//del[contains(., 'Theirs.')]")
    back = trainer.post(f"{DESK}/revisions/{LESSON}", earlier.form("/revisions/"))
    assert back.form("/text/")["body"][0].strip() == "Theirs."


def test_two_questions_added_at_once_to_one_bank_are_both_kept(trainer: Browser, second: Browser) -> None:
    for browser, key in ((trainer, "mine-one"), (second, "theirs-one")):
        text = f"## Which? {{#{key}}}\n\n= true\n  > true: Right."
        page = browser.post(f"{DESK}/new-question/{PRACTICE}", {"text": text, "action": "save"})
        assert page.sees("Saved."), page.text
    shown = trainer.get(f"{DESK}/text/{PRACTICE}?find=which%3F")
    assert shown.sees("mine-one")
    assert shown.sees("theirs-one")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Enter the title of the lesson."),
        ({"title": "x" * 300}, "This is too long"),
        ({"minutes": "five"}, "Enter whole minutes"),
        ({"minutes": "0"}, "Enter whole minutes"),
        ({"body": "  "}, "Write or paste the text"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(trainer: Browser, typed: dict[str, str], said: str) -> None:
    sent = {**edited(trainer, "My long text."), **typed}
    page = trainer.post(f"{DESK}/text/{LESSON}", sent)
    assert page.status == 422
    assert page.sees(said)
    kept = page.form("/text/")
    assert kept["body"][0].strip() == sent["body"].strip()
    assert page.tree.xpath("//div[@role='alert']//a/@href")[0].removeprefix("#") in page.tree.xpath("//@id")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"stem": ""}, "Enter the question."),
        ({"right": []}, "Mark which answer is right."),
        ({"right": ["1", "2"]}, "Mark one answer as right"),
        ({"option-2": "", "reason-2": ""}, "Give at least two answers."),
        ({"reason-1": ""}, "Say why this answer is right."),
        ({"stem": "x" * 4000}, "This is too long"),
        ({"outcome": "nonsense"}, "Choose an outcome"),
        ({"stem": "One\n## Two"}, "Change it."),
    ],
)
def test_a_wrong_question_is_explained_and_what_was_typed_stays(
    trainer: Browser, typed: dict[str, str | list[str]], said: str
) -> None:
    address = f"{DESK}/new-question/{PRACTICE}"
    whole = {"kind": "single", "stem": "Which?", "right": ["1"], "option-1": "A", "reason-1": "Because."}
    sent = {**whole, "option-2": "B", "reason-2": "Not so.", "action": "save", **typed}
    page = trainer.post(address, sent)
    assert page.status == 422
    assert page.sees(said), page.tree.text_content()
    if "option-2" not in typed:
        assert page.form("/new-question/")["option-2"] == ["B"]


@pytest.mark.parametrize(
    "address", ["", "/changes", "/give-up", f"/text/{LESSON}", f"/revisions/{LESSON}", f"/new-question/{PRACTICE}"]
)
def test_a_trainer_who_does_not_own_the_course_sees_nothing_of_its_desk(demo: Instance, address: str) -> None:
    assert demo.signed_in("reviewer").get(DESK + address).status == 404


@pytest.mark.parametrize(
    "address",
    [
        "/text/modules/none.md",
        "/text/../../etc/passwd",
        f"/question/nothing/{PRACTICE}",
        "/new-lesson/none",
        f"/new-question/{LESSON}",
        "/revisions/modules/none.md",
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(trainer: Browser, address: str) -> None:
    assert trainer.get(DESK + address).status == 404


def test_a_course_in_review_can_be_looked_at_and_a_save_says_what_to_do(trainer: Browser) -> None:
    sent = edited(trainer, "Something new to look at.")
    trainer.post(f"{DESK}/text/{LESSON}", sent)
    assert trainer.post(f"{DESK}/ask-for-review").status == 200
    late = trainer.post(f"{DESK}/text/{LESSON}", {**edited(trainer, "Late.")})
    assert late.status == 409
    assert late.sees("Take it back first")
    back = trainer.post(f"{DESK}/take-back")
    assert back.sees("See the changes and ask for review")


def test_an_error_in_a_text_keeps_the_version_from_review_and_leads_to_its_place(trainer: Browser) -> None:
    trainer.post(f"{DESK}/text/{LESSON}", edited(trainer, "::: nonsense\nText.\n:::"))
    asked = trainer.post(f"{DESK}/ask-for-review")
    assert asked.status == 422
    assert asked.tree.xpath(f"//div[@role='alert']//a[contains(@href, '{LESSON}')]")
    assert asked.sees("L01")


def test_a_question_is_edited_in_its_form_and_taken_out(trainer: Browser) -> None:
    """T3: the form shows what the file says and writes it back; other types are edited as text."""
    page = trainer.get(f"{DESK}/question/p1-kind/{PRACTICE}")
    form = page.form("/question/")
    assert form["option-1"][0].startswith("Cyber-dependent")
    saved = trainer.post(f"{DESK}/question/p1-kind/{PRACTICE}", {**form, "stem": "Changed stem?", "action": "save"})
    assert saved.sees("Changed stem?")
    stale = trainer.post(f"{DESK}/question/p1-kind/{PRACTICE}", {**form, "stem": "Other stem?", "action": "save"})
    assert (stale.status, stale.h1) == (409, "Two texts of one question")
    assert trainer.get(f"{DESK}/question/p1-count/{PRACTICE}").h1 == "Edit the question: A number"
    assert trainer.get(f"{DESK}/question/p1-count/{PRACTICE}?as=text").h1 == "Edit the question as text"
    form = trainer.get(f"{DESK}/question/p1-kind/{PRACTICE}").form("/question/")
    gone = trainer.post(f"{DESK}/question/p1-kind/{PRACTICE}", {**form, "action": "take-out"})
    assert not gone.sees("Changed stem?")


def test_a_reviewer_comments_and_sends_back_with_reasons(demo: Instance, trainer: Browser) -> None:
    trainer.post(f"{DESK}/text/{LESSON}", edited(trainer, "Something new to look at."))
    trainer.post(f"{DESK}/ask-for-review")
    reviewer = demo.signed_in("reviewer")
    page = f"/authoring/reviews/{COURSE}"
    for sent, said in (
        ({"path": "nowhere", "comment": "x"}, "Choose the text"),
        ({"path": LESSON, "line": "x", "comment": "x"}, "Enter the number of a line"),
        ({"path": LESSON, "comment": " "}, "Write your comment"),
    ):
        refused = reviewer.post(f"{page}/comment", sent)
        assert (refused.status, refused.sees(said)) == (422, True)
    assert reviewer.post(f"{page}/comment", {"path": LESSON, "line": "7", "comment": "Which law?"}).sees("Which law?")
    assert reviewer.post(f"{page}/send-back", {"note": ""}).status == 422
    assert reviewer.post(f"{page}/send-back", {"note": "Name the law."}).sees("Nothing waits for review")
    desk = trainer.get(DESK)
    assert desk.sees("Name the law.")
    assert desk.sees("Which law?")
    settled = trainer.post(desk.tree.xpath("//form[contains(@action, '/settle')]/@action")[0])
    assert not settled.sees("Which law?")


KINDS = {
    "single": {"stem": "One?", "right": "1", "option-1": "A", "reason-1": "Yes.", "option-2": "B", "reason-2": "No."},
    "multiple": {"stem": "Two?", "right": ["1", "2"], "option-1": "A", "reason-1": "Yes.", "option-2": "B",
                 "reason-2": "Yes.", "option-3": "C", "other-3": "-50%", "reason-3": "No."},
    "truefalse": {"stem": "It is so.", "right": "2", "reason-1": "It is not.", "reason-2": "Right, it is not."},
    "number": {"stem": "How many?", "option-1": "42 ± 1", "option-2": "50% 40..44", "reason-2": "Nearly."},
    "text": {"stem": "Which word?", "option-1": "Luhn | mod 10", "option-2": "50% checksum*"},
    "match": {"stem": "Who holds it?", "option-1": "Journal", "other-1": "Shop", "option-2": "Log", "other-2": "Bank",
              "other-3": "Nobody"},
    "order": {"stem": "In which order?", "option-1": "Look", "option-2": "Write", "option-3": "Bag"},
    "gaps": {"stem": "The [[ issuer | bank ]] keeps it for [[ 90 ± 5 ]] days."},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_type_has_a_form_that_writes_reads_and_shows_it(trainer: Browser, kind: str) -> None:
    """T7: written by its form, read back into the same form, shown with its key."""
    sent = {"general": "Remember.", **KINDS[kind], "kind": kind, "action": "preview"}
    page = trainer.post(f"{DESK}/new-question/{PRACTICE}", sent)
    assert page.status == 200, page.tree.text_content()
    assert page.tree.xpath("//section[@class='shown']//div[@class='card']"), page.tree.text_content()
    saved = trainer.post(f"{DESK}/new-question/{PRACTICE}", {**sent, "action": "save"})
    assert saved.sees("Saved."), saved.tree.text_content()
    key = saved.tree.xpath("//h2[@class='q-head']/span[@class='code']/text()")[-1]
    form = trainer.get(f"{DESK}/question/{key}/{PRACTICE}").form("/question/")
    assert form["kind"] == [kind]
    for name, value in KINDS[kind].items():
        assert form[name] == (value if isinstance(value, list) else [value]), name


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("number", {"stem": "How many?", "option-1": "many"}, "Write a number"),
        ("text", {"stem": "Word?", "option-1": "42"}, "Put it in quotes"),
        ("match", {"stem": "Who?", "option-1": "A", "option-2": "B", "other-2": "C"}, "Enter what belongs to it"),
        ("gaps", {"stem": "No gap here."}, "Put each gap into the text"),
        ("order", {"stem": "Order?", "option-1": "Alone"}, "Give at least two answers."),
        ("text", {"stem": "Word?"}, "Give the answer."),
        ("multiple", {**KINDS["multiple"], "other-3": "half"}, "Write a weight"),
    ],
)
def test_each_type_says_what_it_lacks(trainer: Browser, kind: str, typed: dict[str, str], said: str) -> None:
    page = trainer.post(f"{DESK}/new-question/{PRACTICE}", {**typed, "kind": kind, "action": "save"})
    assert (page.status, page.sees(said)) == (422, True), page.tree.text_content()

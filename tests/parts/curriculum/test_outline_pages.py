"""The outline over HTTP: a new course from the template, its record, modules and order, the rules of a quiz."""

from __future__ import annotations

import pytest

from app.curriculum.check_form import check_form_maker
from app.curriculum.services.loading import load_course
from tests.domain.curriculum.small_course import small_course
from tests.page import Browser
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
PRACTICE = f"modules/{MODULE}/90-practice.quiz.md"


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def file_of(browser: Browser, path: str, desk: str = DESK) -> str:
    return browser.get(f"{desk}/text/{path}?as=file").form("/text/")["file"][0]


def module_form(browser: Browser, folder: str) -> dict[str, str]:
    form = browser.get(f"{DESK}/modules/{folder}").form("/modules/")
    return {name: values[0] for name, values in form.items()}


def listed_modules(browser: Browser) -> list[str]:
    return [line for line in file_of(browser, "course.yml").split("\n") if "minutes:" in line]


def test_a_new_course_begins_as_a_valid_draft_of_its_author(trainer: Browser) -> None:
    page = trainer.post("/authoring/new", {"title": "Card fraud: first steps", "summary": "What to ask first."})
    assert page.h1 == "Card fraud: first steps"
    assert page.path == "/authoring/card-fraud-first-steps"
    assert not page.tree.xpath("//*[contains(@class, 'tag bad')]")
    asked = trainer.post("/authoring/card-fraud-first-steps/ask-for-review")
    assert asked.sees("Another trainer is reviewing this version")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Enter a title"),
        ({"summary": ""}, "Say in up to 500 characters"),
        ({"key": "Not an id"}, "Use a lower-case letter"),
        ({"key": "reviews"}, "Use a lower-case letter"),
        ({"key": COURSE}, "There is a course with this id already"),
    ],
)
def test_a_course_that_cannot_be_created_says_why_and_keeps_what_was_typed(
    trainer: Browser, typed: dict[str, str], said: str
) -> None:
    page = trainer.post("/authoring/new", {"title": "One", "summary": "Two.", "key": "three-4", **typed})
    assert (page.status, page.sees(said)) == (422, True)
    assert page.form("/authoring/new")["key"] == [typed.get("key", "three-4")]


def test_the_course_record_is_written_key_by_key(trainer: Browser) -> None:
    before = file_of(trainer, "course.yml")
    form = {name: values[0] for name, values in trainer.get(f"{DESK}/record").form("/record").items()}
    trainer.post(f"{DESK}/record", form)
    assert file_of(trainer, "course.yml") == before
    changed = {"title": "First: responder", "review_by": "2028-01-31", "outcome-8": "Try it"}
    trainer.post(f"{DESK}/record", {**form, **changed})
    after = file_of(trainer, "course.yml")
    gone = set(before.split("\n")) - set(after.split("\n"))
    come = set(after.split("\n")) - set(before.split("\n"))
    assert gone == {"title: Cybercrime First Responder", "review-by: 2027-11-30"}
    assert come == {'title: "First: responder"', "review-by: 2028-01-31", "  try-it: Try it"}


def test_the_page_saves_each_key_of_the_record(demo: Instance, trainer: Browser) -> None:
    """Partner, licence, label, prerequisites, contact hours, topics, level: typed, written, shown again."""
    show = check_form_maker(demo.works.parts["renderer"])
    demo.works.database.write(lambda unit: load_course(unit, small_course(), show_check=show, publish=True))
    typed = {
        "partner": "another-partner",
        "licence": "CC0-1.0",
        "tlp": "AMBER",
        "prerequisites": "small-course",
        "contact_hours": "2.5",
        "tags": "first, second",
        "level": "advanced",
    }
    form = {name: values[0] for name, values in trainer.get(f"{DESK}/record").form("/record").items()}
    assert not {(name, value) for name, value in typed.items() if form[name] == value}
    trainer.post(f"{DESK}/record", {**form, **typed})
    written = file_of(trainer, "course.yml").split("\n")
    assert {
        "partner: another-partner",
        "licence: CC0-1.0",
        "tlp: AMBER",
        "prerequisites: [small-course]",
        "contact-hours: 2.5",
        "tags: [first, second]",
        "level: advanced",
    } <= set(written)
    again = trainer.get(f"{DESK}/record").form("/record")
    assert {name: again[name][0] for name in typed} == typed


def test_a_course_is_written_in_the_language_that_its_record_names_until_it_is_translated(trainer: Browser) -> None:
    trainer.post("/authoring/new", {"title": "Cartes bancaires", "summary": "Que demander d'abord."})
    desk = "/authoring/cartes-bancaires"
    lesson = f"{desk}/text/modules/01-first-module/10-first-lesson.md"
    form = {name: values[0] for name, values in trainer.get(f"{desk}/record").form("/record").items()}
    assert form["language"] == "en"
    for wrong in ("", "French", "xx_YY"):
        page = trainer.post(f"{desk}/record", {**form, "language": wrong})
        assert (page.status, page.sees("Enter a language tag")) == (422, True), wrong
    trainer.post(f"{desk}/record", {**form, "language": "fr"})
    assert "languages: [fr]" in file_of(trainer, "course.yml", desk)
    text = {name: values[0] for name, values in trainer.get(lesson).form("/text/").items()}
    assert trainer.post(lesson, {**text, "action": "preview"}).sees("Dans votre service"), "boxes are named in French"
    trainer.post(f"{desk}/translate", {"language": "en"})
    assert "languages: [fr, en]" in file_of(trainer, "course.yml", desk)
    form = {name: values[0] for name, values in trainer.get(f"{desk}/record").form("/record").items()}
    assert "language" not in form
    trainer.post(f"{desk}/record", {**form, "language": "es"})
    assert "languages: [fr, en]" in file_of(trainer, "course.yml", desk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Enter the title."),
        ({"review_by": "next year"}, "Enter the day"),
        ({"contact_hours": "many"}, "Enter the hours"),
        ({"level": "expert"}, "Choose a level."),
        ({"tlp": "PINK"}, "Choose a label."),
        ({"prerequisites": "Not An Id"}, "Write the ids"),
        ({"prerequisites": "no-such-course"}, "Name other courses that are live"),
        ({"prerequisites": COURSE}, "Name other courses that are live"),
    ],
)
def test_a_wrong_field_of_the_record_is_named(trainer: Browser, typed: dict[str, str], said: str) -> None:
    form = {name: values[0] for name, values in trainer.get(f"{DESK}/record").form("/record").items()}
    page = trainer.post(f"{DESK}/record", {**form, **typed})
    assert (page.status, page.sees(said)) == (422, True)


def test_a_module_is_added_renamed_and_moved(trainer: Browser) -> None:
    page = trainer.post(f"{DESK}/new-module", {"title": "Drones, too", "minutes": "9"})
    assert page.sees("Drones, too")
    folder = listed_modules(trainer)[-1].split(":")[0].strip(" -")
    form = module_form(trainer, folder)
    trainer.post(f"{DESK}/modules/{folder}", {**form, "title": "Drones", "minutes": "12"})
    listed = [
        line for line in file_of(trainer, "course.yml").split("\n") if line.startswith("  - ") and "minutes" in line
    ]
    assert listed[-1] == f"  - {folder}: {{title: Drones, minutes: 12}}"
    cared = {"title": "Drones", "minutes": "12", "owner": "Desk: drones", "review_by": "2020-01-31"}
    desk = trainer.post(f"{DESK}/modules/{folder}", {**module_form(trainer, folder), **cared})
    assert desk.sees("Looked after by Desk: drones")
    assert desk.sees("2020-01-31 Due for review")
    form = module_form(trainer, folder)
    assert {**form, **cared} == form
    wrong = trainer.post(f"{DESK}/modules/{folder}", {**form, "review_by": "31 January"})
    assert (wrong.status, wrong.sees("Enter the day as year-month-day")) == (422, True)
    trainer.post(f"{DESK}/modules/{folder}", {**form, "owner": "", "review_by": ""})
    trainer.post(f"{DESK}/move", {"module": folder, "way": "up"})
    moved = [
        line for line in file_of(trainer, "course.yml").split("\n") if line.startswith("  - ") and "minutes" in line
    ]
    assert moved == [*listed[:-2], listed[-1], listed[-2]]


def test_a_module_opens_after_an_earlier_one_and_every_page_says_so(trainer: Browser) -> None:
    """T11: chosen in the form from the modules before it, written into its line, kept in order, said in words."""
    second, third = (line.split(":")[0].strip(" -") for line in listed_modules(trainer)[1:3])
    assert "after" not in trainer.get(f"{DESK}/modules/{MODULE}").form("/modules/"), "the first has none before it"
    form = module_form(trainer, second)
    wrong = trainer.post(f"{DESK}/modules/{second}", {**form, "after": third})
    assert (wrong.status, wrong.sees("Choose a module that stands before this one.")) == (422, True)
    desk = trainer.post(f"{DESK}/modules/{second}", {**form, "after": MODULE})
    assert desk.sees("Opens after “What cybercrime is and your part”")
    assert f"after: {MODULE}}}" in listed_modules(trainer)[1]
    assert trainer.get(f"{DESK}/modules/{second}").form("/modules/")["after"] == [MODULE]
    for folder, way in ((second, "up"), (MODULE, "down")):
        refused = trainer.post(f"{DESK}/move", {"module": folder, "way": way})
        assert (refused.status, refused.sees("so it stays behind it")) == (409, True)
    said = "“The four principles” now opens after “What cybercrime is and your part”."
    changes = trainer.get(f"{DESK}/changes")
    assert changes.sees(said)
    assert not changes.sees("Publish this change of wording now")


def test_a_lesson_is_moved_within_its_module_and_keeps_its_id(trainer: Browser) -> None:
    def order() -> list[str]:
        links = trainer.get(DESK).tree.xpath(f"//section[@aria-labelledby='m-{MODULE}']//li//a/@href")
        return [link.rsplit("/", 1)[1].split("-", 1)[1] for link in links if "/text/" in link]

    before = order()
    first = f"modules/{MODULE}/10-two-kinds.md"
    body = file_of(trainer, first)
    trainer.post(f"{DESK}/move", {"path": first, "way": "down"})
    after = order()
    assert after[:3] == [before[0], before[2], before[1]]
    assert after[3:] == before[3:]
    assert file_of(trainer, f"modules/{MODULE}/20-two-kinds.md") == body
    assert not trainer.get(DESK).tree.xpath("//*[contains(@class, 'tag bad')]")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"path": "modules/none.md", "way": "up"},
        {"module": "none", "way": "up"},
        {"module": MODULE, "way": "sideways"},
    ],
)
def test_a_move_of_nothing_is_not_found(trainer: Browser, sent: dict[str, str]) -> None:
    assert trainer.post(f"{DESK}/move", sent).status == 404


def test_the_rules_of_a_quiz_are_five_fields_and_change_their_lines_alone(trainer: Browser) -> None:
    path = next(
        link.split("/text/")[1]
        for link in trainer.get(DESK).tree.xpath("//li//a/@href")
        if "final-examination.quiz" in link
    )
    before = file_of(trainer, path)
    page = trainer.get(f"{DESK}/rules/{path}")
    form = {name: values[0] for name, values in page.form("/rules/").items()}
    trainer.post(f"{DESK}/rules/{path}", {**form, "action": "save"})
    assert file_of(trainer, path) == before
    saved = trainer.post(f"{DESK}/rules/{path}", {**form, "pass_mark": "85", "take-1": "1", "action": "save"})
    assert saved.sees("Saved.")
    after = file_of(trainer, path)
    assert "pass: 85%" in after
    assert after.replace("pass: 85%", "pass: 80%").replace("{take: 1,", "{take: 2,", 1) == before
    assert trainer.get(f"{DESK}/sample/{path}?paper=one").sees("Question 1 of 14")
    same = [trainer.get(f"{DESK}/sample/{path}?paper=one").tree.xpath("string(//main)") for _ in range(2)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"pass_mark": "0"}, "Enter a number from 1 to 100."),
        ({"pass_mark": "abc"}, "Enter a number from 1 to 100."),
        ({"attempts": "0"}, "Enter a whole number."),
        ({"time": "-3"}, "Enter a whole number."),
        ({"wait": "soon"}, "Enter whole hours."),
        ({"title": " "}, "Enter the title."),
        ({"take-1": "two"}, "Enter a whole number."),
        ({"bank-1": "none", "take-1": "1"}, "Choose the bank"),
    ],
)
def test_a_wrong_rule_is_named_and_kept(trainer: Browser, typed: dict[str, str], said: str) -> None:
    form = {name: values[0] for name, values in trainer.get(f"{DESK}/rules/{PRACTICE}").form("/rules/").items()}
    page = trainer.post(f"{DESK}/rules/{PRACTICE}", {**form, **typed, "action": "save"})
    assert (page.status, page.sees(said)) == (422, True)


def test_a_quiz_of_each_kind_is_added_in_the_browser_and_has_its_rules_next(demo: Instance, trainer: Browser) -> None:
    """T12: a bank that was brought is drawn from in an examination, without a line of text being typed."""
    module = "01-what-cybercrime-is"
    page = trainer.get(DESK).link("Add a quiz")
    assert page == f"{DESK}/new-quiz/{module}"
    refused = trainer.post(page, {"title": " ", "kind": "survey"})
    assert (refused.status, refused.sees("Choose what it is for.")) == (422, True)
    for kind in ("practice", "examination", "pre-test", "post-test"):
        added = trainer.post(page, {"title": f"A {kind}", "kind": kind})
        assert added.h1 == f"Rules: A {kind}"
        form = added.form("/rules/")
        drawn = {"take-1": "2", "bank-1": "cfr-bank", "for-1": "", "level-1": "", "module-1": ""}
        saved = trainer.post(added.path, {**form, **drawn, "action": "save"})
        assert saved.sees("Saved."), kind
        assert not saved.tree.xpath("//a[contains(@href, 'course-messages#Q22')]")
    assert trainer.get(DESK).sees("Examination of 2 questions")
    trainer.post(f"{DESK}/new-bank", {"title": "Spare"})
    assert trainer.get(DESK).text.count("No quiz draws from it yet") == 1

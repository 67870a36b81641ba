"""What people do before a browser, step by step; each test says in which window they do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.assessment.domain.question import Question
from tests.plugins.browser import Screen
from tests.sitting import answer_to, questions_of

COURSE = "/courses/cybercrime-first-responder"
EXAMINATION = f"{COURSE}/final-examination/final-examination"
CHOICES = {"single", "multiple", "truefalse"}


def joins_and_learns(screen: Screen) -> None:
    """A new officer finds the course and joins it, begins without the first test, reads, answers and practises."""
    screen.open("/")
    assert screen.sees("You are not on a course yet")
    screen.press("Browse courses")
    screen.press("Cybercrime First Responder")
    screen.press("Join this course")
    screen.press("Continue")
    screen.press("Begin without it")
    answers_a_check_question(screen)
    for _lesson in range(9):
        if screen.page.locator("button:has-text('Mark as done')").count():
            screen.press("Mark as done and continue")
    screen.press("Start now")
    sits(screen)
    assert screen.sees("Passed with 100 %")
    screen.press("Continue:")
    assert screen.page.locator("article").count() == 1


def answers_a_check_question(screen: Screen) -> None:
    """The answer and its reason are told at once, under the question."""
    form = screen.page.locator("form.box-check").first
    with screen.page.expect_navigation():
        form.locator("button").click()
    assert screen.sees("No answer yet")
    form.locator("input[type=radio]").first.check()
    with screen.page.expect_navigation():
        form.locator("button").click()
    assert screen.page.locator(".feedback .reasons li").count() > 1
    assert screen.page.locator(".feedback .chosen").count() == 1
    assert form.locator("input[type=radio]").first.is_checked()


def starts_the_examination(screen: Screen) -> None:
    """An officer who has learnt everything goes from the first page to the paper."""
    screen.open("/")
    screen.press("Continue")
    assert screen.h1 == "Final examination"
    screen.press("Start now")


def sits(screen: Screen, wrong: int = 0) -> None:
    """Answer the open paper, `wrong` items wrongly, and hand it in."""
    questions = {one.key: one for one in questions_of(screen.served.instance, attempt_of(screen))}
    missable = [one for one in questions.values() if one.type in CHOICES and not one.redline]
    bad = {one.key for one in missable[:wrong]}
    paged = screen.page.locator("form.paged").count()
    for key, question in questions.items():
        answers(screen, question, key not in bad)
        if paged:
            screen.page.click("[data-go='1']")
    if paged:
        screen.page.wait_for_selector("[data-check]:visible")
    else:
        screen.press("Save and check all answers")
    assert screen.sees("Check your answers")
    assert not screen.sees("Not answered")
    if paged:
        screen.page.wait_for_selector(".save[data-state=saved]")
    screen.press("Hand in")


def answers(screen: Screen, question: Question, right: bool = True) -> None:
    """Give the answer in the question's own fields: options, boxes, lists."""
    own = screen.page.locator(f"fieldset[data-item='{question.key}']")
    own.wait_for()  # a page that shows one question at a time draws it a moment after the address has changed
    given = answer_to(question, right)
    if question.type == "order" and own.locator("ol.order:visible").count():
        _move_lines(own, [choice.text for choice in question.choices])
        return
    for place, value in enumerate(given):
        if question.type in {"match", "order"}:
            own.locator(f"select:has(option[value='{value}'])").select_option(value)
        elif question.type in CHOICES:
            own.locator(f"input[name^='i-'][value='{value}']").check()
        else:
            _fill(own.locator("input[name^='i-'], select").nth(place), value)


def _fill(field: Any, value: str) -> None:
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def _move_lines(own: Any, wanted: list[str]) -> None:
    """Put the lines in the wanted order by the button that moves one up; what is in order already is kept."""
    lines = own.locator("ol.order > li")
    for place, text in enumerate(wanted):
        shown = lines.locator(".grow").all_inner_texts()
        for at in range(shown.index(text), place, -1):
            lines.nth(at).locator("[data-move=up]").click()
    if own.locator("[data-move=none]:visible").count():
        own.locator("[data-move=none]").click()


def attempt_of(screen: Screen) -> str:
    """Return the public id of the attempt in this window."""
    return screen.path.split("/")[2].split("#")[0]


def downloads_the_certificate(screen: Screen) -> bytes:
    """Take the PDF from the page in this window."""
    with screen.page.expect_download() as coming:
        screen.page.locator("main a:has-text('Download PDF')").first.click()
    return Path(coming.value.path()).read_bytes()


def number_on(screen: Screen) -> str:
    """Return the number of the first certificate on the page."""
    return str(screen.page.locator(".cert .code, .card p .code").first.inner_text())

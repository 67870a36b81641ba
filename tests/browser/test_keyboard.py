"""A whole examination without a pointer: every stop can be seen, none hides under the save bar (O37)."""

from __future__ import annotations

from typing import Any

import pytest

from app.assessment.domain.question import Question
from tests.browser.stories import CHOICES, EXAMINATION, attempt_of
from tests.plugins.browser import Opened, Screen, Served
from tests.sitting import answer_to, questions_of

pytestmark = pytest.mark.browser

_STOP = """() => {
  const one = document.activeElement;
  const ring = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const bar = document.querySelector(".save:not([hidden])");
  const edge = bar && !bar.contains(one) ? bar.getBoundingClientRect().top : innerHeight;
  const what = one.outerHTML.slice(0, 120);
  if (ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 2) return `no ring: ${what}`;
  if (box.bottom > edge + 1 || box.top < -1) return `out of sight: ${what}`;
  return "";
}"""
_IS = "(selector) => document.activeElement.matches(selector)"


def tab_to(screen: Screen, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is on what `selector` names, looking at each stop on the way."""
    for _step in range(most):
        screen.page.keyboard.press("Tab")
        wrong = screen.page.evaluate(_STOP)
        assert wrong == "", wrong
        if screen.page.evaluate(_IS, selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab on {screen.path}")


def enter(screen: Screen, selector: str) -> None:
    """Go to a link or button by Tab, press Enter, wait for the page it leads to."""
    tab_to(screen, selector)
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")


def answer(screen: Screen, question: Question) -> None:
    """Answer the question that has the focus, with keys only."""
    own, values = f"[data-item='{question.key}']", answer_to(question)
    press = screen.page.keyboard.press
    if question.type == "multiple":
        for value in sorted(values, key=lambda one: _place(screen, own, one)):
            tab_to(screen, f"{own} input[value='{value}']")
            press("Space")
    elif question.type in CHOICES:
        tab_to(screen, f"{own} input[type=radio]")
        press("Space")
        for _option in range(9):
            if screen.page.evaluate(_IS, f"input[value='{values[0]}']"):
                return
            press("ArrowDown")
    elif question.type == "order":
        order(screen, own, [choice.text for choice in question.choices])
    else:
        for place, value in enumerate(values):
            fill(screen, f"{own} [name='i-{question.key}']", place, value)


def _place(screen: Screen, own: str, value: str) -> int:
    values = screen.page.locator(f"{own} input[name^='i-']").evaluate_all("all => all.map((one) => one.value)")
    return int(values.index(value))


def fill(screen: Screen, fields: str, place: int, value: str) -> None:
    """Type into a box, or walk through a list's choices by the arrow."""
    field = screen.page.locator(fields).nth(place)
    if field.evaluate("one => one.tagName") == "INPUT":
        tab_to(screen, fields)
        screen.page.keyboard.type(value)
        return
    tab_to(screen, f"select:has(option[value='{value}'])")
    for _choice in range(30):
        if screen.page.evaluate("() => document.activeElement.value") == value:
            return
        screen.page.keyboard.press("ArrowDown")


def order(screen: Screen, own: str, wanted: list[str]) -> None:
    """Move lines up by their buttons until they stand as wanted; focus stays on the button, the place is spoken."""
    lines = screen.page.locator(f"{own} ol.order > li")
    for place, text in enumerate(wanted):
        at = _shown(lines).index(text)
        while at > place:
            lines.nth(at).locator("[data-move=up]").focus()
            screen.page.keyboard.press("Enter")
            assert screen.page.evaluate(_IS, "[data-move=up]")
            at -= 1
            assert screen.page.locator(f"{own} [aria-live]").inner_text() == f"Now in place {at + 1} of {len(wanted)}"
    keep = screen.page.locator(f"{own} [data-move=none]:visible")
    if keep.count():
        keep.focus()
        screen.page.keyboard.press("Enter")


def _shown(lines: Any) -> list[str]:
    return list(lines.locator(".grow").all_inner_texts())


def test_an_examination_is_sat_and_passed_by_keyboard_alone(served: Served, window: Opened) -> None:
    """O37: from the first page to the result; the skip link comes first, the ring is always seen."""
    screen = window(served, "kofi")
    screen.open("/")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate(_IS, ".skip")
    screen.page.keyboard.press("Enter")
    enter(screen, "main .next .btn")
    assert screen.path == EXAMINATION
    enter(screen, "main form .btn")
    questions = questions_of(served.instance, attempt_of(screen))
    screen.page.evaluate("() => document.querySelector('#main').focus()")
    for place, question in enumerate(questions):
        if place:
            screen.page.wait_for_selector(f"[data-item='{question.key}']:focus")
        answer(screen, question)
        tab_to(screen, "[data-go='1']")
        screen.page.keyboard.press("Enter")
    screen.page.wait_for_selector("#check:focus")
    assert screen.page.locator("[data-list] .tag.wait").count() == 0
    screen.page.wait_for_selector(".save[data-state=saved]")
    enter(screen, "[data-hand-in]")
    assert screen.sees("Passed with 100 %")


def test_enter_in_a_text_box_goes_on_and_moves_nothing(served: Served, window: Opened) -> None:
    """Enter presses the form's first button, which must neither hand in nor move the lines of another question."""
    screen = window(served, "kofi")
    places = screen.page.locator("fieldset[data-item]")
    boxes = screen.page.locator("input[name^='i-']:not([type=radio], [type=checkbox], [type=hidden])")
    while not boxes.count():  # a paper may ask for no text: then another is drawn
        with served.instance.works.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE attempt SET state = 'voided' WHERE state = 'in_progress'")
        screen.open(EXAMINATION)
        screen.press("Start now")
    key = boxes.first.evaluate("one => one.closest('fieldset').dataset.item")
    screen.page.evaluate("key => { location.hash = `item-${key}`; }", key)
    before = screen.page.locator("ol.order .grow").all_inner_texts()
    boxes.first.fill("4")
    boxes.first.press("Enter")
    screen.page.wait_for_function("key => location.hash !== `#item-${key}`", arg=key)
    assert screen.page.locator("ol.order .grow").all_inner_texts() == before
    assert places.count() == 15
    assert screen.path.startswith("/attempts/")

"""The paper with scripts: lists ordered by buttons, pairs and gaps chosen, each answer kept as it is given (T7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from tests.browser.looking import look
from tests.journeys.item_types import COURSE, QUIZ, instance_with_every_type
from tests.plugins.browser import MIRRORED, Opened, Screen, Served
from tests.sitting import questions_of

pytestmark = pytest.mark.browser

_SAVED = sa.text("SELECT answer FROM response_event WHERE item = :item ORDER BY at DESC, sequence DESC LIMIT 1")
LINES = "#item-in-order ol.order > li"


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    """An instance that offers the course of every type."""
    instance = instance_with_every_type(tmp_path / "instance", sqlite_url)
    served = Served(instance).start()
    yield served
    served.stop()
    instance.works.database.engine.dispose()


@pytest.fixture
def paper(house: Served, window: Opened) -> Screen:
    """The paper of an officer who has just begun."""
    screen = window(house, "efua")
    screen.open(f"/courses/{COURSE}")
    screen.press("Join")
    screen.open(QUIZ)
    screen.press("Start")
    return screen


def questions(screen: Screen) -> dict[str, Question]:
    public_id = screen.path.rsplit("/", 1)[1].split("#")[0]
    return {question.key: question for question in questions_of(screen.served.instance, public_id)}


def go(screen: Screen, key: str) -> None:
    """Turn to a question by its address, as the list of answers does."""
    screen.page.evaluate("(hash) => { location.hash = hash; }", f"#item-{key}")
    screen.page.wait_for_selector(f"#item-{key}:visible")


def lines(screen: Screen) -> list[str]:
    return [one.split("\n")[0].strip() for one in screen.page.locator(f"{LINES} .grow").all_inner_texts()]


def saved(screen: Screen, key: str) -> list[str]:
    """Wait until everything is saved and return what the server holds for a question."""
    screen.page.wait_for_selector(".save[data-state=saved]")
    with screen.served.instance.works.database.reading() as connection:
        held = connection.execute(_SAVED, {"item": key}).scalar()
    return json.loads(held) if isinstance(held, str) else held or []


def move(screen: Screen, text: str, way: str) -> None:
    screen.page.locator(f"{LINES}:has-text({json.dumps(text)}) button[data-move={way}]").click()


def put_in_order(screen: Screen, wanted: list[str]) -> None:
    for place, text in enumerate(wanted):
        while lines(screen).index(text) > place:
            move(screen, text, "up")


def test_a_list_is_put_in_order_by_buttons_and_each_move_is_said_and_kept(paper: Screen) -> None:
    """Focus stays on the button, the new place is announced, the journal holds the order."""
    go(paper, "in-order")
    assert not paper.page.is_visible("#item-in-order select")
    assert paper.sees("Not answered yet.")
    first, second, *_ = before = lines(paper)
    move(paper, first, "down")
    assert lines(paper)[:2] == [second, first]
    assert paper.page.inner_text("#item-in-order [aria-live]") == "Now in place 2 of 4"
    assert paper.page.evaluate("() => document.activeElement.dataset.move") == "down"
    assert not paper.sees("Not answered yet.")
    assert len(saved(paper, "in-order")) == 4
    move(paper, second, "up")
    assert lines(paper)[0] == second, "the first line stays where it is"
    paper.page.reload()
    go(paper, "in-order")
    assert lines(paper) == [second, first, *before[2:]]


def test_an_order_that_stands_right_is_answered_by_keeping_it(paper: Screen) -> None:
    go(paper, "in-order")
    before = lines(paper)
    paper.page.click("#item-in-order button:has-text('Keep this order')")
    held = dict(token.split(":") for token in saved(paper, "in-order"))
    texts = {choice.key: choice.text for choice in questions(paper)["in-order"].choices}
    assert [texts[key] for key in sorted(held, key=held.__getitem__)] == before


def test_a_mark_for_later_alone_answers_nothing(paper: Screen) -> None:
    go(paper, "in-order")
    paper.page.check("#item-in-order [name^=flag-]")
    assert not any(saved(paper, "in-order"))
    assert paper.sees("Not answered yet.")


def test_what_could_not_be_sent_comes_back_from_the_device(paper: Screen) -> None:
    """List, pair and gap stand as they were left, and go out when the line is back."""
    asked = questions(paper)
    paper.excuse("net::ERR_FAILED")
    paper.context.route("**/save", lambda route: route.abort())
    go(paper, "in-order")
    first, second, *_ = before = lines(paper)
    move(paper, first, "down")
    go(paper, "who-holds")
    pair = type_named("match").right_answer(asked["who-holds"])[1]
    paper.page.locator("#item-who-holds select").nth(1).select_option(pair)
    go(paper, "fill-in")
    paper.page.locator("#item-fill-in input[aria-label='Gap 3']").fill("90")
    paper.page.wait_for_selector(".save[data-state=offline]")
    paper.page.reload()
    go(paper, "in-order")
    assert lines(paper) == [second, first, *before[2:]]
    assert paper.page.locator("#item-who-holds select").nth(1).input_value() == pair
    assert [one.input_value() for one in paper.page.locator("#item-fill-in :is(input, select).w10").all()] == ["", "90"]
    paper.context.unroute("**/save")
    paper.page.evaluate("() => dispatchEvent(new Event('online'))")
    assert saved(paper, "who-holds") == ["", pair, ""]
    assert saved(paper, "fill-in") == ["", "", "90"]


def test_every_type_is_answered_handed_in_and_right(paper: Screen) -> None:
    """T7: by the fields that a person sees; the list before handing in tells whole answers from halves."""
    asked = questions(paper)
    for key, question in asked.items():
        go(paper, key)
        look(paper)
        answer(paper, question)
    go_check(paper)
    assert paper.sees("Partly answered") is False
    assert paper.sees("Not answered") is False
    go(paper, "fill-in")
    paper.page.locator("#item-fill-in input").nth(0).fill("")
    go_check(paper)
    assert paper.sees("Partly answered")
    look(paper)
    go(paper, "fill-in")
    paper.page.locator("#item-fill-in input").nth(0).fill("Issuing  bank")
    saved(paper, "fill-in")
    go_check(paper)
    paper.press("Hand in")
    assert paper.sees("Passed with 100 %")
    look(paper)


def test_lists_pairs_and_gaps_stand_mirrored_too(paper: Screen, window: Opened, house: Served) -> None:
    mirrored = window(house, "efua", locale=MIRRORED)
    mirrored.open(paper.path)
    for key in ("who-holds", "in-order", "fill-in"):
        go(mirrored, key)
        look(mirrored)


def go_check(screen: Screen) -> None:
    screen.page.evaluate("() => { location.hash = '#check'; }")
    screen.page.wait_for_selector("#check:visible")


def answer(screen: Screen, question: Question) -> None:
    """Answer a question through its visible fields."""
    right = type_named(question.type).right_answer(question)
    fields = screen.page.locator(f"#item-{question.key} [name='i-{question.key}']")
    if question.type == "order":
        put_in_order(screen, [choice.text for choice in question.choices])
        if screen.sees("Not answered yet."):
            screen.page.click(f"#item-{question.key} button:has-text('Keep this order')")
    elif question.choices and not question.pairs:
        for key in right:
            screen.page.check(f"#item-{question.key} [value='{key}']")
    else:
        for place, value in enumerate(right):
            field = fields.nth(place)
            if field.evaluate("(one) => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

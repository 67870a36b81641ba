"""A practice quiz with every type of question, sat over HTTP with scripts off, on both databases (O9, T7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from app.assessment.domain.drawing import option_order
from app.assessment.domain.known_types import TYPES, type_named
from app.assessment.domain.question import Question
from tests.journeys.item_types import COURSE, FILES, KEYS, LESSON, QUIZ, filled, instance_with_every_type
from tests.page import Browser, Page
from tests.plugins.instances import Instance
from tests.sitting import questions_of


@pytest.fixture
def instance(sqlite_url: str, tmp_path: Path) -> Iterator[Instance]:
    """An instance that offers the course of every type."""
    made = instance_with_every_type(tmp_path / "instance", sqlite_url)
    yield made
    made.works.database.engine.dispose()


@pytest.fixture
def officer(instance: Instance) -> Browser:
    """An officer who has joined the course."""
    return joined(instance)


def joined(instance: Instance) -> Browser:
    browser = instance.signed_in("efua")
    browser.post(f"/courses/{COURSE}/join")
    return browser


def start(officer: Browser, instance: Instance) -> tuple[Page, str, dict[str, Question]]:
    """Return the paper, its address and its questions by key."""
    paper = officer.post(f"{QUIZ}/start")
    address = paper.path.split("#")[0]
    questions = questions_of(instance, address.rsplit("/", 1)[1])
    return paper, address, {question.key: question for question in questions}


def right_answers(questions: dict[str, Question]) -> dict[str, tuple[str, ...]]:
    return {key: type_named(one.type).right_answer(one) for key, one in questions.items()}


def hand_in(officer: Browser, address: str, values: dict) -> Page:
    check = officer.post(address, values)
    assert check.h1 == "Check your answers"
    return officer.post(f"{address}/hand-in", check.form("hand-in"))


def test_every_type_is_asked_answered_and_marked(database_url: str, tmp_path: Path) -> None:
    """O9 T7: from the paper to the result, on SQLite and on PostgreSQL."""
    instance = instance_with_every_type(tmp_path / "instance", database_url)
    officer = joined(instance)
    paper, address, questions = start(officer, instance)
    assert tuple(questions) == KEYS
    assert {question.type for question in questions.values()} == set(TYPES)
    result = hand_in(officer, address, filled(paper, right_answers(questions), list(questions.values())))
    assert result.sees("Passed with 100 %"), result.tree.text_content()
    instance.works.database.engine.dispose()


SECRETS = {
    "how-many": ("-5", "-6", "-4"),
    "name-it": ("Luhn", "checksum", "Nearly"),
    "what-time": ("20:58",),
    "who-holds": ("till prints", "keeps no such"),
    "fill-in": ("issu", "85", "95"),
}


def test_the_paper_holds_no_key(officer: Browser, instance: Instance) -> None:
    paper, address, questions = start(officer, instance)
    for key, secrets in SECRETS.items():
        shown = html.tostring(paper.tree.get_element_by_id(f"item-{key}"), encoding="unicode")
        shown = re.sub(r'value="[0-9a-f]{8}"', "", shown)
        assert [secret for secret in secrets if secret in shown] == []
    steps = [choice.text for choice in questions["in-order"].choices]
    rows = paper.tree.xpath("//fieldset[@data-item='in-order']//div[@class='match']/label")
    shown_steps = [row.text_content() for row in rows]
    assert sorted(shown_steps) == sorted(steps)
    again = [row.text_content() for row in officer.get(address).tree.xpath("//div[@class='match']/label")]
    assert [one for one in again if one in steps] == shown_steps


def test_the_steps_of_an_order_come_shuffled_by_the_attempt_and_stay_so() -> None:
    """Over many attempts every place is taken by every step, whatever the quiz says of shuffling."""
    kind = TYPES["order"]
    question = kind.samples[0][0]
    firsts = {option_order(question, seed, shuffle=False)[0] for seed in range(60)}
    assert firsts == {choice.key for choice in question.choices}


def test_what_is_left_open_or_half_answered_is_said_before_handing_in(officer: Browser, instance: Instance) -> None:
    paper, address, questions = start(officer, instance)
    untouched = officer.post(address, filled(paper, {}, list(questions.values())))
    assert untouched.tree.text_content().count("Not answered") == len(KEYS)
    right = right_answers(questions)
    some = {
        "who-holds": right["who-holds"][:2],
        "in-order": right["in-order"][:3],
        "fill-in": (right["fill-in"][0], "", right["fill-in"][2]),
        "how-many": right["how-many"],
    }
    check = officer.post(address, filled(officer.get(address), some, list(questions.values())))
    assert check.tree.text_content().count("Partly answered") == 3
    assert check.tree.text_content().count("Not answered") == 5
    kept = officer.get(address)
    assert filled(kept, some, list(questions.values())) | {"csrf_token": ""} == kept.form("/attempts/") | {
        "csrf_token": ""
    } | {f"i-{key}": [] for key in ("one-right", "some-right", "is-it-so")}
    result = officer.post(f"{address}/hand-in", check.form("hand-in"))
    assert result.tree.text_content().count("Partly right") == 3
    assert result.sees("Your place: –")


def test_one_gap_that_cannot_be_read_costs_that_gap_alone(officer: Browser, instance: Instance) -> None:
    paper, address, questions = start(officer, instance)
    right = right_answers(questions)
    answers = right | {"fill-in": ("issuer", right["fill-in"][1], "90 days"), "what-time": ("soon",)}
    check = officer.post(address, filled(paper, answers, list(questions.values())))
    assert check.sees("Type the number alone, without a unit or words: 90.")
    assert check.sees("“soon” is not a time of day.")
    assert officer.get(address).tree.xpath("//input[@value='90 days']"), "what was typed stays to be mended"
    result = officer.post(f"{address}/hand-in", check.form("hand-in"))
    assert result.sees("This could not be read: soon")
    assert result.tree.text_content().count("Partly right") == 1


def test_the_result_explains_each_type(officer: Browser, instance: Instance) -> None:
    paper, address, questions = start(officer, instance)
    right = right_answers(questions)
    steps = [choice.key for choice in questions["in-order"].choices]
    brand = next(choice.key for choice in questions["who-holds"].choices if not choice.right)
    wrong = {
        "name-it": ("checksums",),
        "who-holds": (f"1:{brand}", *right["who-holds"][1:]),
        "in-order": tuple(f"{key}:{place}" for place, key in enumerate([steps[3], *steps[:3]], 1)),
        "fill-in": ("issuing bank", questions["fill-in"].gaps[1].choices[1].key, "80"),
    }
    values = filled(paper, right | wrong, list(questions.values()))
    result = hand_in(officer, address, values)
    assert result.sees("Passed with"), result.tree.text_content()
    for words in (
        "Nearly; we want its name.",
        "You know what it is for.",
        "Luhn, Luhn algorithm",
        "The till prints it.",
        "The brand keeps no such log.",
        "Your answer: Card brand Right: Shop",
        "Your place: 1 Right: 4",
        "It issued the card.",
        "Your answer: cardholder Right: acquirer",
        "Your answer: 80 Right: 85 – 95",
        "from -6 to -4",
        "20:58:30",
    ):
        assert result.sees(words), words


def test_a_lesson_asks_and_explains_them_by_a_plain_address(officer: Browser, instance: Instance) -> None:
    lesson = officer.get(LESSON)
    order = lesson.tree.xpath("//form[@id='check-in-order']")[0]
    labels = [row.text_content() for row in order.xpath(".//div[@class='match']/label")]
    steps = ["Photograph in place", "Isolate from people", "Bag and seal", "Sign the log"]
    assert sorted(labels) == sorted(steps)
    tokens = [order.xpath(f".//select[@id=//label[.='{step}']/@for]/option")[place].get("value")
              for place, step in enumerate(steps, 1)]  # fmt: skip
    query = "&".join(["check=in-order", *(f"a={token}" for token in tokens)])
    assert officer.get(f"{LESSON}?{query}").sees("Right Photograph in place")
    half = "&".join(["check=in-order", *(f"a={token}" for token in tokens[:3])])
    assert officer.get(f"{LESSON}?{half}").sees("Partly right")
    gaps = officer.get(f"{LESSON}?check=fill-in&a=issuer&a=&a=90")
    assert gaps.sees("Partly right")
    assert gaps.sees("Gap 2 Your answer: – Right: acquirer")
    assert officer.get(f"{LESSON}?check=who-holds&a=&a=&a=").sees("No answer yet")


BANK = """\
---
id: pool
title: Pool
bank: true
---

## Drawn one? {#drawn-one redline}

= 1

## Drawn two? {#drawn-two}

= 2

## Drawn three? {#drawn-three}

= 3
"""
OWN = """\
---
id: practice
title: Practice
pass: 60%
redlines: 2
draw:
  - 2 from pool
---

## Own one? {#own-one redline}

= 1
"""


def test_a_quiz_that_draws_asks_its_own_questions_on_every_form(sqlite_url: str, tmp_path: Path) -> None:
    """The own red line counts, so each form draws at least one more."""
    lesson = FILES["modules/01-all-types/10-look.md"].split("::: check")[0]
    head = FILES["course.yml"].replace("minutes: 10", "minutes: 3")
    head = head.replace("outcomes:\n  answer: Answer in every way\n", "")
    files = {
        "course.yml": head,
        "modules/01-all-types/10-look.md": lesson,
        "modules/01-all-types/20-practice.quiz.md": OWN,
        "banks/pool.quiz.md": BANK,
    }
    instance = instance_with_every_type(tmp_path / "instance", sqlite_url, files)
    officer = joined(instance)
    forms = set()
    for _ in range(4):
        paper, address, questions = start(officer, instance)
        forms.add(tuple(questions))
        hand_in(officer, address, filled(paper, right_answers(questions), list(questions.values())))
    assert all(form[0] == "own-one" and len(form) == 3 and "drawn-one" in form for form in forms)
    instance.works.database.engine.dispose()

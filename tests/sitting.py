"""Sits quizzes as a person would, with a chosen share of right answers."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.record import from_record
from tests.page import Browser, Page
from tests.plugins.instances import Instance

_FORM = sa.text("SELECT form FROM attempt WHERE public_id = :public_id")
_BODY = sa.text("SELECT body FROM item_version WHERE id = :id")


def questions_of(instance: Instance, public_id: str) -> list[Question]:
    """Return the questions of an attempt with their keys, read from the database behind the page's back."""
    with instance.works.database.reading() as connection:
        form = _json(connection.execute(_FORM, {"public_id": public_id}).scalar_one())
        return [from_record(_json(connection.execute(_BODY, {"id": entry["version"]}).scalar_one())) for entry in form]


def answer_to(question: Question, right: bool = True) -> list[str]:
    """Return a right or a wrong answer as a form sends it; other than choices and numbers, wrong means left open."""
    if right:
        return list(type_named(question.type).right_answer(question))
    if question.accepted:
        return ["99999"]
    others = [choice.key for choice in question.choices if not choice.right]
    return {"multiple": others, "single": others[:1], "truefalse": others[:1]}.get(question.type, [])


def form_answers(page: Page, questions: list[Question], wrong: int = 0) -> dict[str, Any]:
    """Return the paper's form filled in: the last `wrong` items wrong, red-line items never among them if avoidable."""
    order = sorted(questions, key=lambda question: not question.redline)
    bad = {question.key for question in order[len(order) - wrong :]}
    values: dict[str, Any] = dict(page.form("/attempts/"))
    for question in questions:
        values[f"i-{question.key}"] = answer_to(question, question.key not in bad)
    values.pop("save", None)
    return values


def sit(browser: Browser, instance: Instance, quiz: str, wrong: int = 0) -> Page:
    """Start the quiz at address `quiz`, answer the paper without scripts, hand in, return the result page."""
    paper = browser.post(f"{quiz}/start")
    public_id = paper.path.rsplit("/", 1)[1].split("#")[0]
    values = form_answers(paper, questions_of(instance, public_id), wrong)
    check = browser.post(f"/attempts/{public_id}", values)
    assert check.h1 == "Check your answers", check.h1
    return browser.post(f"/attempts/{public_id}/hand-in", check.form("hand-in"))


def learn(browser: Browser, instance: Instance, course: str) -> None:
    """Do every lesson and practice quiz of a course from its page, in order."""
    page = browser.get(f"/courses/{course}")
    hrefs = [a.get("href") for a in page.tree.xpath("//ul[@class='tasks']//a")]
    for href in hrefs:
        activity = browser.get(href)
        if activity.tree.xpath("//form[contains(@action, '/done')]"):
            browser.post(f"{href}/done")
        elif activity.sees("Nothing depends on your score"):
            continue
        elif activity.tree.xpath("//form[contains(@action, '/start')]") and "examination" not in href:
            assert sit(browser, instance, href).sees("Passed with 100 %")


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value

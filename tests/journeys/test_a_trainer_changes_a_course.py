"""A trainer pastes a lesson and two questions, another trainer reviews and publishes; who is under way stays put."""

from __future__ import annotations

import pytest

from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
PRACTICE = f"modules/{MODULE}/90-practice.quiz.md"
LESSON = """## Before you touch anything

Write down **what you see** first.

| Seen | Do |
|---|---|
| a running computer | leave it on |

::: warning
Your own law and orders come first.
:::

::: check {ref=what-is-first}
:::
"""


def option_fields(*options: tuple[str, str], right: str) -> dict[str, str | list[str]]:
    fields: dict[str, str | list[str]] = {"right": list(right)}
    for at, (text, reason) in enumerate(options, 1):
        fields |= {f"option-{at}": text, f"reason-{at}": reason}
    return fields


@pytest.mark.slow
def test_a_pasted_lesson_and_two_questions_go_live_through_a_second_person(demo_on_both: Instance) -> None:
    """T1 T4 T13: previewed by the server, reviewed by another trainer; officers under way keep their version."""
    trainer = demo_on_both.signed_in("trainer")
    home = trainer.get("/")
    assert home.h1 == "My courses"
    assert home.sees("officers under way")
    desk = trainer.get(home.link("Cybercrime First Responder"))
    new = trainer.get(desk.link("Add a lesson"))

    form = new.form("/new-lesson/")
    first = option_fields(
        ("Write down what you see", "Right. The record comes before the first act."),
        ("Switch everything off", "No. Data in memory is lost."),
        right="1",
    )
    several = option_fields(
        ("The time on the clock", "Right. Offsets matter."),
        ("What stands on the screen", "Right. It may be gone soon."),
        ("Your opinion of the suspect", "No. It is no observation."),
        right="12",
    )
    question_page = f"{DESK}/new-question/{PRACTICE}?type=single"
    page = trainer.post(
        f"{DESK}/new-question/{PRACTICE}",
        {**trainer.get(question_page).form("/new-question/"), "stem": "What is first?", **first, "action": "save"},
    )
    assert page.sees("Saved.")
    assert page.sees("what-is-first")
    page = trainer.post(
        f"{DESK}/new-question/{PRACTICE}",
        {
            **trainer.get(question_page.replace("single", "multiple")).form("/new-question/"),
            "stem": "What do you write down?",
            **several,
            "action": "save-and-add",
        },
    )
    assert page.h1 == "New question: Several right answers"

    typed = {**form, "title": "Before the first act", "minutes": "4", "body": LESSON, "action": "preview"}
    preview = trainer.post(f"{DESK}/new-lesson/{MODULE}", typed)
    assert preview.tree.xpath("//article//table//td[text()='leave it on']")
    assert preview.tree.xpath("//article//form[contains(@id, 'check-what-is-first')]")
    assert preview.form("/new-lesson/")["body"][0].strip() == LESSON.strip()
    saved = trainer.post(f"{DESK}/new-lesson/{MODULE}", {**typed, "action": "save"})
    assert saved.h1 == "Edit: Before the first act"

    officer = demo_on_both.signed_in("kwame")
    assert not officer.get(f"/courses/{COURSE}").sees("Before the first act")
    changes = trainer.get(f"{DESK}/changes")
    assert changes.sees("Before the first act")
    asked = trainer.post(f"{DESK}/ask-for-review")
    assert asked.sees("Another trainer is reviewing this version")
    own = trainer.get(f"/authoring/reviews/{COURSE}")
    assert own.sees("You have worked on this version")
    hash_seen = trainer.get(f"/authoring/reviews/{COURSE}").tree.xpath("//input[@name='source_hash']")
    assert not hash_seen

    reviewer = demo_on_both.signed_in("reviewer")
    review = reviewer.get(reviewer.get("/authoring/reviews").link("Cybercrime First Responder"))
    assert review.sees("Before you touch anything")
    form = review.form("/approve")
    refused = trainer.post(f"/authoring/reviews/{COURSE}/approve", {"source_hash": "x", "then": "publish"})
    assert refused.status == 403
    done = reviewer.post(f"/authoring/reviews/{COURSE}/approve", {**form, "then": "publish"})
    assert done.sees("Nothing waits for review")

    assert not officer.get(f"/courses/{COURSE}").sees("Before the first act")
    newcomer = demo_on_both.signed_in("efua")
    newcomer.post(f"/courses/{COURSE}/join")
    assert newcomer.get(f"/courses/{COURSE}").sees("Before the first act")
    lesson = newcomer.get(f"/courses/{COURSE}/what-cybercrime-is/before-the-first-act")
    assert lesson.sees("Write down what you see first.")
    answered = newcomer.get(f"/courses/{COURSE}/what-cybercrime-is/before-the-first-act?check=what-is-first&a=1")
    assert answered.sees("The record comes before the first act.")

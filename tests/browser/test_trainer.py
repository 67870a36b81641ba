"""A trainer and a reviewer in a real browser: write, preview, review, publish; every authoring page looked at."""

from __future__ import annotations

import pytest

from tests.browser.looking import look
from tests.plugins.browser import MIRRORED, Opened, Screen, Served

pytestmark = pytest.mark.browser

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
LATER = "02-four-principles"
LESSON = f"modules/{MODULE}/10-two-kinds.md"
PRACTICE = f"modules/{MODULE}/90-practice.quiz.md"
TEXT = "## First things\n\nWrite **what you see**.\n\n- the screen\n- the clock\n"
PAGES = [
    "/authoring",
    "/authoring/new",
    "/authoring/reviews",
    DESK,
    f"{DESK}/changes",
    f"{DESK}/record",
    f"{DESK}/owners",
    f"{DESK}/health",
    f"{DESK}/reports",
    f"{DESK}/new-module",
    f"{DESK}/modules/{LATER}",
    f"{DESK}/text/{LESSON}",
    f"{DESK}/text/{LESSON}?as=file",
    f"{DESK}/text/{PRACTICE}",
    f"{DESK}/revisions/{LESSON}",
    f"{DESK}/rules/{PRACTICE}",
    f"{DESK}/sample/{PRACTICE}?paper=1",
    f"{DESK}/new-question/{PRACTICE}?type=multiple",
    f"{DESK}/new-question/{PRACTICE}?type=match",
    f"{DESK}/new-question/{PRACTICE}?as=text",
    f"{DESK}/question/p1-kind/{PRACTICE}",
]


def test_every_page_of_authors_keeps_the_rules(window: Opened, shared: Served) -> None:
    """O37: no violation at either width, in either direction."""
    screen = window(shared, "trainer", locale=MIRRORED)
    for path in PAGES:
        screen.open(path)
        look(screen)


def write_lesson(screen: Screen) -> None:
    screen.open(f"{DESK}/new-lesson/{MODULE}")
    screen.page.fill("[name=title]", "Before the first act")
    screen.page.fill("[name=minutes]", "1")
    screen.page.fill("[name=body]", TEXT)


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)])
def test_a_lesson_and_a_question_go_live_through_two_persons(
    served: Served, window: Opened, scripts: bool, width: int
) -> None:
    """T1 T4 T11: with scripts the preview follows the typing, without them its button does the same."""
    trainer = window(served, "trainer", width=width, scripts=scripts)
    write_lesson(trainer)
    if scripts:
        trainer.page.wait_for_selector("#preview article h2:has-text('First things')")
    else:
        trainer.press("Preview")
    assert trainer.page.inner_text("#preview article li >> nth=0") == "the screen"
    trainer.press("Save")
    assert trainer.sees("Saved.")
    trainer.open(f"{DESK}/new-question/{PRACTICE}?type=single")
    trainer.page.fill("[name=stem]", "What comes first?")
    for at, (answer, reason) in enumerate((("Look", "Right. It changes nothing."), ("Touch", "No.")), 1):
        trainer.page.fill(f"[name=option-{at}]", answer)
        trainer.page.fill(f"[name=reason-{at}]", reason)
    trainer.page.check("[name=right][value='1']")
    trainer.press("Save")
    trainer.open(f"{DESK}/modules/{LATER}")
    trainer.page.select_option("[name=after]", MODULE)
    trainer.press("Save")
    trainer.open(f"{DESK}/changes")
    trainer.press("Ask for review")
    assert trainer.sees("Another trainer is reviewing this version")
    reviewer = window(served, "reviewer", width=width, scripts=scripts)
    reviewer.open("/authoring/reviews")
    reviewer.press("Cybercrime First Responder")
    look(reviewer) if scripts else None
    reviewer.press("Approve and publish")
    assert reviewer.sees("Nothing waits for review")
    officer = window(served, "efua", width=width, scripts=scripts)
    officer.open(f"/courses/{COURSE}")
    officer.press("Join this course")
    officer.open(f"/courses/{COURSE}/what-cybercrime-is/before-the-first-act")
    assert officer.sees("Write what you see.")
    officer.excuse("403")
    officer.open(f"/courses/{COURSE}/four-principles/change-nothing")
    assert officer.sees("This part opens when you have finished “What cybercrime is and your part”.")
    look(officer) if scripts else None
    officer.press("Go on with")
    assert officer.sees("Mark as done and continue")


def test_what_was_typed_and_not_saved_is_kept_on_this_device(served: Served, window: Opened) -> None:
    """Autosave of the editor: a lost page gives its text back, thrown away it is gone."""
    trainer = window(served, "trainer", width=1280)
    trainer.page.on("dialog", lambda dialog: dialog.accept())
    write_lesson(trainer)
    trainer.page.wait_for_selector("#preview article")
    trainer.open(f"{DESK}/new-lesson/{MODULE}")
    assert trainer.page.input_value("[name=body]") == ""
    trainer.page.click("[data-take]")
    assert trainer.page.input_value("[name=body]") == TEXT
    trainer.press("Save")
    assert trainer.page.evaluate("() => Object.keys(localStorage).filter((one) => one.includes('edit'))") != []
    trainer.open(f"{DESK}/new-lesson/{MODULE}")
    trainer.page.click("[data-leave]")
    assert trainer.page.evaluate("() => Object.keys(localStorage).filter((one) => one.includes('edit'))") == []

"""An expert brings a Word document and a spreadsheet: a live lesson and a bank, through a second trainer."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from tests.domain.curriculum.word_files import WordFile, heading, paragraph, png, point, table, text
from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
STATEMENTS = 12


def handbook() -> bytes:
    """Return a document as an expert has it: two chapters, a table, two pictures, a comment, colours."""
    word = WordFile()
    front = word.picture(
        png(1400, 900, (30, 60, 90)), "The front of a cash machine, its card slot marked", "image1.png"
    )
    back = word.picture(png(600, 400, (90, 60, 30)), "", "image2.png")
    word.body = (
        heading("Skimming at cash machines")
        + paragraph(
            text("Look at the ") + text("card slot", "<w:b/>") + text(" first.") + word.footnote(2, "A report.")
        )
        + paragraph(front)
        + heading("What to write down", 2)
        + point("Place and time")
        + point("What you see")
        + table(("Seen", "Do"), ("A light is on", "Leave it on"))
        + paragraph(text("Red letters", "<w:color w:val='FF0000'/>") + "<w:r><w:commentReference w:id='0'/></w:r>")
        + heading("After the scene")
        + paragraph(text("Hand it over with a note."))
        + paragraph(back)
    )
    return word.bytes()


HEADINGS = ("Type", "Question", "Option A", "Option B", "Option C", "Correct", "Feedback A", "Feedback B", "Level")
KINDS = (
    ("single", "What comes first at machine %s?", "Looking", "Touching", "Leaving", "A", "Right.", "No.", 1),
    ("multiple", "What do you note at machine %s?", "The time", "The place", "A guess", "A, B", "Yes.", "Yes.", 2),
    ("truefalse", "Machine %s is switched off at once.", None, None, None, "false", "Right.", "No.", 1),
    ("number", "How many slots has machine %s?", 2, None, None, None, "Count them.", None, 1),
    ("order", "Put the steps at machine %s in order.", "Look", "Photograph", "Bag", None, "First look.", None, 2),
)


def spreadsheet(questions: int) -> bytes:
    """Return a workbook of questions of five types, whose headings are an expert's own."""
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    for at in range(questions):
        kind, stem, *others = KINDS[at % len(KINDS)]
        book.active.append([kind, stem % at, *others])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def few(page: Page) -> Page:
    assert len(page.statements) <= STATEMENTS, page.statements
    return page


def published(trainer: Browser, reviewer: Browser) -> Page:
    """Ask for review and let the other trainer publish."""
    assert trainer.post(f"{DESK}/ask-for-review").sees("Another trainer is reviewing this version")
    review = reviewer.get(f"/authoring/reviews/{COURSE}")
    return reviewer.post(f"/authoring/reviews/{COURSE}/approve", {**review.form("/approve"), "then": "publish"})


@pytest.mark.slow
def test_a_word_document_becomes_live_lessons_through_a_second_trainer(demo_on_both: Instance) -> None:
    """T1 T14: sent, looked at, described, added, reviewed by another trainer, read by an officer."""
    trainer, reviewer = demo_on_both.signed_in("trainer"), demo_on_both.signed_in("reviewer")
    desk = trainer.get(DESK)
    page = few(trainer.get(desk.link("Bring a Word document")))
    look = few(trainer.post(page.path, {"file": (io.BytesIO(handbook()), "handbook.docx")}))
    assert look.sees("2 lessons were found. Nothing is added yet.")
    for said in ("Headings (3 times)", "Comments", "Fonts, sizes and colours", "Footnotes"):
        assert look.sees(said), said
    assert look.tree.xpath("//article//table//td[text()='Leave it on']")
    form = look.form("/brought-document/")
    assert form["picture-1"] == ["The front of a cash machine, its card slot marked"]
    assert trainer.post(look.path, form).status == 422
    added = trainer.post(look.path, {**form, "picture-2": "The note that goes along"})
    assert added.sees("Skimming at cash machines")
    assert added.sees("After the scene")

    done = published(trainer, reviewer)
    assert done.sees("Nothing waits for review"), done.tree.text_content()
    officer = demo_on_both.signed_in("efua")
    officer.post(f"/courses/{COURSE}/join")
    lesson = officer.get(f"/courses/{COURSE}/what-cybercrime-is/skimming-at-cash-machines")
    assert lesson.sees("Look at the card slot first.[1]")
    assert lesson.tree.xpath("//h2[text()='What to write down']")
    assert lesson.tree.xpath("//li[text()='Place and time']")
    (picture,) = lesson.tree.xpath("//figure/img")
    assert picture.get("alt") == "The front of a cash machine, its card slot marked"
    assert (picture.get("width"), picture.get("height")) == ("960", "617")
    answer = officer.client.get(picture.get("src"))
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert len(answer.data) <= 40_000


@pytest.mark.slow
def test_thirty_questions_of_a_spreadsheet_become_a_bank(demo_on_both: Instance) -> None:
    """T5: a bank made in the browser, filled from a workbook, drawn from by a quiz; sent twice, added once."""
    trainer = demo_on_both.signed_in("trainer")
    new = few(trainer.get(trainer.get(DESK).link("Add a question bank")))
    send = few(trainer.post(new.path, {"title": "Cash machines"}))
    assert send.h1 == "Bring questions from a table"
    content = spreadsheet(30)
    look = few(trainer.post(send.path, {"file": (io.BytesIO(content), "questions.xlsx")}))
    assert look.sees("30 questions can be added. Nothing is added yet.")
    assert not look.tree.xpath("//h2[@id='wrong']")
    bank = few(trainer.post(look.path, look.form("/brought-questions/")))
    assert bank.sees("Saved.")
    assert len(bank.tree.xpath("//section[starts-with(@aria-labelledby, 'q-')]")) == 30
    again = trainer.post(send.path, {"file": (io.BytesIO(content), "questions.xlsx")})
    assert again.sees("30 rows are left out")

    practice = f"modules/{MODULE}/90-practice.quiz.md"
    rules = trainer.get(f"{DESK}/rules/{practice}").form("/rules/")
    drawn = {**rules, "take-1": "3", "bank-1": "cash-machines"}
    trainer.post(f"{DESK}/rules/{practice}", drawn)
    paper = trainer.get(f"{DESK}/sample/{practice}?paper=one")
    assert re.search(r"machine \d+", paper.tree.text_content())
    done = published(trainer, demo_on_both.signed_in("reviewer"))
    assert done.sees("Nothing waits for review"), done.tree.text_content()

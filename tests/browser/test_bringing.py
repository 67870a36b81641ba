"""What trainers bring, in a real browser: a paste keeps its shape, tools work by keyboard, documents become lessons."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.looking import look
from tests.domain.curriculum.word_files import WordFile, heading, paragraph, png, point, table, text
from tests.plugins.browser import Opened, Screen, Served

pytestmark = pytest.mark.browser

DESK = "/authoring/cybercrime-first-responder"
MODULE = "01-what-cybercrime-is"
EDITOR = f"{DESK}/text/modules/{MODULE}/10-two-kinds.md"
NEW = f"{DESK}/new-lesson/{MODULE}"
PRACTICE = f"modules/{MODULE}/90-practice.quiz.md"
WORD = """<html><body><h1>Card fraud</h1><p class="MsoNormal">Write <b>what you see</b>, <i>not</i> what you think.</p>
<table><tr><td><b>Seen</b></td><td><b>Do</b></td></tr><tr><td>light</td><td>leave</td></tr></table></body></html>"""
POINTS = """<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>First</p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Second</p>"""
PATIENCE = 30_000
"""Milliseconds: a picture and a document are opened by a process of their own."""
_PUT = """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
  ...(html ? { "text/html": new Blob([html], { type: "text/html" }) } : {}),
  "text/plain": new Blob([plain], { type: "text/plain" }) })])"""
_EVENT = """(html) => { const data = new DataTransfer();
  data.setData("text/html", html); data.setData("text/plain", "plain");
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById("f-body").dispatchEvent(event); return event.defaultPrevented; }"""


# The house is asked for before the window: what is asked for last is closed first, and a window before a closed house
# reports the requests that were under way.
@pytest.fixture
def screen(served: Served, window: Opened) -> Screen:
    screen = window(served, "trainer")
    screen.page.set_default_timeout(PATIENCE)
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    return screen


def area(screen: Screen) -> Any:
    return screen.page.locator("#f-body")


def typed(screen: Screen) -> str:
    return str(area(screen).input_value())


def paste(screen: Screen, html: str, plain: str) -> None:
    """Put something on the clipboard and paste it with the keyboard, as people do."""
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen.page.evaluate(_PUT, [html, plain])
    area(screen).press("Control+V")


def test_a_paste_keeps_headings_lists_tables_and_emphasis(screen: Screen) -> None:
    """T1: from a word processor, by keyboard; what was pasted is undone in one step, plain text is pasted as ever."""
    screen.open(NEW)
    look(screen)
    paste(screen, WORD, "Card fraud")
    screen.page.wait_for_function("() => document.getElementById('f-body').value.includes('| light')")
    assert typed(screen).startswith("## Card fraud\n\nWrite **what you see**, *not* what you think.")
    assert "| Seen | Do |\n|---|---|\n| light | leave |" in typed(screen)
    screen.page.wait_for_selector("#preview table")
    assert screen.page.locator("[data-said]").inner_text() == "The formatted text was pasted."
    look(screen)
    area(screen).press("Control+Z")
    assert typed(screen) == ""
    paste(screen, "", "*plain* text")
    assert typed(screen) == "*plain* text"
    screen.page.evaluate("window.onbeforeunload = null")


def test_points_of_a_word_processor_become_a_list(screen: Screen) -> None:
    """The clipboard of a browser forgets what Word notes for lists; a paste from Word itself holds it."""
    screen.open(NEW)
    assert screen.page.evaluate(_EVENT, POINTS)
    screen.page.wait_for_function("() => document.getElementById('f-body').value.includes('- First')")
    assert "- First\n- Second" in typed(screen)
    assert not screen.page.evaluate(_EVENT, "<span>only words</span>")


def test_when_the_line_is_away_the_words_alone_are_pasted(screen: Screen) -> None:
    screen.open(NEW)
    screen.context.route("**/authoring/paste", lambda route: route.abort())
    screen.excuse("net::ERR_FAILED")
    screen.page.evaluate(_EVENT, "<p><b>words</b></p>")
    screen.page.wait_for_function("() => document.getElementById('f-body').value === 'plain'")


def test_the_tools_work_by_keyboard_and_with_what_is_chosen(screen: Screen) -> None:
    screen.open(NEW)
    area(screen).fill("one two")
    area(screen).press("Control+A")
    area(screen).press("Control+B")
    assert typed(screen) == "**one two**"
    for name, text_after in (
        ("Heading", "## Heading"),
        ("List", "- point"),
        ("Link", "[text of the link](https://)"),
        ("Box", "::: note\ntext\n:::"),
        ("Check question", "::: check {ref=}\n:::"),
        ("Italic", "*italic text*"),
    ):
        area(screen).fill("")
        screen.page.locator("[data-toolbar] button", has_text=name).focus()
        screen.page.keyboard.press("Enter")
        assert typed(screen) == text_after, name
        assert screen.page.evaluate("document.activeElement.id") == "f-body"
    area(screen).fill("before\nafter")
    area(screen).evaluate("(one) => one.setSelectionRange(6, 6)")
    screen.page.locator("[data-toolbar] button", has_text="Heading").press(" ")
    assert typed(screen) == "before\n\n## Heading\n\nafter"


def test_a_picture_is_put_in_at_the_cursor_and_its_size_is_said(screen: Screen) -> None:
    """What is wrong stands by its field; the text that was typed stays."""
    screen.open(EDITOR)
    before = typed(screen)
    screen.page.locator("summary", has_text="Add a picture").click()
    screen.page.locator("[data-attach^=picture]").click()
    screen.page.wait_for_selector("#f-picture-error")
    look(screen)
    picture = {"name": "machine.png", "mimeType": "image/png", "buffer": png(1200, 800)}
    screen.page.set_input_files("#f-picture", picture)
    screen.page.fill("#f-alternative", "The front of a machine")
    area(screen).evaluate("(one) => one.setSelectionRange(0, 0)")
    screen.page.locator("[data-attach^=picture]").click()
    screen.page.wait_for_selector("#preview img[alt='The front of a machine']")
    assert typed(screen).startswith("![The front of a machine](assets/the-front-of-a-machine-")
    assert typed(screen).endswith(before)
    assert "KB" in screen.page.locator("[data-said]").inner_text()
    assert screen.page.locator("#f-picture-error").count() == 0


_FILM = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const done = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let at = 0; at < 12; at += 1) {
    pen.fillStyle = at % 2 ? "navy" : "white";
    pen.fillRect(0, 0, 64, 48);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await done;
  const given = new DataTransfer();
  given.items.add(new File([new Blob(pieces)], "film.webm"));
  document.getElementById("f-film").files = given.files; }"""
_PLAYED = """async () => { const film = document.querySelector("#preview video");
  film.muted = true; await film.play();
  return new Promise((resolve) => { film.addEventListener("ended", () => resolve(film.videoWidth)); }); }"""


def test_a_film_is_sent_with_captions_and_text_and_plays_in_the_preview(screen: Screen) -> None:
    """O21: one that a browser recorded still plays once its notes are blanked; how much was sent is said meanwhile."""
    screen.open(EDITOR)
    screen.page.locator("summary", has_text="Add a film").click()
    send = screen.page.locator("[data-attach^=film]")
    send.click()
    screen.page.wait_for_selector("#f-transcript-error")
    look(screen)
    screen.page.evaluate(_FILM)
    captions = b"WEBVTT\n\n00:00.000 --> 00:00.400\nIt blinks.\n"
    screen.page.set_input_files("#f-captions", {"name": "film.vtt", "mimeType": "text/vtt", "buffer": captions})
    screen.page.fill("#f-film_minutes", "1")
    screen.page.fill("#f-transcript", "It blinks.")
    area(screen).evaluate("(one) => one.setSelectionRange(0, 0)")
    send.click()
    screen.page.wait_for_selector("#preview video", state="attached")
    assert typed(screen).startswith("::: video {src=assets/")
    assert "only once they ask for it" in screen.page.locator("[data-said]").inner_text()
    assert screen.page.locator("#f-transcript").input_value() == ""
    told = screen.page.locator("details:has([data-attach^=film]) [data-sent] p")
    assert "Sent: " in str(told.text_content())
    screen.page.locator("#preview .box-player summary").click()
    assert screen.page.evaluate(_PLAYED) == 64
    look(screen)


def test_without_scripts_the_tools_are_hidden_and_a_picture_is_added_all_the_same(
    served: Served, window: Opened
) -> None:
    screen = window(served, "trainer", scripts=False)
    screen.page.set_default_timeout(PATIENCE)
    screen.open(EDITOR)
    assert not screen.page.locator("[data-toolbar]").is_visible()
    area(screen).fill("Typed.")
    screen.page.locator("summary", has_text="Add a picture").click()
    picture = {"name": "machine.png", "mimeType": "image/png", "buffer": png()}
    screen.page.set_input_files("#f-picture", picture)
    screen.page.fill("#f-alternative", "The front of a machine")
    screen.press("Add the picture")
    assert typed(screen).startswith("Typed.\n\n![The front of a machine]")
    screen.press("Save")
    assert screen.sees("Saved.")


def handbook() -> bytes:
    word = WordFile()
    shown = word.picture(png(700, 500), "", "image1.png")
    word.body = (
        paragraph(text("Before the first heading.")) + heading("Cash machines") + paragraph(text("Look first."))
        + point("a") + point("b") + table(("", "Do"), ("light", "leave")) + paragraph(shown)
        + paragraph(text("red", "<w:color w:val='FF0000'/>") + "<w:r><w:commentReference w:id='0'/></w:r>")
    )  # fmt: skip
    return word.bytes()


def test_a_document_is_looked_at_described_and_added(screen: Screen) -> None:
    """T1: each page at both widths without one violation."""
    screen.open(DESK)
    screen.press("Bring a Word document")
    look(screen)
    screen.press("Read the document")
    look(screen)
    assert screen.sees("Choose a file.")
    screen.page.set_input_files("#f-file", {"name": "handbook.docx", "mimeType": "", "buffer": handbook()})
    screen.press("Read the document")
    assert screen.sees("2 lessons were found.")
    assert screen.sees("Text before the first Heading 1")
    look(screen)
    screen.press("Add these lessons")
    assert screen.page.locator("[role=alert]").inner_text().endswith("for those who cannot see it.")
    look(screen)
    screen.page.fill("#f-picture-1", "A machine")
    screen.press("Add these lessons")
    assert screen.sees("Cash machines")
    screen.press("Cash machines")
    screen.page.wait_for_selector("#preview img[alt='A machine']")
    look(screen)


def test_a_table_is_looked_at_row_by_row_and_added(screen: Screen) -> None:
    """T5: what is wrong is said by row and column; the rest is added."""
    screen.open(f"{DESK}/new-bank")
    look(screen)
    screen.page.fill("#f-title", "Machines")
    screen.press("Add the bank")
    look(screen)
    screen.press("Read the table")
    look(screen)
    screen.page.fill("#f-table", "question\tanswer 1\tanswer 2\tright\tmore\nWhat?\tA\tB\t1\tx\nWho?\tA\tB\t9\ty\n")
    screen.press("Read the table")
    assert screen.sees("Row 3, column right: “9”")
    look(screen)
    screen.press("Add 1 question")
    assert screen.sees("Saved.")
    look(screen)
    screen.open(f"{DESK}/text/{PRACTICE}")
    screen.press("Bring a table")
    assert screen.h1 == "Bring questions from a table"

"""Whole stories of authors in a real browser: what they have goes live, two write at once, one of them in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.curriculum.domain.course_archive import read_archive, write_archive
from app.curriculum.domain.course_state import STATE
from app.curriculum.services.owning import own_course
from tests.browser.effort import count_effort, effort_of
from tests.browser.looking import look
from tests.domain.curriculum.films import CAPTIONS, FILM
from tests.journeys.test_bringing_what_you_have import handbook, spreadsheet
from tests.parts.curriculum.test_file_pages import fetched, send
from tests.plugins.browser import Opened, Screen, Served

pytestmark = pytest.mark.browser

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "modules/01-what-cybercrime-is"
LESSON = f"{MODULE}/20-your-part.md"
PRACTICE = f"{MODULE}/90-practice.quiz.md"
READ = f"/courses/{COURSE}/what-cybercrime-is"
PATIENCE = 30_000
"""Milliseconds: documents, tables and pictures are opened by a process of their own."""
VIDEO = "\n::: video {src=assets/film.mp4 captions=assets/film.vtt minutes=1}\nLeave the phone on.\n:::\n"
FILMS = {f"{MODULE}/assets/film.mp4": FILM, f"{MODULE}/assets/film.vtt": CAPTIONS}


def brings(screen: Screen, name: str, content: bytes, button: str) -> None:
    """Choose a file and send it."""
    screen.page.set_input_files("#f-file", {"name": name, "mimeType": "", "buffer": content})
    screen.press(button)


def asks_for_review(screen: Screen) -> None:
    screen.open(f"{DESK}/changes")
    screen.press("Ask for review")
    assert screen.sees("Another trainer is reviewing this version")


def bringing(trainer: Screen) -> None:
    """A document becomes two lessons, a workbook a bank of thirty questions, from which practice draws three."""
    trainer.open(DESK)
    trainer.press("Bring a Word document")
    brings(trainer, "handbook.docx", handbook(), "Read the document")
    trainer.page.fill("#f-picture-2", "The note that goes along")
    trainer.press("Add these lessons")
    trainer.open(f"{DESK}/new-bank")
    trainer.page.fill("#f-title", "Cash machines")
    trainer.press("Add the bank")
    brings(trainer, "questions.xlsx", spreadsheet(30), "Read the table")
    trainer.press("Add 30 questions")
    assert trainer.page.locator("section[aria-labelledby^='q-']").count() == 30
    trainer.open(f"{DESK}/rules/{PRACTICE}")
    trainer.page.fill("[name=take-1]", "3")
    trainer.page.select_option("[name=bank-1]", "cash-machines")
    trainer.press("Save")


def test_a_document_and_a_table_go_live_once_a_reviewer_who_refused_has_approved(
    served: Served, window: Opened
) -> None:
    """T1 T4 T5 T13: an officer under way stays on their version, a newcomer reads what the document said.

    Both trainers together work for less than half an hour, by a model of what reading, clicking and typing take.
    """
    trainer, reviewer = window(served, "trainer", width=1280), window(served, "reviewer", width=1280)
    trainer.page.set_default_timeout(PATIENCE)
    for screen in (trainer, reviewer):
        count_effort(screen.context)
    bringing(trainer)
    asks_for_review(trainer)

    reviewer.open("/authoring/reviews")
    reviewer.press("Cybercrime First Responder")
    reviewer.page.select_option("[name=path]", index=1)
    reviewer.page.fill("[name=comment]", "Which machine?")
    reviewer.press("Add the comment")
    reviewer.page.fill("[name=note]", "Say that the place is written down first.")
    reviewer.press("Send it back")
    trainer.open(DESK)
    assert trainer.sees("Say that the place is written down first.")
    assert trainer.sees("Which machine?")
    look(trainer)
    trainer.press("Dealt with")
    trainer.press("After the scene")
    trainer.page.fill("[name=body]", f"The place comes first.\n\n{trainer.page.input_value('[name=body]')}")
    trainer.press("Save")
    asks_for_review(trainer)
    reviewer.open(f"/authoring/reviews/{COURSE}")
    assert reviewer.sees("The place comes first.")
    reviewer.press("Approve and publish")
    assert reviewer.sees("Nothing waits for review")
    work = [effort_of(screen.page) for screen in (trainer, reviewer)]
    assert work[0].clicks > 15
    assert sum(one.minutes for one in work) < 30, work

    under_way, newcomer = window(served, "kwame"), window(served, "efua")
    under_way.open(f"/courses/{COURSE}")
    assert not under_way.sees("After the scene")
    newcomer.open(f"/courses/{COURSE}")
    newcomer.press("Join this course")
    newcomer.open(f"{READ}/skimming-at-cash-machines")
    picture = newcomer.page.locator("article figure img")
    assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 960
    look(newcomer)
    newcomer.open(f"{READ}/after-the-scene")
    assert newcomer.sees("The place comes first.")


def folder(screen: Screen) -> dict[str, bytes]:
    """Fetch the zip as its author does, and return its files."""
    screen.open(f"{DESK}/files")
    with screen.page.expect_download() as coming:
        screen.page.click("main a:has-text('Fetch the zip')")
    read = read_archive(Path(coming.value.path()).read_bytes())
    assert read.findings == ()
    return {**read.files, STATE: read.state.encode()}


def sends(screen: Screen, files: dict[str, bytes]) -> None:
    screen.open(f"{DESK}/files")
    brings(screen, "course.zip", write_archive(files), "Look at what it changes")


def changed(files: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    text = files[LESSON].decode()
    assert old in text
    return {**files, LESSON: text.replace(old, new, 1).encode()}


def types(screen: Screen, words: str) -> None:
    """Put words before the text of the open lesson."""
    screen.page.fill("[name=body]", f"{words}\n\n{screen.page.input_value('[name=body]')}")


@pytest.fixture
def both(served: Served, window: Opened) -> tuple[Screen, Screen]:
    """Two owners of the course, each before a window."""
    people = "SELECT person_id FROM role_grant WHERE role = 'trainer'"
    with served.instance.works.database.reading() as connection:
        owners = list(connection.exec_driver_sql(people).scalars())
    for person in owners:
        served.instance.works.database.write(lambda unit, person=person: own_course(unit, COURSE, person))
    one, other = window(served, "trainer", width=1280), window(served, "reviewer", width=1280)
    for screen in (one, other):
        screen.page.on("dialog", lambda dialog: dialog.accept())
        screen.excuse("409 (CONFLICT)")
        screen.excuse("422 (UNPROCESSABLE ENTITY)")
    return one, other


def test_two_trainers_at_once_and_an_author_of_files_lose_nothing(both: tuple[Screen, Screen]) -> None:
    """T15 T19: both texts are shown to the later one; a folder is looked at before it changes the other's text."""
    one, other = both
    files = folder(other)
    for screen in both:
        screen.open(f"{DESK}/text/{LESSON}")
    types(other, "From the other window.")
    other.press("Save")
    types(one, "From this window.")
    one.press("Save")
    assert one.h1.startswith("Two texts:")
    assert one.sees("From the other window.")
    look(one)
    one.page.fill("[name=file]", one.page.input_value("[name=file]").replace("window.", "window, and from the other."))
    one.press("Save mine over theirs")
    assert one.sees("Saved.")

    sends(other, changed(files, "You come first.", "You go first."))
    assert other.sees("The course has changed since this folder was taken from it")
    assert other.sees("From this window, and from the other.")
    assert other.sees("You go first.")
    assert other.page.locator("button:has-text('Put it in the place')").count() == 0
    look(other)
    sends(other, {**folder(other), LESSON: b"---\nid: your-part\n---\n<b>x</b>\n"})
    assert other.sees(f"{LESSON}:1")
    look(other)
    other.press("F09")
    assert other.page.locator(":target").count() == 1, "the page of this remark, with a wrong and a right example"
    sends(other, changed(folder(other), "You come first.", "You go first."))
    assert other.sees("Added: 0. Changed: 1. Retired: 0.")
    look(other)
    other.press("Put it in the place of the draft")
    assert other.sees("You go first.")

    one.open(f"{DESK}/text/{LESSON}")
    assert one.sees("You go first."), "what the author of files sent stands in the editor of the other"
    translates(one)


def translates(screen: Screen) -> None:
    """What changed in the source is marked beside its translation; no key and no number is a field."""
    screen.open(f"{DESK}/translate")
    look(screen)
    screen.open(f"{DESK}/translate/fr/{LESSON}?show=open")
    marked = screen.page.locator("section.card", has_text="You go first.")
    assert "Source has changed" in marked.inner_text()
    look(screen)
    marked.locator("textarea").fill("Vous arrivez le premier.")
    screen.page.check("[name=current]")
    screen.page.locator("section.card textarea").first.fill("De cette fenêtre, et de l'autre.")
    screen.press("Save")
    assert screen.sees("Saved")
    assert not screen.sees("Source has changed")
    screen.open(f"{DESK}/translate/fr/{PRACTICE}")
    number = screen.page.locator("#g-p1-count [name]").evaluate_all("(all) => all.map((one) => one.name)")
    assert number == ["p1-count:stem", "p1-count:w0", "p1-count:r-"], "the number itself is no field"
    look(screen)


@pytest.fixture
def filmed(served: Served) -> Served:
    """The course with a video in a lesson, live, and an officer who has just joined."""
    trainer, reviewer = served.instance.signed_in("trainer"), served.instance.signed_in("reviewer")
    files = fetched(trainer)
    sent = send(trainer, write_archive({**files, **FILMS, LESSON: files[LESSON] + VIDEO.encode()}))
    trainer.post(sent.path)
    trainer.post(f"{DESK}/ask-for-review")
    form = reviewer.get(f"/authoring/reviews/{COURSE}").form("/approve")
    reviewer.post(f"/authoring/reviews/{COURSE}/approve", {**form, "then": "publish"})
    served.instance.signed_in("efua").post(f"/courses/{COURSE}/join")
    return served


def test_a_film_waits_behind_its_words_and_its_size_until_somebody_asks_for_it(window: Opened, filmed: Served) -> None:
    """O21 O22: nothing of it is fetched before; whoever reads what is said has done the lesson."""
    officer = window(filmed, "efua")
    fetched: list[str] = []
    officer.context.on("request", lambda request: fetched.append(request.url.rpartition(".")[2]))
    officer.open(f"{READ}/your-part")
    assert officer.sees("Leave the phone on.")
    look(officer)
    line = officer.page.locator(".box-player summary")
    assert line.inner_text() == "Watch the video (1 min, 1.2 MB)"
    line.click()
    film = officer.page.locator("video")
    assert film.is_visible()
    assert film.evaluate("(one) => [one.paused, one.autoplay, one.preload]") == [True, False, "none"]
    assert film.evaluate("(one) => one.textTracks[0].mode + ' ' + one.textTracks[0].kind") == "showing captions"
    assert "mp4" not in fetched
    look(officer)
    with officer.page.expect_request("**/*.mp4"):
        officer.page.evaluate("() => { document.querySelector('video').play().catch(() => 0); }")
    officer.press("Mark as done")
    assert officer.page.locator("h1").count() == 1
    officer.open(f"/courses/{COURSE}")
    assert "Done" in officer.page.locator("li", has_text="Your part").inner_text()

"""The folder in the browser: fetched as a zip, sent back, looked at before anything changes, reviewed as ever."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.curriculum.domain.course_archive import read_archive, write_archive
from app.curriculum.domain.course_state import STATE, taken_from
from tests.domain.curriculum.archives import course_with, link, packed
from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
LESSON = "modules/01-what-cybercrime-is/20-your-part.md"
PRACTICE = "modules/01-what-cybercrime-is/90-practice.quiz.md"


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def fetched(browser: Browser) -> dict[str, bytes]:
    """Return the files of the zip that the page hands out, the hidden one with them."""
    page = browser.get(f"{DESK}/files.zip")
    assert page.response.mimetype == "application/zip"
    name = page.response.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="{COURSE}(-TLP-[A-Z]+-[0-9A-Z-]{{9}})?\.zip"', name)
    read = read_archive(page.raw)
    assert read.findings == ()
    return {**read.files, STATE: read.state.encode()}


def send(browser: Browser, content: bytes) -> Page:
    """Send a zip; the form is made in memory, for a large one would leave a file open behind it."""
    form = MultiDict({"csrf_token": browser.token(), "file": FileStorage(io.BytesIO(content), "course.zip", "file")})
    boundary, body = encode_multipart(form)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser._send("POST", f"{DESK}/files", True, data=body, content_type=kind)


def replaced(files: Mapping[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the files with a text replaced in one of them."""
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new, 1).encode()}


def test_the_zip_says_where_it_was_taken_from_and_is_the_same_each_time(trainer: Browser) -> None:
    """T15"""
    assert trainer.get(DESK).link("Course as files") == f"{DESK}/files"
    files = fetched(trainer)
    assert taken_from(files[STATE].decode())
    assert trainer.get(f"{DESK}/files.zip").raw == trainer.get(f"{DESK}/files.zip").raw


def test_a_file_is_given_a_label_of_its_own_in_the_browser(trainer: Browser) -> None:
    """T21: what was chosen stands in course.yml and in the form; CLEAR takes it away; a false label is refused."""
    labels = trainer.get(trainer.get(f"{DESK}/files").link("Labels of files")).path
    form = trainer.get(labels).form(labels)
    picture = next(name for name in form if name.endswith(".svg"))
    assert trainer.post(labels, {**form, picture: "AMBER"}).path == f"{DESK}/changes"
    assert f"file-labels:\n  {picture}: AMBER\n" in fetched(trainer)["course.yml"].decode()
    assert trainer.get(labels).form(labels)[picture] == ["AMBER"]
    assert trainer.post(labels, {picture: "PINK"}).status == 400
    trainer.post(labels, {**trainer.get(labels).form(labels), picture: "CLEAR"})
    assert b"file-labels" not in fetched(trainer)["course.yml"]


def test_a_folder_is_looked_at_before_anything_changes_then_reviewed_by_another(
    demo: Instance, trainer: Browser
) -> None:
    files = replaced(fetched(trainer), LESSON, "You come first.", "You are there first.")
    for path in [path for path in files if path.startswith(PRACTICE.removesuffix(".md"))]:
        files = replaced(files, path, "{#p1-count", "{#p1-number")
    page = send(trainer, write_archive(files))
    assert page.h1 == "What the folder changes"
    assert page.sees("Added: 1. Changed: 2. Retired: 1.")
    assert page.sees("You are there first.")
    assert page.sees("officers are under way on the live version and stay on it.")
    assert trainer.get(DESK).sees("Live")
    loaded = trainer.post(page.path)
    assert loaded.h1.startswith("Changes:")
    assert loaded.sees("You are there first.")
    assert fetched(trainer)[LESSON] == files[LESSON]
    asked = trainer.post(f"{DESK}/ask-for-review")
    assert asked.sees("Another trainer is reviewing this version")
    assert trainer.post(f"/authoring/reviews/{COURSE}/approve", {"source_hash": ""}).status == 403


def test_a_folder_that_was_overtaken_is_refused_with_both_texts_shown(demo: Instance, trainer: Browser) -> None:
    """A file author and a browser author on the same course: nobody's work is written over."""
    files = fetched(trainer)
    form = {name: values[0] for name, values in trainer.get(f"{DESK}/text/{LESSON}?as=file").form("/text/").items()}
    form["file"] = form["file"].replace("You come first.", "Somebody arrives first.", 1)
    waiting = send(trainer, write_archive(replaced(files, LESSON, "You come first.", "You go first.")))
    trainer.post(f"{DESK}/text/{LESSON}", {**form, "action": "save"})
    late = trainer.post(waiting.path)
    assert late.status == 409
    assert late.sees("The course has changed since this folder was taken from it")
    assert late.sees("Somebody arrives first.")
    assert late.sees("You go first.")
    assert late.link("Fetch the zip") == f"{DESK}/files.zip"
    assert b"Somebody arrives first." in fetched(trainer)[LESSON]
    merged = replaced(fetched(trainer), LESSON, "Somebody arrives first.", "You go first.")
    assert trainer.post(send(trainer, write_archive(merged)).path).status == 200


def test_a_folder_without_its_hidden_file_begins_a_draft_and_replaces_none(trainer: Browser) -> None:
    files = replaced(fetched(trainer), LESSON, "You come first.", "You go first.")
    del files[STATE]
    assert trainer.post(send(trainer, write_archive(files)).path).status == 200
    again = send(trainer, write_archive(replaced(files, LESSON, "You go first.", "You stay first.")))
    assert again.sees("The course has changed since this folder was taken from it")
    assert trainer.post(again.path).status == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file"),
        (b"%PDF-1.7", "it is no zip file"),
        (b"\0" * 10_000_001, "larger than 10 MB"),
        (link("modules/x.md"), "leads out of the course folder"),
        (course_with(("../x.md", b"")), "leads out of the course folder"),
        (course_with(("banks/pool.quiz.md", b"")), "stands twice"),
        (course_with(), "This is the folder of the course small-course, not of this one."),
        (packed([("course.yml", b"id: x")]), "The key title is missing."),
    ],
    ids=["empty", "pdf", "large", "link", "slip", "twice", "other course", "errors"],
)
def test_what_cannot_be_taken_is_refused_and_said_why(trainer: Browser, content: bytes, said: str) -> None:
    page = send(trainer, content)
    assert page.status == 422
    assert page.sees(said), page.tree.text_content()
    assert trainer.get(DESK).sees("Live")


def test_a_version_in_review_takes_no_folder(demo: Instance, trainer: Browser) -> None:
    files = replaced(fetched(trainer), LESSON, "You come first.", "You go first.")
    trainer.post(send(trainer, write_archive(files)).path)
    trainer.post(f"{DESK}/ask-for-review")
    waiting = send(trainer, write_archive(replaced(fetched(trainer), LESSON, "You go first.", "You stay first.")))
    assert waiting.sees("This version is in review")
    assert trainer.post(waiting.path).status == 409
    assert b"You go first." in fetched(trainer)[LESSON]


def test_another_s_folder_and_another_s_course_are_not_to_be_found(demo: Instance, trainer: Browser) -> None:
    reviewer = demo.signed_in("reviewer")
    waiting = send(trainer, write_archive(replaced(fetched(trainer), LESSON, "You come first", "You go first")))
    for path in (waiting.path, f"{DESK}/files", f"{DESK}/files.zip"):
        assert reviewer.get(path).status == 404
    assert reviewer.post(waiting.path).status == 404
    trainer.post(waiting.path)
    assert trainer.get(waiting.path).status == 404, "it was put in place already"

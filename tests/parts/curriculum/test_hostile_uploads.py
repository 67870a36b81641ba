"""Files that nobody honest sends: each is refused in words that say what to do, in little memory, never with a 500."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache

import pytest

from app.curriculum.domain.unreadable_upload import REASONS
from app.foundation.apart import ROOT
from tests.page import Browser, Page
from tests.parts.curriculum.hostile_files import documents, taken, workbooks
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
QUIZ = f"modules/{MODULE}/90-practice.quiz.md"
LESSON = f"modules/{MODULE}/10-two-kinds.md"


def sent(browser: Browser, address: str, field: str, content: bytes, **more: str) -> Page:
    page = browser.post(address, {field: (io.BytesIO(content), "file.docx"), **more})
    page.response.request.environ["wsgi.input"].close()  # the client keeps what is large in a file
    return page


def counted(instance: Instance) -> int:
    with instance.works.database.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM brought_file) + (SELECT count(*) FROM source_file)"
        )
        return int(found.scalar() or 0)


TOLD = {
    "empty": "empty",
    "a PDF": "not-document",
    "an old or encrypted Word file": "old-format",
    "an encrypted Word file": "locked",
    "encrypted entries": "locked",
    "a workbook": "not-document",
    "macros by type": "macros",
    "macros by part": "macros",
    "cut off": "damaged",
    "a bomb of 50 MB": "tangled",
    "too many entries": "tangled",
    "a name that leads out": "unsafe",
    "an entity from a file": "unsafe",
    "a billion laughs": "unsafe",
    "entities in UTF-16": "unsafe",
    "no text at all": "no-text",
    "sixty-one lessons": "many-lessons",
    "a lesson that has no end": "long-lesson",
    "macros": "macros",
    "a Word document": "not-table",
    "binary as text": "not-table",
    "two thousand and one rows": "too-many-rows",
    "more than 2 MB": "too-large",
}
"""Which reason a file must be told; the others are told any."""


def reason_on(page: Page) -> str:
    """Return which reason the summary tells; it must be one that was written for it, and lead to its field."""
    (found,) = page.tree.xpath("//div[@role='alert']//li")
    words = " ".join(found.text_content().split())
    assert page.tree.xpath("//div[@role='alert']//a/@href")[0].removeprefix("#") in page.tree.xpath("//@id")
    told = [code for code, reason in REASONS.items() if words.startswith(reason.split("%")[0])]
    assert told, words
    return max(told, key=lambda code: len(REASONS[code].split("%")[0]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "files"),
    [(f"{DESK}/bring-document/{MODULE}", documents), (f"{DESK}/bring-questions/{QUIZ}", workbooks)],
    ids=["documents", "tables"],
)
def test_each_hostile_file_is_refused_in_words_and_nothing_is_kept(
    demo: Instance, address: str, files: Callable[[], object]
) -> None:
    """S11: no 500, one clear reason, nothing written."""
    trainer = demo.signed_in("trainer")
    before = counted(demo)
    wrong = []
    for name, content in files():  # type: ignore[attr-defined]
        page = sent(trainer, address, "file", content)
        reason = reason_on(page) if page.status == 422 else ""
        if not reason or reason != TOLD.get(name, reason):
            wrong.append(f"{name}: {page.status} {reason}")
    assert wrong == []
    assert counted(demo) == before


@pytest.mark.parametrize(("name", "content"), list(taken()), ids=lambda value: value if isinstance(value, str) else "")
def test_what_only_looks_dangerous_is_read_without_the_danger(demo: Instance, name: str, content: bytes) -> None:
    page = sent(demo.signed_in("trainer"), f"{DESK}/bring-document/{MODULE}", "file", content)
    assert page.h1 == "Look at the lessons"
    assert page.sees("Words.")
    assert not page.sees("root:")
    assert not page.tree.xpath("//img")


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"<svg onload='alert(1)'/>", b"GIF89a/*" + b"x" * 50 + b"*/=1", b"\x89PNG\r\n\x1a\n" + b"\0" * 90],
)
def test_what_is_no_picture_is_refused_beside_its_field(demo: Instance, content: bytes) -> None:
    page = sent(
        demo.signed_in("trainer"), f"{DESK}/picture/{LESSON}", "picture", content, body="Kept.", alternative="A"
    )
    assert page.status == 422
    assert page.form(f"/text/{LESSON}")["body"] == ["Kept."]
    assert page.tree.xpath("//details[@open]//input[@name='picture'][@aria-invalid='true']")


def test_a_request_that_is_far_too_large_is_refused_before_it_is_read(demo: Instance) -> None:
    trainer = demo.signed_in("trainer")
    body = io.BytesIO(b"x" * 12_000_000)
    page = trainer.client.post(
        f"{DESK}/bring-document/{MODULE}", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert page.status_code == 413


MEASURE = """import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", sys.argv[1]], stdin=sys.stdin, stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


def peak(module: str, content: bytes) -> tuple[int, int]:
    """Return what the process that reads a file ends with, and its greatest memory in KiB.

    It is started by a small process: the system counts the memory of who starts one as that of the started, too.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(content)
        stdin.seek(0)
        command = [sys.executable, "-c", MEASURE, module]
        done = subprocess.run(command, stdin=stdin, capture_output=True, text=True, cwd=ROOT, check=True)
    code, memory = done.stdout.split()
    return int(code), int(memory)


@cache
def hostile() -> dict[str, bytes]:
    """Every document by its name, made once: to make the bombs takes seconds."""
    return dict((*documents(), *taken()))


HEAVY = (
    *("a bomb of 50 MB", "a million tags", "two hundred thousand tags", "a billion laughs"),
    "a picture that asks for gigabytes",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_hostile_document_is_read_within_256_mib(name: str) -> None:
    """S11: greatest memory of the process that opens it."""
    content = hostile()[name]
    code, memory = peak("app.curriculum.apart_document", content)
    assert code == 0
    assert memory < 256 * 1024

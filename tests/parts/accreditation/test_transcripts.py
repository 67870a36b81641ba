"""The transcript of an officer: what stands in it, in four languages; for nobody else, and without a protected name."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import sqlalchemy as sa

from app.accreditation import transcript
from app.accreditation.transcript import transcript_key, transcript_values
from app.accreditation.transcript_words import transcript_words
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.services.loading import load_course
from app.learning.services.moving import move_to_version
from app.learning.services.progressing import mark_lesson_done
from app.printing.press import render_report
from app.printing.reports import report_design
from tests.page import Page
from tests.plugins.instances import Instance

ON = date(2026, 11, 26)
COURSE = "cybercrime-first-responder"
_MM = 72 / 25.4
MINUTES = 14 * 5 + 15 + 27
"""What the modules of the demonstration's course take, as its file says."""


def person(demo: Instance, name: str) -> str:
    """Return the id of a demo person."""
    hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
    with demo.works.database.reading() as connection:
        return str(connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": hashed}))


def values(demo: Instance, name: str, language: str = "en") -> dict[str, Any]:
    """Return what the transcript of a demo person prints."""
    with demo.works.database.reading() as connection:
        return transcript_values(connection, person(demo, name), language, ON, demo.works.parts["issuer"])


def read(pdf: bytes) -> tuple[str, Any]:
    """Return the words of a PDF and the document."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(page.get_textpage().get_text_bounded() for page in document), document


def minutes_in(said: str) -> int:
    """Return how long a time is that is said in hours and minutes, whatever the language."""
    hours, rest = re.findall(r"\d+", said)[-2:]
    return int(hours) * 60 + int(rest)


def ask(demo: Instance, name: str, language: str) -> tuple[Page, Page]:
    """Ask for a transcript on the page: before the worker came to it, and after."""
    visitor = demo.signed_in(name)
    page = visitor.get("/certificates")
    assert page.form("transcript")
    waiting = visitor.post("/certificates/transcript", {"language": language})
    demo.work()
    return waiting, visitor.get(waiting.path)


def test_an_officer_takes_the_transcript_home(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """O28: a page to wait on, then the file; asked twice it is one; it is for nobody else; it says what it is not."""
    monkeypatch.setattr("app.accreditation.transcript_routes.WAIT_SECONDS", 0.0)
    waiting, done = ask(demo, "fatima", "fr")
    assert (waiting.status, waiting.h1) == (202, "Your transcript is being prepared")
    assert (done.status, done.response.mimetype) == (200, "application/pdf")
    text, _ = read(done.raw)
    for words in ("Relevé de formation", "Fatima Zahra Idrissi", "ni un certificat", "Non réussi", "53 %", "Spécimen"):
        assert words in " ".join(text.split()), words
    again, _ = ask(demo, "fatima", "fr")
    assert (again.status, again.raw) == (200, done.raw)
    assert demo.signed_in("amara").get(done.path).status == 404
    with demo.works.database.reading() as connection:
        kept = connection.scalar(sa.text("SELECT count(*) FROM outbox WHERE name = 'transcript.print'"))
        told = connection.scalar(sa.text("SELECT count(*) FROM audit_event WHERE tag LIKE '%transcript:asked-for'"))
    assert (kept, told) == (1, 1)
    assert demo.signed_in("fatima").post("/certificates/transcript", {"language": "de"}).status == 400


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_transcript_lists_modules_hours_attempts_and_certificates(demo: Instance, language: str) -> None:
    """O28: every language has every word; the Arabic one is the mirror image; the same record gives the same bytes."""
    said, words = values(demo, "youssef", language), transcript_words()
    assert set(words[language]) == set(words["en"])
    assert [one["state"] for one in said["certificates"]] == [words[language]["valid"]]
    assert [one["result"] for one in said["attempts"]] == [words[language]["not_passed"], words[language]["passed"]]
    (course,) = said["courses"]
    assert {one["state"] for one in course["modules"]} == {words[language]["done"]}
    minutes = [minutes_in(one["time"]) for one in course["modules"]]
    assert sum(minutes) == minutes_in(said["whole"]) == MINUTES
    once = render_report(report_design("transcript"), said, created=datetime(2026, 11, 26, tzinfo=UTC),
                         identifier=bytes.fromhex(transcript_key(said)))  # fmt: skip
    text, document = read(once)
    assert said["certificates"][0]["number"] in text
    assert "Youssef" in text
    page = document[0].get_textpage()
    boxes = [page.get_charbox(index) for index in range(page.count_chars()) if page.get_text_range(index, 1).strip()]
    width = document[0].get_size()[0]
    assert min(box[0] for box in boxes) > 16 * _MM
    assert max(box[2] for box in boxes) < width - 16 * _MM
    heading = next(box for index, box in enumerate(boxes) if box[3] - box[1] > 8)
    assert (heading[0] > width / 2) is (language == "ar")


def test_a_completion_is_printed_with_its_version_and_what_was_moved_to_as_under_way(demo: Instance) -> None:
    """O28, T13: hours are counted once; the examinations of both versions keep their names."""
    files, _ = read_folder(Path(__file__).parents[3] / "courses" / COURSE)
    lesson = b"---\nid: one-more\ntitle: One more\nduration: 1 min\n---\n\nRead on.\n"
    files["modules/01-what-cybercrime-is/40-one-more.md"] = lesson
    before, show = values(demo, "youssef"), check_form_maker(demo.works.parts["renderer"])
    youssef, write = person(demo, "youssef"), demo.works.database.write
    write(lambda unit: load_course(unit, files, show_check=show, publish=True))
    write(lambda unit: move_to_version(unit, person_id=youssef, course=COURSE, number=2))
    said, words = values(demo, "youssef"), transcript_words()["en"]
    (completed,) = before["courses"]
    assert said["courses"][0] == completed
    assert [one["state"] for one in said["courses"][1]["modules"]] == [words["open"]] + [words["done"]] * 6
    assert words["under_way"] in said["courses"][1]["line"]
    assert said["attempts"] == before["attempts"]
    assert minutes_in(said["whole"]) == MINUTES


def test_an_examination_that_a_newer_version_dropped_stays_in_the_transcript(demo: Instance) -> None:
    """O28, T13: what was sat keeps its name, also once the newer version is the one that was completed."""
    files, _ = read_folder(Path(__file__).parents[3] / "courses" / COURSE)
    files = {path: text for path, text in files.items() if "/10-final-examination." not in path}
    lesson = next(path for path in files if path.endswith("two-kinds.md"))
    files[lesson] += b"\nRead this too.\n"
    before, show = values(demo, "youssef"), check_form_maker(demo.works.parts["renderer"])
    youssef, write = person(demo, "youssef"), demo.works.database.write
    write(lambda unit: load_course(unit, files, show_check=show, publish=True))
    write(lambda unit: move_to_version(unit, person_id=youssef, course=COURSE, number=2))
    write(lambda unit: mark_lesson_done(unit, person_id=youssef, course=COURSE, lesson="two-kinds"))
    said = values(demo, "youssef")
    assert [one["line"].split(" · ")[0] for one in said["courses"]] == ["Version 2"]
    assert said["attempts"] == before["attempts"]


def test_whoever_is_protected_in_a_certificate_is_not_named(demo: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    """O28: the rule of the certificates holds for the transcript too."""
    plain, reads = values(demo, "youssef"), transcript.statements_by_id

    def protected(*given: Any) -> Mapping[str, str]:
        return {key: json.dumps(json.loads(text) | {"disclosure": "protected"}) for key, text in reads(*given).items()}

    monkeypatch.setattr(transcript, "statements_by_id", protected)
    said = values(demo, "youssef")
    assert "Youssef" in str(plain)
    assert all(word not in str(said) for word in ("Youssef", "Amrani", "العمراني", "Inspecteur", "Morocco"))
    assert said["holder_name"] == "Protected identity, known to the issuer"

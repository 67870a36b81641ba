"""A film that a trainer puts beside a lesson: with captions and text, in one form, by script or without (O21)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.domain.curriculum.films import CAPTIONS, FILM, box, mp4, track
from tests.page import Browser, Page
from tests.plugins.instances import Instance

DESK = "/authoring/cybercrime-first-responder"
LESSON = "modules/01-what-cybercrime-is/10-two-kinds.md"
TEXT, SEND = f"{DESK}/text/{LESSON}", f"{DESK}/film/{LESSON}"
PLACE = box(b"udta", box(b"\xa9xyz", b"+12.34+056.78/"))
RIGHT = {
    **{"film": mp4(track(), beside=PLACE), "captions": CAPTIONS},
    **{"film_minutes": "2", "transcript": "Leave it on.", "title": "Two kinds", "body": "Typed."},
}


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def send(browser: Browser, path: str = SEND, headers: dict[str, str] | None = None, **changed: Any) -> Page:
    """Send the form, made in memory: a large one would leave a file open behind it."""
    values = {"csrf_token": browser.token(), **RIGHT, **changed}
    sent = {
        name: FileStorage(io.BytesIO(value), "x", name) if isinstance(value, bytes) else value
        for name, value in values.items()
    }
    boundary, body = encode_multipart(MultiDict(sent))
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser._send("POST", path, True, data=body, content_type=kind, headers=headers or {})


def kept(demo: Instance) -> dict[str, bytes]:
    """Return the files of films and captions of all versions, by ending."""
    with demo.works.database.reading() as connection:
        wanted = "SELECT path, content FROM source_file WHERE path LIKE '%.mp4' OR path LIKE '%.vtt'"
        return {row.path.rpartition(".")[2]: row.content for row in connection.exec_driver_sql(wanted)}


def test_a_film_comes_with_captions_and_text_and_without_what_the_camera_noted(
    demo: Instance, trainer: Browser
) -> None:
    """O21 T14: its authors see it at once, officers once it is live; the same film again changes nothing."""
    form = trainer.get(TEXT).form(f"/text/{LESSON}")
    pages = [send(trainer, based_on=form["based_on"][0]) for _ in range(2)]
    after = pages[1].form(f"/text/{LESSON}")
    assert after["body"][0].startswith("Typed.\n\n::: video {src=assets/two-kinds-")
    assert after["body"][0].endswith(" minutes=2}\nLeave it on.\n:::\n")
    assert (after["transcript"], after["film_minutes"]) == ([""], [""])
    shown = pages[0].tree.xpath("//section[@id='preview']//video/source/@src")[0]
    assert trainer.client.get(shown).mimetype == "video/mp4"
    assert demo.signed_in("kwame").client.get(shown).status_code == 404
    assert set(kept(demo)) == {"mp4", "vtt"}
    assert b"+12.34" not in kept(demo)["mp4"]
    trainer.post(TEXT, {**after, "action": "save"})
    assert not trainer.get(f"{TEXT}?as=file").tree.xpath("//a[starts-with(@href, '/help/course-messages#A')]")
    new = send(trainer, SEND.replace("10-two-kinds", "99-new"))
    assert (new.h1, new.form("/new-lesson/")["body"][0][:6]) == ("New lesson", "Typed.")
    assert trainer.get(f"{DESK}/revisions/{LESSON}").sees("2")


WRONG: list[tuple[dict[str, Any], set[str]]] = [
    ({"transcript": " "}, {"transcript"}),
    ({"transcript": "x" * 20_001, "film_minutes": "0"}, {"transcript", "film_minutes"}),
    ({"film_minutes": "\N{DEVANAGARI DIGIT TWO}"}, {"film_minutes"}),
    ({"captions": b""}, {"captions"}),
    ({"captions": b"1\n00:00:01,000"}, {"captions"}),
    ({"captions": CAPTIONS + b"\n" * 60_000, "film": b""}, {"captions", "film"}),
    ({"film": b"GIF89a"}, {"film"}),
    ({"film": FILM + bytes(8_000_000)}, {"film"}),
]


def test_what_is_wrong_with_a_film_stands_by_its_field_and_nothing_typed_is_lost(
    demo: Instance, trainer: Browser
) -> None:
    """A script gets it as JSON, a page has it by the fields; nothing is kept of such a film."""
    for typed, wrong in WRONG:
        answer = send(trainer, headers={"Accept": "application/json"}, **typed)
        assert (answer.status, set(answer.response.json["errors"])) == (422, wrong), typed
    for typed, wrong in WRONG[:2]:
        page = send(trainer, **typed)
        marked = page.tree.xpath("//details[@open]//*[@aria-invalid='true']/@name")
        assert (page.status, set(marked)) == (422, wrong)
        form = page.form(f"/text/{LESSON}")
        assert (form["body"][0], form["transcript"][0]) == ("Typed.", typed["transcript"])
    assert kept(demo) == {}
    preview = trainer.post(TEXT, {"transcript": "Half a", "title": "T", "body": "x", "action": "preview"})
    assert preview.form(f"/text/{LESSON}")["transcript"] == ["Half a"]

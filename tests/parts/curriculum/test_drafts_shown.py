"""What lies in a draft shows in its preview: pictures and films of a folder, a lesson that has no title yet."""

from __future__ import annotations

import pytest

from app.curriculum.domain.course_archive import write_archive
from tests.domain.curriculum.films import CAPTIONS, FILM
from tests.domain.curriculum.small_course import SVG
from tests.page import Browser
from tests.parts.curriculum.test_file_pages import DESK, LESSON, fetched, send
from tests.plugins.instances import Instance

MODULE = "modules/01-what-cybercrime-is"
VIDEO = """
![A door](assets/door.svg)

::: video {src=assets/film.mp4 captions=assets/film.vtt minutes=1}
Leave the phone on.
:::
"""


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def test_pictures_and_films_of_a_folder_show_in_the_preview_before_anything_is_published(
    demo: Instance, trainer: Browser
) -> None:
    """T14 O22: for those who write the course at once, for officers once it is live; a film comes in pieces."""
    files = fetched(trainer)
    assets = {"door.svg": SVG, "film.mp4": FILM, "film.vtt": CAPTIONS, "spare.svg": SVG + b" "}
    files |= {f"{MODULE}/assets/{name}": content for name, content in assets.items()}
    files[LESSON] += VIDEO.encode()
    assert trainer.post(send(trainer, write_archive(files)).path).status == 200
    page = trainer.get(f"{DESK}/text/{LESSON}")
    shown = page.tree.xpath("//section[@id='preview']//*[@alt='A door' or self::source or self::track]/@src")
    assert [address.rpartition(".")[2] for address in shown] == ["svg", "mp4", "vtt"]
    assert [trainer.client.get(address).status_code for address in shown] == [200, 200, 200]
    officer = demo.signed_in("kwame")
    assert [officer.client.get(address).status_code for address in shown] == [404, 404, 404]
    form = page.form("/text/") | {"body": "![Spare](assets/spare.svg)", "action": "preview"}
    spare = trainer.post(f"{DESK}/text/{LESSON}", form).tree.xpath("//img[@alt='Spare']/@src")
    assert trainer.client.get(spare[0]).status_code == 200, "a picture that no text used when it came"

    piece = trainer.client.get(shown[1], headers={"Range": "bytes=100-199"})
    assert (piece.status_code, piece.data) == (206, FILM[100:200])
    assert piece.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
    assert trainer.client.get(shown[1], headers={"Range": f"bytes={len(FILM)}-"}).status_code == 416


def test_a_lesson_without_a_title_is_previewed_and_not_saved(trainer: Browser) -> None:
    address = f"{DESK}/new-lesson/01-what-cybercrime-is"
    typed = {"title": "", "minutes": "", "body": "## Look\n\nFirst.", "action": "preview"}
    preview = trainer.post(address, typed)
    assert preview.status == 200
    assert preview.tree.xpath("//section[@id='preview']//article//h2[text()='Look']")
    saved = trainer.post(address, {**typed, "action": "save"})
    assert (saved.status, saved.form("/new-lesson/")["body"]) == (422, ["## Look\n\nFirst."])

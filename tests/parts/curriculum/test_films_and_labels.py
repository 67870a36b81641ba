"""A film and a label above GREEN do not come together in the browser: whichever is there first is named."""

from __future__ import annotations

import pytest

from tests.page import Browser, Page
from tests.parts.curriculum.test_films_sent import DESK, LESSON, TEXT, kept, send
from tests.plugins.instances import Instance

FOLDER = LESSON.split("/")[1]
MODULE = f"{DESK}/modules/{FOLDER}"
REFUSED, CLOSED = "First show pictures in place of the films here", "No film can be added here"


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def save(browser: Browser, address: str, **changed: str) -> Page:
    """Send the form at an address with other values in it."""
    form = {name: values[0] for name, values in browser.get(address).form(address).items()}
    return browser.post(address, {**form, **changed})


def with_film(browser: Browser) -> str:
    """Put a film into the lesson and save it; return its path."""
    form = browser.get(TEXT).form(f"/text/{LESSON}")
    page = send(browser, based_on=form["based_on"][0], body=form["body"][0], title=form["title"][0])
    after = {name: values[0] for name, values in page.form(f"/text/{LESSON}").items()}
    assert browser.post(TEXT, {**after, "action": "save"}).status == 200
    return next(path for path in browser.get(f"{DESK}/file-labels").form() if path.endswith(".mp4"))


def test_no_film_is_added_to_labelled_material(demo: Instance, trainer: Browser) -> None:
    """X17 U10: the editor says why and what to do; a form sent all the same is refused in the same words."""
    assert not trainer.get(TEXT).sees(CLOSED)
    assert save(trainer, MODULE, tlp="AMBER").status == 200
    editor = trainer.get(TEXT)
    assert editor.sees(CLOSED)
    assert not editor.tree.xpath("//input[@name='film']")
    page = send(trainer)
    assert page.status == 422
    assert page.sees("This is labelled above TLP:GREEN")
    assert page.form(f"/text/{LESSON}")["body"] == ["Typed."]
    assert kept(demo) == {}
    save(trainer, MODULE, tlp="GREEN")
    assert send(trainer).status == 200
    assert set(kept(demo)) == {"mp4", "vtt"}


def test_no_label_above_green_is_put_over_a_film(trainer: Browser) -> None:
    """X17 U10: of the course, the module, the film; GREEN may be, and so may AMBER on the captions."""
    film = with_film(trainer)
    for address, field in ((f"{DESK}/record", "tlp"), (MODULE, "tlp"), (f"{DESK}/file-labels", film)):
        page = save(trainer, address, **{field: "AMBER"})
        assert (page.status, page.sees(REFUSED)) == (422, True), address
        assert page.form(address)[field] == ["AMBER"], "what was chosen is shown"
        assert save(trainer, address, **{field: "GREEN"}).status == 200
    assert save(trainer, f"{DESK}/file-labels", **{film.replace(".mp4", ".vtt"): "AMBER"}).status == 200
    other = trainer.get(DESK).tree.xpath("//a[contains(@href, '/modules/')][not(contains(@href, '/text/'))]/@href")[1]
    assert save(trainer, other, tlp="RED").status == 200, "no film lies there"


def test_a_text_typed_as_a_file_cannot_go_to_review_with_both(trainer: Browser) -> None:
    """X17 U10: the reader's remark names the film; with the film taken out of the text the way is free."""
    film = with_film(trainer)
    address = f"{DESK}/text/course.yml"
    form = {name: values[0] for name, values in trainer.get(f"{address}?as=file").form("/text/").items()}
    trainer.post(address, {**form, "file": form["file"].replace("partner:", "tlp: RED\npartner:"), "action": "save"})
    asked = trainer.post(f"{DESK}/ask-for-review")
    assert asked.status == 422
    assert asked.tree.xpath("//a[@href='/help/course-messages#A15']")
    assert asked.sees(film)
    assert save(trainer, f"{DESK}/record", summary="Another one.").status == 200, "what stood before is not in the way"
    lesson = {name: values[0] for name, values in trainer.get(TEXT).form(f"/text/{LESSON}").items()}
    trainer.post(TEXT, {**lesson, "body": lesson["body"].split("::: video")[0], "action": "save"})
    assert trainer.post(f"{DESK}/ask-for-review").status == 200


def test_the_zip_of_labelled_material_says_in_its_name_whose_copy_it_is(trainer: Browser) -> None:
    """X17"""

    def name() -> str:
        return trainer.get(f"{DESK}/files.zip").response.headers["Content-Disposition"]

    assert "TLP" not in name()
    save(trainer, MODULE, tlp="AMBER")
    assert "cybercrime-first-responder-TLP-AMBER-" in name()

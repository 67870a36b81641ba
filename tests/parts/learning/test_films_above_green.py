"""A version that went live with a film above GREEN, before the rule against it: its words are read, it is not sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
import sqlalchemy as sa

from app.curriculum.check_form import check_form_maker
from app.curriculum.domain import course_reading
from app.curriculum.domain.cross_checks import films_lie_below_amber
from app.curriculum.queries import live_course
from app.curriculum.services.loading import load_course
from app.foundation.transaction import Unit
from app.identity.copy_mark import copy_mark
from app.identity.services.actor import Actor
from app.identity.services.vetting import record_vetting
from app.learning.services.enrolling import place_enrolment
from tests.domain.curriculum.films import CAPTIONS, FILM
from tests.domain.curriculum.small_course import FIGURE, FILES, LESSON, small_course
from tests.page import Browser
from tests.plugins.instances import Instance

ASSETS = FIGURE.rpartition("/")[0]
BLOCK = "::: video {src=assets/film.mp4 captions=assets/film.vtt minutes=1}\nLeave the phone on.\n:::\n\n::: sources"
WITHHELD, SAID = "The film is not sent", "Leave the phone on."


def course(head: str = "") -> dict[str, bytes]:
    """Return the small course with a film in its lesson, and more in its course.yml."""
    files = {f"{ASSETS}/film.mp4": FILM, f"{ASSETS}/film.vtt": CAPTIONS}
    lesson = FILES[LESSON].replace("::: sources", BLOCK)
    return {**small_course(), **files, LESSON: lesson.encode(), "course.yml": f"{FILES['course.yml']}{head}".encode()}


def published(demo: Instance, files: Mapping[str, bytes]) -> str:
    """Let the course be live as before the rule, with Kofi on it and vetted; return the lesson's address."""
    show = check_form_maker(demo.works.parts["renderer"])
    hashed = demo.works.keyring.search_hash("person.sign_in_name", "kofi")

    def work(unit: Unit) -> str:
        load_course(unit, files, show_check=show, publish=True)
        live = live_course(unit.connection, "small-course")
        assert live
        person_id = unit.connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": hashed})
        coordinator = unit.connection.scalar(sa.text("SELECT person_id FROM role_grant WHERE role = 'coordinator'"))
        place_enrolment(unit, person_id, live, Actor(person_id, "officer"))
        record_vetting(unit, person_id, date(2099, 1, 1), Actor(coordinator, "coordinator"))
        return live.outline.activities[0].href

    return demo.works.database.write(work)


@pytest.fixture
def before_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(check for check in course_reading._ALL_CHECKS if check is not films_lie_below_amber)
    monkeypatch.setattr(course_reading, "_ALL_CHECKS", others)


def addresses(demo: Instance) -> dict[str, str]:
    """Return ending → address of the files of the course that were stored."""
    with demo.works.database.reading() as connection:
        wanted = "SELECT path, hash FROM source_file WHERE path LIKE ?"
        rows = connection.exec_driver_sql(wanted, (f"{ASSETS}/%",)).all()
    return {row.path.rpartition(".")[2]: f"/media/{row.hash}.{row.path.rpartition('.')[2]}" for row in rows}


@pytest.mark.usefixtures("before_the_rule")
def test_the_film_is_not_sent_and_its_words_stay(demo: Instance) -> None:
    """X17 U10: neither in the page nor by its address, to officers and trainers; the page says why."""
    lesson = published(demo, course("tlp: AMBER\n"))
    kofi, trainer = demo.signed_in("kofi"), demo.signed_in("trainer")
    for line, path in (("full", lesson), ("full", f"{lesson}?check=first"), ("low", lesson)):
        kofi.post("/data-use", {"data": line})
        page = kofi.get(path)
        assert page.sees(WITHHELD)
        assert page.sees(SAID)
        assert not page.tree.xpath("//video | //*[contains(@href, '.mp4')]")
    for browser in (kofi, trainer):
        answer = browser.get(addresses(demo)["mp4"])
        assert (answer.status, answer.response.mimetype) == (403, "text/html")
        assert answer.sees("Read what is said and shown in it on the page of the lesson")


def marks_in(browser: Browser, address: str) -> set[str]:
    return set(re.findall(r"TLP:AMBER ([0-9A-Z-]{9}) ", browser.client.get(address).text))


@pytest.mark.usefixtures("before_the_rule")
def test_pictures_and_captions_bear_the_mark_whoever_asks_and_whatever_they_call_them(demo: Instance) -> None:
    """X17: another ending in the address, or being a trainer who is not on the course, gives no copy without it."""
    published(demo, course("tlp: AMBER\n"))
    for name in ("kofi", "trainer"):
        hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
        with demo.works.database.reading() as connection:
            person_id = connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": hashed})
        browser, own = demo.signed_in(name), {copy_mark(demo.works.keyring, str(person_id))}
        for ending in ("svg", "vtt"):
            address = addresses(demo)[ending]
            assert [marks_in(browser, address), marks_in(browser, address[:-3] + "mp4")] == [own, own], (name, ending)


def test_up_to_green_a_film_is_sent_as_it_is(demo: Instance) -> None:
    """X17: a part of it too, as players ask for one."""
    lesson = published(demo, course("tlp: GREEN\n"))
    kofi = demo.signed_in("kofi")
    assert kofi.get(lesson).tree.xpath("//video")
    assert kofi.client.get(addresses(demo)["mp4"]).data == FILM
    assert kofi.client.get(addresses(demo)["mp4"], headers={"Range": "bytes=4-7"}).data == b"ftyp"


@pytest.mark.usefixtures("before_the_rule")
def test_beside_a_film_that_is_labelled_one_that_is_not_is_shown(demo: Instance) -> None:
    """U10: it is the label of the film itself that counts, in a lesson that another one made AMBER."""
    other = BLOCK.replace("film.mp4", "second.mp4").replace("::: sources", "")
    files = course(f"file-labels:\n  {ASSETS}/film.mp4: AMBER\n") | {f"{ASSETS}/second.mp4": FILM + b"\0"}
    files[LESSON] = files[LESSON].replace(b"::: video", f"{other}::: video".encode(), 1)
    kofi = demo.signed_in("kofi")
    lesson = published(demo, files)
    page = kofi.get(lesson)
    assert page.sees(WITHHELD)
    shown = page.tree.xpath("//video/source/@src")
    assert len(shown) == 1
    assert kofi.client.get(shown[0]).data == FILM + b"\0"

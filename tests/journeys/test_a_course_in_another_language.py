"""An officer reads the course in Arabic and French with scripts off; the examination asks reviewed words alone."""

from __future__ import annotations

import re

import pytest

from tests.page import Browser, Page
from tests.plugins.instances import Instance
from tests.sitting import sit

COURSE = "cybercrime-first-responder"
LESSON = f"/courses/{COURSE}/what-cybercrime-is/two-kinds"
PRACTICE = f"/courses/{COURSE}/what-cybercrime-is/practice"
EXAM = f"/courses/{COURSE}/final-examination/final-examination"


def choose(officer: Browser, language: str, back: str = "") -> Page:
    """Choose the language on the page that offers it."""
    page = officer.get(f"/courses/{COURSE}/language{f'?back={back}' if back else ''}")
    form = {name: values[0] for name, values in page.form("/language").items()}
    return officer.post(f"/courses/{COURSE}/language", {**form, "language": language})


@pytest.fixture
def officer(demo: Instance) -> Browser:
    """An officer who has done the course and may sit the examination."""
    return demo.signed_in("kofi")


def test_a_lesson_reads_from_right_to_left_and_says_that_a_machine_made_it(officer: Browser) -> None:
    """O13: the language is chosen on the course's page; what is a machine's and not reviewed is said on each page."""
    page = officer.get(f"/courses/{COURSE}")
    assert page.sees("Language of this course")
    assert page.sees("made by a machine, not reviewed")
    assert choose(officer, "ar").h1 == "المستجيب الأول للجرائم السيبرانية"
    lesson = officer.get(LESSON)
    article = lesson.tree.xpath("//article")[0]
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert lesson.h1 == "نوعان من الجريمة السيبرانية"
    assert lesson.sees("Made by a machine, not reviewed")
    assert lesson.sees("the text in English counts")
    assert officer.get(PRACTICE).sees("Made by a machine, not reviewed")
    choose(officer, "en")
    again = officer.get(LESSON)
    assert again.tree.xpath("//article")[0].get("lang") == "en"
    assert not again.sees("Made by a machine")


def test_the_examination_is_asked_in_the_source_language_and_says_so_before_it_starts(officer: Browser) -> None:
    """A machine's text that nobody has reviewed never counts towards a credential."""
    choose(officer, "fr")
    front = officer.get(EXAM)
    assert front.h1 == "Examen final"
    assert front.sees("Asked in English")
    assert front.sees("Such a text never counts towards a credential")
    paper = officer.post(f"{EXAM}/start")
    assert paper.sees("question")
    assert not paper.sees("Read it in another language")
    assert not paper.sees("Que faites-vous")


def test_an_open_practice_goes_on_in_another_language(officer: Browser) -> None:
    paper = officer.post(f"{PRACTICE}/start")
    assert paper.sees("Read it in another language")
    form = {name: values[0] for name, values in paper.form("/attempts/").items()}
    (first,) = [name for name in form if name.startswith("was-")][:1]
    key = first.removeprefix("was-")
    option = paper.tree.xpath(f"//fieldset[@id='item-{key}']//input[@name='i-{key}']")[0].get("value")
    officer.post(paper.path, {**form, f"i-{key}": option, "save": key})
    french = choose(officer, "fr", back=paper.path)
    assert french.path == paper.path
    assert french.h1.startswith("Entraînement")
    assert french.tree.xpath(f"//input[@name='i-{key}'][@checked]")[0].get("value") == option
    assert officer.post(f"{paper.path}/hand-in").h1.startswith("Result: Entraînement")


def test_an_answer_to_a_question_in_a_lesson_is_explained_in_its_language(officer: Browser) -> None:
    choose(officer, "fr")
    for path in (LESSON, PRACTICE):  # what never changes is kept in the process after its first reading
        officer.get(path)
    officer.post(f"{PRACTICE}/start")
    page = officer.get(f"{LESSON}?check=p1-kind&a=1")
    feedback = page.tree.xpath("//div[@class='feedback']")[0].text_content()
    assert "cyber" in feedback
    assert any(word in feedback for word in ("Exact", "Non"))


def test_the_way_back_stays_inside_the_house(officer: Browser) -> None:
    assert choose(officer, "fr", back="//example.org/x").path == f"/courses/{COURSE}"


def test_who_is_not_on_the_course_chooses_nothing(demo: Instance) -> None:
    newcomer = demo.signed_in("efua")
    assert newcomer.get(f"/courses/{COURSE}/language").status == 403
    assert newcomer.post(f"/courses/{COURSE}/language", {"language": "fr"}).status == 404


@pytest.mark.slow
def test_who_reads_in_two_languages_holds_one_certificate(demo: Instance, officer: Browser) -> None:
    """O13: lessons in French and Arabic, one progress, one attempt that counts, one certificate."""
    choose(officer, "fr")
    assert officer.get(f"/courses/{COURSE}").sees("Examen final")
    choose(officer, "ar")
    assert sit(officer, demo, EXAM).status == 200
    demo.work()
    choose(officer, "en")
    own = set(re.findall(r"PRV(?:-[0-9A-Z]{4}){4}-[0-9A-Z]", officer.get("/certificates").text))
    assert len(own) == 1
    assert officer.get(f"/courses/{COURSE}").sees("Done")

"""The translation desk over HTTP: side by side, stale parts marked, keys and numbers out of reach (T19)."""

from __future__ import annotations

import pytest

from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "modules/01-what-cybercrime-is"
LESSON = f"{MODULE}/20-your-part.md"
PRACTICE = f"{MODULE}/90-practice.quiz.md"


@pytest.fixture
def trainer(demo: Instance) -> Browser:
    return demo.signed_in("trainer")


def desk(browser: Browser, path: str, language: str = "fr", query: str = "") -> Page:
    return browser.get(f"{DESK}/translate/{language}/{path}{query}")


def form_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in page.form("/translate/").items()}


def save(browser: Browser, page: Page, **changed: str) -> Page:
    """Send the form of a desk with some fields changed."""
    address = page.tree.xpath("//form[contains(@class, 'editor')]/@action")[0]
    return browser.post(address, {**form_of(page), **{name.replace("__", ":"): text for name, text in changed.items()}})


def text_of(browser: Browser, path: str) -> str:
    return browser.get(f"{DESK}/text/{path}?as=file").form("/text/")["file"][0]


def edit(browser: Browser, path: str, old: str, new: str) -> None:
    """Change a source text in its editor."""
    form = {name: values[0] for name, values in browser.get(f"{DESK}/text/{path}?as=file").form("/text/").items()}
    assert old in form["file"]
    browser.post(f"{DESK}/text/{path}", {**form, "file": form["file"].replace(old, new, 1), "action": "save"})


def test_every_text_stands_with_its_state_in_each_language(trainer: Browser) -> None:
    page = trainer.get(f"{DESK}/translate")
    assert trainer.get(DESK).link("Translations") == f"{DESK}/translate"
    assert [head.text_content() for head in page.tree.xpath("//thead//th")] == [
        "Text",
        "Français",
        "Español",
        "العربية",
    ]
    cells = page.tree.xpath(f"//a[@href='{DESK}/translate/ar/{LESSON}']")
    assert cells[0].text_content().startswith("A machine's, not reviewed")
    edit(trainer, LESSON, "You come first.", "You are there first.")
    cells = trainer.get(f"{DESK}/translate").tree.xpath(f"//a[@href='{DESK}/translate/ar/{LESSON}']")
    assert cells[0].text_content().startswith("Source has changed")


def test_a_lesson_stands_beside_its_translation_and_only_what_changed_is_marked(trainer: Browser) -> None:
    assert not desk(trainer, LESSON).sees("Source has changed")
    edit(trainer, LESSON, "You come first.", "You are there first.")
    page = desk(trainer, LESSON)
    assert page.sees("The source has changed since this was translated")
    assert page.sees("1 part is marked below.")
    (marked,) = page.tree.xpath("//section[contains(., 'Source has changed')]")
    assert "You are there first." in marked.text_content()
    assert "Vous arrivez le premier." in marked.text_content()
    box = marked.xpath(".//textarea")[0]
    assert (box.get("lang"), box.get("dir")) == ("fr", "ltr")
    only = desk(trainer, LESSON, query="?show=open")
    assert len(only.tree.xpath("//form//textarea")) == 1


def test_a_saved_translation_stays_marked_until_somebody_says_that_it_is_current(trainer: Browser) -> None:
    edit(trainer, LESSON, "You come first.", "You are there first.")
    page = desk(trainer, LESSON)
    name = page.tree.xpath("//section[contains(., 'Source has changed')]//textarea/@name")[0]
    saved = save(trainer, page, **{name: "Vous êtes là le premier."})
    assert saved.sees("Saved")
    assert saved.sees("The source has changed since this was translated")
    assert "Vous êtes là le premier." in text_of(trainer, LESSON.replace(".md", ".fr.md"))
    current = save(trainer, saved, current="1")
    assert not current.sees("The source has changed since this was translated")
    assert trainer.get(f"{DESK}/changes").sees("Vous êtes là le premier.")


def test_keys_and_numbers_are_not_to_be_edited(trainer: Browser) -> None:
    page = desk(trainer, PRACTICE)
    source = page.tree.xpath("//section[@id='g-p1-count']")[0]
    assert [box.get("name") for box in source.xpath(".//textarea")] == ["p1-count:stem", "p1-count:w0", "p1-count:r-"]
    assert page.sees("(right)")
    before = text_of(trainer, PRACTICE.replace(".md", ".fr.md"))
    forged = {"p1-kind:key": "x", "p1-kind:a9": "Une autre", "id": "other", "of": "00000000"}
    trainer.post(f"{DESK}/translate/fr/{PRACTICE}", {**form_of(page), **forged})
    assert text_of(trainer, PRACTICE.replace(".md", ".fr.md")) == before


def test_a_question_is_translated_whole_or_not_at_all(trainer: Browser) -> None:
    page = desk(trainer, PRACTICE)
    option = page.tree.xpath("//textarea[contains(@name, ':a0')]/@name")[0]
    half = save(trainer, page, **{option: ""})
    assert half.status == 422
    assert half.sees("Translate this too, or leave the whole question empty.")
    assert form_of(half)[option] == ""
    stem = option.replace(":a0", ":stem")
    none = save(trainer, page, **{option: "", stem: ""})
    assert none.sees("Saved")
    assert f"{{#{stem.split(':')[0]}}}" not in text_of(trainer, PRACTICE.replace(".md", ".fr.md"))


def test_a_new_language_is_added_and_a_text_translated_into_it(trainer: Browser) -> None:
    for tag, said in (("Deutsch", "Enter a language tag"), ("fr", "lists this language already"), ("", "Enter a lang")):
        refused = trainer.post(f"{DESK}/translate", {"language": tag})
        assert (refused.status, refused.sees(said)) == (422, True)
    page = trainer.post(f"{DESK}/translate", {"language": "de"})
    assert page.sees("Deutsch")
    new = save(trainer, desk(trainer, LESSON, "de"), title="Ihre Aufgabe", p0="Sie sind zuerst da.")
    assert new.sees("Saved")
    text = text_of(trainer, LESSON.replace(".md", ".de.md"))
    assert text.startswith("---\nid: your-part\ntitle: Ihre Aufgabe\nof: ")
    assert "Sie sind zuerst da." in text
    assert "## You protect, others examine" in text, "the rest in the source language"
    head = save(trainer, desk(trainer, "course.yml", "de"), title="Erste am Ort", assisted="1")
    assert head.sees("Saved")
    assert "assisted: true" in text_of(trainer, "course.de.yml")


def test_who_reviewed_a_machine_s_text_is_named_with_the_day(trainer: Browser) -> None:
    page = desk(trainer, LESSON)
    assert save(trainer, page, reviewed_by="C. Expert").sees("Enter the day of the review")
    assert save(trainer, page, reviewed_on="2026-05-01").sees("Enter who reviewed it.")
    assert save(trainer, page, reviewed_by="C. Expert", reviewed_on="1 May").sees("Enter the day of the review")
    save(trainer, page, reviewed_by="C. Expert: Dr", reviewed_on="2026-05-01")
    text = text_of(trainer, LESSON.replace(".md", ".fr.md"))
    assert 'reviewed: {by: "C. Expert: Dr", on: 2026-05-01}' in text
    states = trainer.get(f"{DESK}/translate").tree.xpath(f"//a[@href='{DESK}/translate/fr/{LESSON}']")
    assert states[0].text_content().startswith("Translated")


def test_two_translators_see_both_texts(trainer: Browser) -> None:
    first, second = desk(trainer, LESSON), desk(trainer, LESSON)
    save(trainer, first, title="Votre rôle")
    late = save(trainer, second, title="Votre place")
    assert late.status == 409
    assert late.sees("Votre rôle")
    assert late.sees("Votre place")


def test_a_text_or_language_that_is_not_there_is_not_to_be_found(demo: Instance, trainer: Browser) -> None:
    for path in (f"de/{LESSON}", f"en/{LESSON}", "fr/modules/none.md", "fr/sources.yml", "fr/../course.yml"):
        assert trainer.get(f"{DESK}/translate/{path}").status == 404, path
        assert trainer.post(f"{DESK}/translate/{path}", {"title": "X"}).status == 404, path
    reviewer = demo.signed_in("reviewer")
    assert reviewer.get(f"{DESK}/translate").status == 404
    assert reviewer.get(f"{DESK}/translate/fr/{LESSON}").status == 404

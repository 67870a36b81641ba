"""Search in one's own lessons: every word, capitals and accents aside, never a course one is not on, never a key."""

from __future__ import annotations

import re
from functools import partial

import pytest

from app.learning.searching import search_lessons
from tests.domain.curriculum.french import french_course
from tests.domain.curriculum.small_course import LESSON
from tests.parts.learning.classroom import Classroom
from tests.plugins.instances import Instance


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cyber-dependent", True),
        ("CYBER-DEPENDENT crime", True),
        ("cybér-dépendent", True),
        ("cyber-dependent zebra", False),
        ("", False),
        ("<script>", False),
        ("%zq", False),
    ],
)
def test_lessons_are_found_by_all_their_words(demo: Instance, typed: str, found: bool) -> None:
    """O26."""
    page = demo.signed_in("kwame").get("/search?find=" + typed.replace("%", "%25"))
    assert page.status == 200
    assert bool(page.tree.xpath("//ul[@class='tasks']//mark")) is found
    if typed and not found:
        assert page.sees("No lesson of your courses holds all of these words")


@pytest.mark.parametrize(
    ("language", "typed", "title"),
    [
        ("fr", "CYBERDEPENDANTE ordinateur", "Deux sortes de cybercriminalité"),
        ("ar", "الحاسوب", "نوعان من الجريمة السيبرانية"),
        ("ar", "الحَـاسُوب الجريمه", "نوعان من الجريمة السيبرانية"),
        ("es", "ciberdependiente", "Dos clases de ciberdelincuencia"),
    ],
)
def test_who_reads_a_course_in_another_language_finds_the_words_of_their_page(
    demo: Instance, language: str, typed: str, title: str
) -> None:
    """O26: what is searched is what is read; the words of the source are found once it is read again."""
    officer = demo.signed_in("kwame")
    course = "/courses/cybercrime-first-responder"
    found = "//ul[@class='tasks']/li/span/a/bdi/text()"
    assert title not in officer.get(f"/search?find={typed}").tree.xpath(found)
    officer.post(f"{course}/language", {"language": language})
    page = officer.get(f"/search?find={typed}")
    assert title in page.tree.xpath(found)
    assert officer.get(page.link(title)).h1 == title
    assert "Two kinds of cybercrime" not in officer.get("/search?find=cyber-dependent").tree.xpath(found)
    officer.post(f"{course}/language", {"language": "en"})
    assert "Two kinds of cybercrime" in officer.get("/search?find=cyber-dependent").tree.xpath(found)


def test_a_lesson_without_a_translation_is_found_in_the_words_that_it_is_read_in(room: Classroom) -> None:
    """O26: some lessons are translated, others are not; each is searched as its page reads."""
    more = LESSON.replace("10-look", "20-more")
    zebra = b"---\nid: more\ntitle: More to see\n---\n\nA zebra stands there.\n"
    french = room.publish({**french_course(), more: zebra}).in_language("fr")
    for words, titles in {"regardez": ["Regarder d'abord"], "zebra": ["More to see"], "before": []}.items():
        found = room.read(partial(search_lessons, confirmed=True), [french], words)
        assert [one.title for one in found] == titles, words


@pytest.mark.parametrize(("language", "stem"), [("en", "what is first"), ("fr", "qu'est-ce qui vient d'abord")])
def test_a_question_in_a_lesson_is_found_by_its_text_and_never_by_its_key(
    room: Classroom, language: str, stem: str
) -> None:
    """O26: no reason of any question of the course, and no mark of a right answer, is among what is searched."""
    files = french_course()
    outline = room.publish(files).in_language(language)
    ending = ".quiz.md" if language == "en" else f".quiz.{language}.md"
    texts = [content.decode() for path, content in files.items() if path.endswith(ending)]
    reasons = [
        reason for text in texts for reason in re.findall(r"^ *> (?:true: |false: )?(.+ .+)$", text, re.MULTILINE)
    ]
    assert len(reasons) > 10

    def titles(words: str) -> list[str]:
        return [one.title for one in room.read(partial(search_lessons, confirmed=True), [outline], words)]

    assert titles(stem) == [outline.activities[0].title]
    assert [words for words in (*reasons, "(x)", "data-right", "redline", "weight") if titles(words)] == []


def test_a_course_one_is_not_on_is_not_searched(demo: Instance) -> None:
    page = demo.signed_in("efua").get("/search?find=crime")
    assert page.sees("You are not on a course yet") or page.sees("No lesson of your courses")
    assert not page.tree.xpath("//mark")

"""One course in several languages: one progress, one attempt, the same marks, no key in any word (O13)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.domain.record import public_view
from app.assessment.papers import shown_questions
from app.curriculum.outline_words import MISSING, UNREVIEWED
from app.curriculum.queries import lesson_of, outline_of
from app.foundation.errors import NotFound
from app.learning.papers import paper_of, result_items
from app.learning.queries import standing_in
from app.learning.services.choosing_language import choose_course_language
from tests.domain.curriculum.french import ALL_TYPES, FRENCH, french_course, french_with
from tests.domain.curriculum.small_course import BANK, LESSON
from tests.parts.learning.classroom import COURSE, EXAM, PRACTICE, Classroom

TYPES_QUIZ = "modules/01-first-steps/80-types.quiz.md"


def course_with_every_type() -> dict[str, bytes]:
    """The course in both languages, with a practice quiz that asks an item of each type."""
    files = french_course()
    quiz = b"---\nid: every-type\ntitle: Every type\npass: 50%\ndraw:\n  - {take: 7, from: types}\n---\n"
    head = files["course.yml"].replace(b"first-steps: {title: First steps, minutes: 3}",
                                       b"first-steps: {title: First steps, minutes: 10}")  # fmt: skip
    return {**files, TYPES_QUIZ: quiz, "course.yml": head}


def choose(room: Classroom, name: str, language: str) -> None:
    """Choose the language of the course."""
    room.do(lambda unit: choose_course_language(unit, person_id=room.people[name], course=COURSE, language=language))


@pytest.fixture
def french_room(room: Classroom) -> Classroom:
    """The classroom with the course in both languages, and two officers on it."""
    room.publish(course_with_every_type())
    room.join("ada")
    room.join("ben")
    return room


def test_the_course_reads_in_the_language_that_a_person_chose(french_room: Classroom) -> None:
    room = french_room
    choose(room, "ada", "fr")
    standing = room.read(standing_in, room.people["ada"], COURSE)
    assert standing
    assert standing.locale == "fr"
    outline = room.read(outline_of, standing.version_id, standing.locale)
    assert outline
    assert (outline.title, outline.read_in, outline.languages) == ("Petit cours", "fr", ("en", "fr"))
    assert outline.outcomes[0] == ("see", "Voir ce qui compte")
    assert [module.title for module in outline.modules] == ["Premiers pas", "Fin"]
    assert outline.activities[0].title == "Regarder d'abord"
    lesson = room.read(lesson_of, outline, "look")
    assert lesson
    assert (lesson.locale, lesson.title) == ("fr", "Regarder d'abord")
    assert b"Regardez avant de toucher" in lesson.html
    assert b"Qu'est-ce qui vient d'abord" in lesson.html.replace(b"&#39;", b"'"), "the question in it too"
    assert b'aria-label="Sources"' in lesson.html
    other = room.read(standing_in, room.people["ben"], COURSE)
    assert other
    assert other.locale == ""
    english = room.read(lesson_of, room.outline(), "look")
    assert english
    assert b"Look before you touch" in english.html


def test_progress_is_one_whatever_the_language(french_room: Classroom) -> None:
    room = french_room
    room.finish_lesson("ada")
    before = room.read(standing_in, room.people["ada"], COURSE)
    choose(room, "ada", "fr")
    after = room.read(standing_in, room.people["ada"], COURSE)
    assert before
    assert after
    assert after.states == before.states == {"look": "done"}
    assert after.revision > before.revision, "pages that a browser keeps are made anew"
    assert room.tags("learning:enrolment:language-chosen") == 1
    choose(room, "ada", "fr")
    assert room.tags("learning:enrolment:language-chosen") == 1, "the same again changes nothing"
    choose(room, "ada", "en")
    assert room.ask("SELECT locale FROM enrolment WHERE person_id = :p", p=room.people["ada"]) == [(None,)]


def test_nobody_chooses_a_language_that_is_not_there_nor_for_a_course_they_are_not_on(french_room: Classroom) -> None:
    for name, language in (("ada", "de"), ("ada", ""), ("cleo", "fr")):
        with pytest.raises(NotFound):
            choose(french_room, name, language)


def test_an_open_attempt_goes_on_in_another_language_with_the_same_items_order_and_marks(
    french_room: Classroom,
) -> None:
    room = french_room
    papers = {name: room.start(name, "every-type", seed="one") for name in ("ada", "ben")}
    for name in papers:
        room.save_form(name, papers[name], room.right(name, papers[name], wrong=("t-order",)))
    choose(room, "ada", "fr")
    attempt = room.attempt("ada", papers["ada"])
    english, french = room.read(paper_of, attempt, ""), room.read(paper_of, attempt, "fr")
    assert [item.question.key for item in french] == [item.question.key for item in english]
    assert [item.answer for item in french] == [item.answer for item in english]
    assert [item.answered for item in french] == [item.answered for item in english]
    for own, other in zip(english, french, strict=True):
        assert other.question.stem_html + other.question.gaps_html != own.question.stem_html + own.question.gaps_html
        assert [one.key for one in other.question.choices] == [one.key for one in own.question.choices]
        assert (own.locale, other.locale) == ("", "fr")
    results = {name: room.hand_in(name, papers[name]) for name in papers}
    assert results["ada"].score == results["ben"].score
    assert results["ada"].result == results["ben"].result
    reasons = {item.question.key: item for item in room.read(result_items, results["ada"], "fr")}
    assert reasons["t-single"].question.general_html == "<p>Tout est dit.</p>"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_text_that_one_language_accepts_earns_the_same_in_every_other(french_room: Classroom, language: str) -> None:
    """Marking never hangs on the language in which a paper was read."""
    room = french_room
    public_id = room.start("ada", "every-type")
    choose(room, "ada", language)
    answers = room.right("ada", public_id)
    room.save_form("ada", public_id, {**answers, "t-text": ("algorithme de Luhn",)})
    assert room.hand_in("ada", public_id).score == 1
    again = room.start("ada", "every-type")
    room.save_form("ada", again, {**answers, "t-text": ("somme de contrôle",)})
    assert (room.hand_in("ada", again).result or {})["items"]["t-text"] == "1/2"


def test_a_paper_keeps_the_words_that_it_was_frozen_with(french_room: Classroom) -> None:
    room = french_room
    public_id = room.start("ada", "every-type")
    files = course_with_every_type()
    path = FRENCH[ALL_TYPES]
    room.publish({**files, path: files[path].replace(b"Nommez-le.", b"Comment s'appelle-t-il ?")})
    room.join("cleo")
    for name, paper, wanted in (("ada", public_id, "Nommez-le."), ("cleo", "", "Comment s'appelle-t-il ?")):
        attempt = room.attempt(name, paper or room.start("cleo", "every-type"))
        (item,) = [one for one in room.read(paper_of, attempt, "fr") if one.question.key == "t-text"]
        assert wanted in item.question.stem_html


def test_the_words_of_an_item_hold_no_key_in_the_database(french_room: Classroom) -> None:
    rows = french_room.ask("SELECT body FROM item_text")
    assert len(rows) >= 11
    assert not [row for row in rows if '"right"' in str(row[0]) or '"weight"' in str(row[0]) or '"low"' in str(row[0])]


def test_changed_words_leave_the_item_its_version(french_room: Classroom) -> None:
    """T3: an item is what is marked; its statistics go on when a translator mends a word."""
    room = french_room
    before = room.ask("SELECT count(*) FROM item_version")
    files = course_with_every_type()
    path = FRENCH[ALL_TYPES]
    room.publish({**files, path: files[path].replace(b"Nommez-le.", b"Son nom ?")})
    assert room.ask("SELECT count(*) FROM item_version") == before
    assert room.ask("SELECT count(*) FROM item_text WHERE locale = 'fr'")[0][0] > 11


def machine_made(reviewed: bool = False) -> dict[str, bytes]:
    """The course whose French bank was made by a machine."""
    signed = "\nreviewed: {by: C. Expert, on: 2026-05-01}" if reviewed else ""
    return french_with(FRENCH[BANK], "title: Réserve", f"title: Réserve\nassisted: true{signed}")


@pytest.mark.parametrize("reviewed", [False, True])
def test_an_examination_is_never_asked_in_a_machine_s_words_that_nobody_has_reviewed(
    room: Classroom, reviewed: bool
) -> None:
    """Never counting towards a credential until reviewed: there is no such attempt."""
    room.publish(machine_made(reviewed))
    room.join("ada")
    choose(room, "ada", "fr")
    room.finish_lesson("ada")
    room.sit("ada")
    room.confirm("ada")
    attempt = room.attempt("ada", room.start("ada", EXAM))
    shown = room.read(paper_of, attempt, "fr")
    assert {item.locale for item in shown} == ({"fr"} if reviewed else {""})
    outline = room.read(outline_of, room.outline().version_id, "fr")
    assert outline
    assert outline.words
    assert outline.words.unreviewed is not reviewed
    assert outline.words.states.get(EXAM, "") == ("" if reviewed else UNREVIEWED)
    assert outline.words.states.get(PRACTICE, "") == ""


def test_a_practice_quiz_may_be_asked_in_a_machine_s_words(room: Classroom) -> None:
    path = FRENCH[BANK].replace("banks/pool", "modules/01-first-steps/90-practice")
    room.publish(french_with(path, "title: Entraînement", "title: Entraînement\nassisted: true"))
    room.join("ada")
    shown = room.read(paper_of, room.attempt("ada", room.start("ada")), "fr")
    assert {item.locale for item in shown} == {"fr"}
    outline = room.read(outline_of, room.outline().version_id, "fr")
    assert outline
    assert outline.words
    assert outline.words.states[PRACTICE] == UNREVIEWED


def test_what_is_not_translated_is_shown_in_the_source_language_and_said_to_be_so(room: Classroom) -> None:
    files = french_course()
    del files[FRENCH[LESSON]]
    room.publish(files)
    outline = room.read(outline_of, room.outline().version_id, "fr")
    assert outline
    assert outline.words
    assert outline.words.states == {"look": MISSING}
    lesson = room.read(lesson_of, outline, "look")
    assert lesson
    assert (lesson.locale, lesson.title) == ("en", "Look first")
    assert outline.activities[0].title == "Look first"


def test_an_attempt_from_before_there_were_translations_is_shown_as_it_was(room: Classroom) -> None:
    room.join("ada")
    public_id = room.start("ada")
    room.publish(french_course())
    shown = room.read(paper_of, room.attempt("ada", public_id), "fr")
    assert {item.locale for item in shown} == {""}
    room.save_form("ada", public_id, room.right("ada", public_id))
    assert room.hand_in("ada", public_id).score == 1


def test_a_form_tampered_with_to_hold_unknown_words_is_still_marked(french_room: Classroom) -> None:
    """Words that are gone leave the item as it stands; no answer is lost over them."""
    room = french_room
    public_id = room.start("ada", "every-type")
    attempt = room.attempt("ada", public_id)
    entries = [replace(entry, words={"fr": "0" * 32}) for entry in attempt.form]
    shown = room.read(shown_questions, entries, "fr")
    assert {one.locale for one in shown.values()} == {""}
    assert public_view(next(iter(shown.values())).question).key

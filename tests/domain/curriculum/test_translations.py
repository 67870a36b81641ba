"""A translation carries words alone: ids, order and keys are its source's, and no mark hangs on it (O13, T19)."""

from __future__ import annotations

import pytest

from app.assessment.domain.item_words import accepting, in_words, words_from_record, words_record
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.reading import explanation
from app.assessment.domain.record import public_view
from app.curriculum.domain.course import CourseSource, Translation
from app.curriculum.domain.course_reading import read_course
from tests.domain.curriculum.french import ALL_TYPES, FRENCH, HEAD, french_course, french_with
from tests.domain.curriculum.small_course import BANK, LESSON, QUIZ

TYPES = FRENCH[ALL_TYPES]


def read(files: dict[str, bytes]) -> CourseSource:
    """Return a course that can be read."""
    reading = read_course(files)
    assert reading.course, [str(finding) for finding in reading.findings]
    return reading.course


@pytest.fixture(scope="module")
def course() -> CourseSource:
    """The course in two languages."""
    reading = read_course(french_course())
    assert [str(one) for one in reading.findings] == [] or {one.code for one in reading.findings} <= {"A07"}
    assert reading.course
    return reading.course


@pytest.fixture(scope="module")
def french(course: CourseSource) -> Translation:
    """Its French."""
    (translation,) = course.translations
    return translation


def both(course: CourseSource, french: Translation, key: str) -> tuple[Question, Question]:
    """Return a question of the bank of all types, in both languages."""
    (bank,) = [bank for bank in course.banks if bank.id == "types"]
    question = next(one for one in bank.questions if one.key == key)
    return question, in_words(question, french.quizzes["types"].words[key])


def test_what_course_yml_says_is_there_in_the_language(french: Translation) -> None:
    assert french.language == "fr"
    assert french.head
    assert (french.head.title, french.head.summary) == ("Petit cours", "De quoi lire un cours.")
    assert french.head.outcomes == {"see": "Voir ce qui compte", "act": "Agir dans le bon ordre"}
    assert french.head.modules == {"first-steps": "Premiers pas", "final": "Fin"}
    assert (french.head.status.stale, french.head.status.counts) == (False, True)


def test_a_lesson_is_rendered_with_the_figures_links_and_questions_of_its_source(french: Translation) -> None:
    lesson = french.lessons["look"].lesson
    assert lesson.title == "Regarder d'abord"
    assert lesson.key == "look"
    assert 'href="/courses/small-course/first-steps/practice"' in lesson.html
    assert 'alt="Une pièce avec un bureau"' in lesson.html
    assert lesson.checks == ("first",)
    assert "RFC 3227" in lesson.html


@pytest.mark.parametrize("key", ["t-single", "t-match", "t-order", "t-text", "t-number", "t-true", "t-gaps"])
def test_of_an_item_the_words_change_and_nothing_that_marks(
    course: CourseSource, french: Translation, key: str
) -> None:
    """The same answer earns the same in either language; what the paper sends back are the same keys."""
    own, other = both(course, french, key)
    kind = type_named(own.type)
    assert other.stem_text != own.stem_text
    assert kind.problems(other) == ()
    assert [choice.key for choice in other.options] == [choice.key for choice in own.options]
    assert [choice.right for choice in other.options] == [choice.right for choice in own.options]
    best = kind.right_answer(own)
    assert kind.mark(own, best) == kind.mark(other, best) == 1
    papers = public_view(own), public_view(other)
    assert [one.key for one in papers[0].choices] == [one.key for one in papers[1].choices]
    told = explanation(other, best)
    assert told.share == 1


def test_every_word_of_an_item_is_translated(course: CourseSource, french: Translation) -> None:
    _, single = both(course, french, "t-single")
    assert "habitudes" in single.stem_html, "a list before the options belongs to the question"
    assert [(one.text, one.reason_html) for one in single.choices] == [
        ("Regarder", "<p>Exact.</p>"), ("Toucher", "<p>Non.</p>"),
    ]  # fmt: skip
    assert "sombre" in single.case_html
    assert (single.general_html, single.right_html) == ("<p>Tout est dit.</p>", "<p>Bravo.</p>")
    _, match = both(course, french, "t-match")
    assert [(pair.text, pair.reason_html) for pair in match.pairs][0] == ("Journal", "<p>Le magasin l'imprime.</p>")
    assert [choice.text for choice in match.choices] == ["Magasin", "Banque", "Rue"]
    _, order = both(course, french, "t-order")
    assert [choice.text for choice in order.choices] == ["Voir", "Prendre"]
    _, true = both(course, french, "t-true")
    assert [choice.reason_html for choice in true.choices] == ["<p>Oui.</p>", "<p>Non.</p>"]
    _, number = both(course, french, "t-number")
    assert number.accepted[0].reason_html == "<p>Comptés.</p>"
    _, gaps = both(course, french, "t-gaps")
    assert gaps.gaps_html.count("<!--gap-->") == 3
    assert "appelle le" in gaps.gaps_html
    assert [choice.text for choice in gaps.gaps[1].choices] == ["magasin", "rue"]
    assert gaps.gaps[0].reason_html == "<p>Il a émis la carte.</p>"


def test_texts_accepted_in_a_language_count_beside_those_of_the_source_and_earn_the_same(
    course: CourseSource, french: Translation
) -> None:
    own, other = both(course, french, "t-text")
    words = french.quizzes["types"].words["t-text"]
    marked = accepting(own, [words])
    kind = type_named("text")
    for typed, earned in (("Luhn", 1), ("algorithme de Luhn", 1), ("checksums", 0.5), ("somme de contrôle", 0.5)):
        assert kind.mark(marked, kind.clean(marked, (typed,))) == earned, typed
    assert kind.mark(own, kind.clean(own, ("algorithme de Luhn",))) == 0
    assert [one.reason_html for one in other.texts] == ["<p>Son nom.</p>", "<p>Presque.</p>"]
    gaps, _ = both(course, french, "t-gaps")
    marked = accepting(gaps, [french.quizzes["types"].words["t-gaps"]])
    street = [choice.key for choice in gaps.gaps[1].choices]
    kind = type_named("gaps")
    for first in ("issuer", "émetteur"):
        assert kind.mark(marked, kind.clean(marked, (first, street[0], "90"))) == 1
    assert kind.problems(marked) == ()


def test_words_are_stored_and_read_back_word_for_word(french: Translation) -> None:
    for quiz in french.quizzes.values():
        for words in quiz.words.values():
            assert words_from_record(words_record(words)) == words


def test_words_that_are_stored_hold_no_key(french: Translation) -> None:
    stored = [str(words_record(words)) for quiz in french.quizzes.values() for words in quiz.words.values()]
    assert not [one for one in stored if "'right'" in one or "'weight'" in one or "'low'" in one]


def test_what_is_not_translated_stays_in_the_source_language() -> None:
    files = french_with(TYPES, "## Combien ? {#t-number}\n\n=\n  > Comptés.\n\n", "")
    reading = read_course(files)
    assert [str(one) for one in reading.findings if one.code == "T09"] == [
        f"{TYPES}:1:1: T09 1 of the questions are not translated: t-number Officers see them in the source language."
    ]
    assert reading.course
    assert "t-number" not in reading.course.translations[0].quizzes["types"].words


def test_a_machine_s_text_counts_only_once_somebody_has_reviewed_it() -> None:
    plain = read(french_course()).translations[0].quizzes["pool"].status
    assert (plain.assisted, plain.counts) == (False, True)
    path = FRENCH[BANK]
    machine = read(french_with(path, "title: Réserve", "title: Réserve\nassisted: true")).translations[0]
    assert (machine.quizzes["pool"].status.assisted, machine.quizzes["pool"].status.counts) == (True, False)
    signed = "title: Réserve\nassisted: true\nreviewed: {by: C. Expert, on: 2026-05-01}"
    reviewed = read(french_with(path, "title: Réserve", signed)).translations[0].quizzes["pool"].status
    assert (reviewed.assisted, reviewed.counts) == (True, True)


def test_a_stale_translation_is_served_and_said_to_be_stale() -> None:
    files = french_with(LESSON, "Look before you touch.", "Look twice before you touch.")
    reading = read_course(files)
    assert [finding.code for finding in reading.findings] == ["T02"]
    assert reading.course
    lesson = reading.course.translations[0].lessons["look"]
    assert lesson.status.stale
    assert "Regardez avant" in lesson.lesson.html


BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    # what is wrong, file, text, replaced by, codes with lines
    ("another id", FRENCH[LESSON], "id: look", "id: regarder", ["T03:2"]),
    ("no source named", FRENCH[LESSON], "of: ", "x-of: ", ["T05:1"]),
    ("an unknown key", FRENCH[LESSON], "of: ", "duration: 3 min\nof: ", ["F08:4"]),
    ("no title", FRENCH[LESSON], "title: Regarder d'abord\n", "", ["F09:1"]),
    ("half a review", FRENCH[LESSON], "of: ", "reviewed: {by: C. Expert}\nof: ", ["F09:4"]),
    ("assisted by what", FRENCH[LESSON], "of: ", "assisted: perhaps\nof: ", ["F10:4"]),
    ("another check", FRENCH[LESSON], "ref=first", "ref=hands", ["T10:6"]),
    ("no check", FRENCH[LESSON], "::: check {ref=first}\n:::\n", "", ["T10:6"]),
    ("a figure without words", FRENCH[LESSON], "![Une pièce avec un bureau]", "![]", ["A02:9"]),
    ("html", FRENCH[LESSON], "Regardez avant", "<b>Regardez</b> avant", ["L04:7", "L04:7"]),
    ("an unknown question", FRENCH[QUIZ], "{#hands}", "{#mains}", ["T06:16", "T09:1"]),
    ("a question twice", FRENCH[QUIZ], "{#hands}", "{#first}", ["T08:16", "T09:1", "X10:16"]),
    ("no id", FRENCH[QUIZ], " {#hands}", "", ["Q01:16", "T09:1"]),
    ("attributes", FRENCH[QUIZ], "{#hands}", "{#hands level=2}", ["T07:16"]),
    ("a mark", FRENCH[QUIZ], "- Regarder", "- (x) Regarder", ["T07:9"]),
    ("an empty mark", FRENCH[QUIZ], "- Regarder", "- ( ) Regarder", ["T07:9"]),
    ("one option too few", FRENCH[QUIZ], "- Toucher\n  > Non. Toucher change la scène.\n", "", ["T08:7"]),
    ("options that read the same", FRENCH[QUIZ], "- Toucher\n", "- Regarder\n", ["Q10:11"]),
    ("an option without text", FRENCH[QUIZ], "- Toucher\n", "- \n", ["Q26:11", "T08:7"]),
    ("a reason left out", FRENCH[QUIZ], "  > Non. Toucher change la scène.\n", "", ["T11:7"]),
    ("a remark left out", FRENCH[QUIZ], "> Aucune.\n", "", ["T11:16"]),
    ("no question at all", FRENCH[QUIZ], "Combien de mains touchent l'appareil ? ", "", ["Q16:16"]),
    ("a statement answered", FRENCH[BANK], "> true: Exact. Toujours.", "= true\n> true: Exact.", ["T07:9"]),
    ("a hint", FRENCH[BANK], "> Écrivez ce que vous voyez.", "> hint: Écrivez.", ["Q21:19", "T11:12"]),
    ("an unknown case", TYPES, "{#room}", "{#piece}", ["T06:7"]),
    ("a number", TYPES, "=\n  > Comptés.", "= 42\n  > Comptés.", ["T07:47"]),
    ("another per cent", TYPES, "= 50% somme", "= 40% somme", ["T07:42"]),
    ("one answer too few", TYPES, "= 50% somme de contrôle*\n  > Presque.\n", "", ["T08:38"]),
    ("a left side too few", TYPES, "- Relevé -> Banque\n", "", ["T08:24"]),
    ("a right side too many", TYPES, "- -> Rue", "- -> Rue\n- -> Pont", ["T08:24"]),
    ("left sides that read the same", TYPES, "- Reçu ->", "- Journal ->", ["Q10:28"]),
    ("right sides that read the same", TYPES, "-> Banque", "-> Magasin", ["Q10:29"]),
    ("one right side in two words", TYPES, "Reçu -> Magasin", "Reçu -> Boutique", ["T08:24"]),
    ("a step too few", TYPES, "2. Prendre\n", "", ["T08:32"]),
    ("steps that read the same", TYPES, "2. Prendre", "2. Voir", ["Q10:36"]),
    ("a gap too few", TYPES, " après [[ ]] jours", "", ["T08:55"]),
    ("a gap with a key", TYPES, "[[ ( ) magasin", "[[ (x) magasin", ["T07:57"]),
    ("a gap with a number", TYPES, "[[ ]]", "[[ 90 ]]", ["T07:57"]),
    ("a gap with an option too few", TYPES, "magasin ( ) rue", "magasin", ["T08:57"]),
    ("a gap in code", TYPES, "[[ ]]", "`[[ ]]`", ["Q40:57"]),
    ("a head of another course", HEAD, "id: small-course", "id: other-course", ["T03:1"]),
    ("an unknown outcome", HEAD, "  see: Voir", "  voir: Voir", ["F08:6"]),
    ("an unknown module", HEAD, "  02-final: Fin", "  03-final: Fin", ["F08:10"]),
    ("a head that is no YAML", HEAD, "title: Petit", "title: Petit: x", ["F05:2"]),
    ("a head of a list", HEAD, "id: small", "- small\n#", ["F05:3"]),
    ("a stale head", HEAD, "of: ", "of: 0", ["T02:4"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "codes"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_mistake_of_a_translator_is_found_at_its_line(path: str, old: str, new: str, codes: list[str]) -> None:
    findings = read_course(french_with(path, old, new)).findings
    assert sorted(f"{finding.code}:{finding.line}" for finding in findings) == sorted(codes)


def test_a_translation_into_a_language_that_the_course_does_not_list_is_remarked_on() -> None:
    files = french_course()
    german = {path.replace(".fr.", ".de."): raw for path, raw in files.items() if ".fr." in path}
    found = {finding.file for finding in read_course({**files, **german}).findings if finding.code == "T04"}
    assert found == set(german)


def test_the_source_language_has_no_translation_of_its_own() -> None:
    files = french_course()
    again = {FRENCH[LESSON].replace(".fr.", ".en."): files[FRENCH[LESSON]]}
    assert [finding.code for finding in read_course({**files, **again}).findings] == ["T04"]

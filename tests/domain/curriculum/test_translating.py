"""The translation desk: source and target part by part, stale parts marked, and written back without loss (T19)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.assessment.domain.question import Question
from app.curriculum.domain.course_file import read_course_file
from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.folder import read_folder
from app.curriculum.domain.previewing import preview_questions
from app.curriculum.domain.translating.front import FrontEntry, read_front, write_front
from app.curriculum.domain.translating.heads import head_groups, with_head_words
from app.curriculum.domain.translating.lessons import lesson_body, lesson_groups
from app.curriculum.domain.translating.parts import CannotBeWritten, Group
from app.curriculum.domain.translating.quizzes import quiz_body, quiz_groups
from app.curriculum.domain.translating.states import translation_states
from app.curriculum.domain.writing.text_file import canonical_text, joined_file, split_file
from tests.domain.curriculum.french import ALL_TYPES, FRENCH, HEAD, french_course, french_with
from tests.domain.curriculum.small_course import BANK, FILES, LESSON, QUIZ

COURSE = french_course()
CFR = Path(__file__).parents[3] / "courses" / "cybercrime-first-responder"


def questions_of(files: dict[str, bytes], path: str) -> dict[str, Question]:
    return {one.key: one for one in preview_questions(files, path, files[path].decode())[0]}


def fields_of(groups: tuple[Group, ...]) -> dict[str, str]:
    """Return what a form that nobody touches sends."""
    return {part.name: part.target for group in groups for part in group.parts if not part.fixed}


def written_again(files: dict[str, bytes], path: str, language: str) -> str:
    """Return a translation as it is saved when nobody has touched its form."""
    target_path = path.replace(".md", f".{language}.md")
    source, target = files[path].decode(), files[target_path].decode()
    front = (split_file(target) or ("", ""))[0]
    if ".quiz." in path:
        questions = questions_of(files, path)
        fields = fields_of(quiz_groups(source, target, None, questions, stale=False))
        body = quiz_body(source, target, questions, fields)
    else:
        fields = fields_of(lesson_groups(source, target, None, stale=False))
        body = lesson_body(source, fields)
    return canonical_text(target_path, joined_file(front, body))


@pytest.mark.parametrize("path", [LESSON, QUIZ, BANK, ALL_TYPES])
def test_a_translation_that_nobody_touches_comes_back_byte_for_byte(path: str) -> None:
    assert written_again(COURSE, path, "fr") == COURSE[FRENCH[path]].decode()


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_every_shipped_translation_comes_back_saying_the_same(language: str) -> None:
    files, _ = read_folder(CFR)
    again = dict(files)
    for path in files:
        target = path.replace(".md", f".{language}.md")
        if path.endswith(".md") and target in files and path.count(".") <= 2:
            again[target] = written_again(files, path, language).encode()
    before, after = read_course(files), read_course(again)
    assert before.course
    assert after.course
    assert replace(after.course, hash="") == replace(before.course, hash="")


def test_paragraphs_stand_side_by_side_and_what_is_the_same_everywhere_is_fixed() -> None:
    groups = lesson_groups(COURSE[LESSON].decode(), COURSE[FRENCH[LESSON]].decode(), None, stale=False)
    pairs = [(part.source[:12], part.target[:12], part.fixed) for group in groups for part in group.parts]
    assert pairs == [
        ("Look first", "Regarder d'a", False),
        ("Look before ", "Regardez ava", False),
        ("![A room wit", "![Une pièce ", False),
        ("::: check {r", "::: check {r", True),
        ("::: sources\n", "::: sources\n", True),
    ]


def test_a_paragraph_that_was_put_in_leaves_the_others_beside_their_own() -> None:
    source = COURSE[LESSON].decode().replace("::: check", "## Then act\n\nDo it now.\n\n::: check", 1)
    groups = lesson_groups(source, COURSE[FRENCH[LESSON]].decode(), COURSE[LESSON].decode(), stale=True)
    found = [(part.source[:10], part.target[:10], group.stale) for group in groups for part in group.parts]
    assert found[1:5] == [
        ("Look befor", "Regardez a", False),
        ("![A room w", "![Une pièc", False),
        ("## Then ac", "", True),
        ("Do it now.", "", True),
    ]


def test_only_what_changed_is_marked_where_the_earlier_source_is_known() -> None:
    old = COURSE[LESSON].decode()
    new = old.replace("Look before you touch.", "Look twice before you touch.")
    groups = lesson_groups(new, COURSE[FRENCH[LESSON]].decode(), old, stale=True)
    assert [group.parts[0].source[:10] for group in groups if group.stale] == ["Look twice"]
    unknown = lesson_groups(new, COURSE[FRENCH[LESSON]].decode(), None, stale=True)
    assert [group.stale for group in unknown] == [True, True, True, False, False]


def test_a_paragraph_without_words_stands_in_the_source_language_until_it_has_some() -> None:
    body = lesson_body(COURSE[LESSON].decode(), {"p0": "Regardez."})
    assert body.startswith("Regardez.\n\n![A room with a desk]")
    half = joined_file("id: look\ntitle: Voir", body)
    groups = lesson_groups(COURSE[LESSON].decode(), half, None, stale=False)
    assert [group.open for group in groups] == [False, False, True, False, False]


def test_questions_stand_side_by_side_without_their_keys() -> None:
    source, target = COURSE[ALL_TYPES].decode(), COURSE[FRENCH[ALL_TYPES]].decode()
    groups = {one.key: one for one in quiz_groups(source, target, None, questions_of(COURSE, ALL_TYPES), stale=False)}
    single = {part.name.split(":")[1]: part for part in groups["t-single"].parts}
    assert (single["stem"].source, single["stem"].target) == (
        "Which is first?\n\n- old\n- habits", "Que faire d'abord ?\n\n- vieilles\n- habitudes",
    )  # fmt: skip
    assert [(single[name].source, single[name].target, single[name].note) for name in ("a0", "a1")] == [
        ("Look", "Regarder", "right"), ("Touch", "Toucher", ""),
    ]  # fmt: skip
    assert (single["w1"].source, single["w1"].target) == ("No.", "Non.")
    assert (single["r-correct"].source, single["r-correct"].target) == ("Well done.", "Bravo.")
    text = {part.name.split(":")[1]: part for part in groups["t-text"].parts}
    assert (text["a1"].source, text["a1"].note, text["a1"].target) == ("", "50% checksum*", "50% somme de contrôle*")
    match = {part.name.split(":")[1]: part for part in groups["t-match"].parts}
    assert [match[name].target for name in ("l0", "a0", "a3")] == ["Journal", "Magasin", "Rue"]
    assert "l3" not in match
    number = [part.name for part in groups["t-number"].parts]
    assert number == ["t-number:stem", "t-number:w0"], "numbers are not for the translator"
    true = {part.name: (part.source, part.target) for part in groups["t-true"].parts}
    assert true["t-true:r-true"] == ("Yes.", "Oui.")
    assert groups["room"].parts[0].target == "Une pièce sombre."


def test_of_a_bank_only_the_questions_that_changed_are_marked() -> None:
    old = COURSE[BANK].decode()
    new = old.replace("A guess\n", "A mere guess\n")
    groups = quiz_groups(new, COURSE[FRENCH[BANK]].decode(), old, questions_of(COURSE, BANK), stale=True)
    assert [group.key for group in groups if group.stale] == ["note"]


def test_what_is_not_on_the_page_is_saved_as_it_stands() -> None:
    source, target = COURSE[ALL_TYPES].decode(), COURSE[FRENCH[ALL_TYPES]].decode()
    questions = questions_of(COURSE, ALL_TYPES)
    body = quiz_body(source, target, questions, {"t-number:stem": "Combien y en a-t-il ?", "t-number:w0": "Comptés."})
    assert body == (split_file(target) or ("", ""))[1].strip("\n").replace("Combien ?", "Combien y en a-t-il ?")


def test_a_question_without_a_stem_is_left_untranslated() -> None:
    body = quiz_body(
        COURSE[QUIZ].decode(), "", questions_of(COURSE, QUIZ), {"first:stem": " ", "hands:stem": "Combien ?"}
    )
    assert body == "## Combien ? {#hands}"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first:stem": "Quoi ?", "first:a0": "Voir"}, "first:a1"),
        ({"first:stem": "Quoi ?\n## Encore", "first:a0": "Voir", "first:a1": "Toucher"}, "first:stem"),
        ({"first:stem": "Quoi ?\n::: note\nx", "first:a0": "Voir", "first:a1": "Toucher"}, "first:stem"),
        ({"first:stem": "Quoi ? {#other}", "first:a0": "Voir", "first:a1": "Toucher"}, None),
    ],
    ids=["half", "heading", "block", "braces"],
)
def test_what_would_be_read_as_something_else_is_refused_at_its_field(fields: dict[str, str], name: str | None) -> None:
    questions = questions_of(COURSE, QUIZ)
    if name is None:
        assert "## Quoi ? {#other} {#first}" in quiz_body(COURSE[QUIZ].decode(), "", questions, fields)
        return
    with pytest.raises(CannotBeWritten) as refused:
        quiz_body(COURSE[QUIZ].decode(), "", questions, fields)
    assert list(refused.value.errors) == [name]


def test_the_front_matter_keeps_comments_and_own_keys() -> None:
    before = "id: look  # same everywhere\ntitle: Voir\nof: 5d3c1a90\nx-mine: 1\n"
    entry = FrontEntry(assisted=True, reviewed_by="C. Expert: Dr", reviewed_on="2026-05-01")
    after = write_front(before, "look", "Regarder : bien", "00000000", entry)
    assert "x-mine: 1" in after
    assert read_front(after).entry == entry
    assert (read_front(after).title, read_front(after).of) == ("Regarder : bien", "00000000")
    assert read_front(write_front(after, "look", "Voir", "00000000", FrontEntry())).entry == FrontEntry()
    new = write_front("", "look", "Voir", "00000000", FrontEntry())
    assert new.strip() == "id: look\ntitle: Voir\nof: 00000000"


def test_course_yml_has_its_words_beside_it() -> None:
    head = read_course_file(FILES["course.yml"], Findings())
    assert head
    groups = head_groups(head, COURSE[HEAD].decode(), None, stale=False)
    assert [(group.parts[0].name, group.parts[0].target) for group in groups] == [
        ("title", "Petit cours"), ("summary", "De quoi lire un cours."), ("o-see", "Voir ce qui compte"),
        ("o-act", "Agir dans le bon ordre"), ("m-01-first-steps", "Premiers pas"), ("m-02-final", "Fin"),
    ]  # fmt: skip
    again = canonical_text(HEAD, with_head_words(COURSE[HEAD].decode(), head, fields_of(groups)))
    assert again == COURSE[HEAD].decode()
    old = FILES["course.yml"].replace("title: Final", "title: The end")
    marked = head_groups(head, COURSE[HEAD].decode(), old, stale=True)
    assert [group.key for group in marked if group.stale] == ["m-02-final"]


def test_each_text_has_its_state_in_each_language() -> None:
    states = {one.path: one.states["fr"] for one in translation_states(COURSE)}
    assert states["course.yml"] == states[LESSON] == states[QUIZ] == states[BANK] == "done"
    assert states["modules/02-final/10-examination.quiz.md"] == "missing"
    for path, old, new, wanted in (
        (LESSON, "Look before", "Look twice before", "stale"),
        (FRENCH[QUIZ], "## Combien de mains touchent l'appareil ? {#hands}\n\n> Aucune.\n", "", "partly"),
        (FRENCH[BANK], "title: Réserve", "title: Réserve\nassisted: true", "unreviewed"),
    ):
        source = path.replace(".fr.", ".")
        assert {one.path: one.states["fr"] for one in translation_states(french_with(path, old, new))}[source] == wanted

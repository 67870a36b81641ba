"""There is one way to write a course: what `fmt` writes says the same, and stays as it is when it is written again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.domain.course import CourseSource
from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.folder import read_folder
from app.curriculum.domain.translations import source_hash
from app.curriculum.domain.writing.folder import canonical_folder
from app.curriculum.domain.writing.lesson_body import blocks_of_body, canonical_body
from app.curriculum.domain.writing.question_body import canonical_questions, pieces_of
from app.curriculum.domain.writing.text_file import canonical_text
from tests.domain.curriculum.hostile import WHITE, edits, spaced, tried
from tests.domain.curriculum.small_course import BANK, FILES, LESSON, QUIZ, changed, small_course

COURSES = sorted(path.parent for path in (Path(__file__).parents[3] / "courses").glob("*/course.yml"))
SOME = tried(40)

BODIES = [
    ("space at the end of lines", "Look.  \n\nThen act. ", "Look.\n\nThen act."),
    ("a broken line says so", "Look.  \nThen act.", "Look.\\\nThen act."),
    ("runs of blank lines", "\n\nLook.\n\n\n\nAct.\n\n", "Look.\n\nAct."),
    ("a blank line between blocks", "Look:\n- one\n- two\n::: note\nStop.\n:::\nAct.",
     "Look:\n\n- one\n- two\n\n::: note\nStop.\n:::\n\nAct."),
    ("space after markers", "-   one\n-   two\n\n    more\n\n##  Head\n\n>Said",
     "- one\n- two\n\n  more\n\n## Head\n\n> Said"),
    ("blocks", ":::   note\n\nStop.\n\n\nNow.\n\n:::  ", "::: note\nStop.\n\nNow.\n:::"),
    ("a brace in a value", "::: video {src=a minutes=3}src=a}\nSaid.\n:::",
     "::: video {src=a minutes=3}src=a}\nSaid.\n:::"),
    ("attributes of a block", ":::check  { ref=a }\n:::", "::: check {ref=a}\n:::"),
    ("code keeps its white space", "```\na  \n\n\nb\n```\n\n\nText", "```\na  \n\n\nb\n```\n\nText"),
    ("loose lists stay loose", "- one\n\n\n- two", "- one\n\n- two"),
    ("words and their meanings", "::: glossary\nWord\n: its meaning\n\n\nOther\n: another\n:::",
     "::: glossary\nWord\n: its meaning\n\nOther\n: another\n:::"),
]  # fmt: skip
QUESTIONS = [
    ("order of attributes", "## Why? {level=1  source=R for=see #why}\n= 1",
     "## Why? {#why for=see level=1 source=R}\n\n= 1"),
    ("flags and quotes", '## Why? {#why redline=true case="room"}\n\n= 1', "## Why? {#why case=room redline}\n\n= 1"),
    ("own attributes come last", "## Why? {x-mine=2 #why}\n\n= 1", "## Why? {#why x-mine=2}\n\n= 1"),
    ("options", "## Why? {#why}\n*  (X)  One\n    >  Right.\n\n+ () Two\n> All.",
     "## Why? {#why}\n\n- (x) One\n  > Right.\n- ( ) Two\n\n> All."),
    ("weights", "## Why? {#why}\n- [x] One\n- [ -50 %] Two", "## Why? {#why}\n\n- [x] One\n- [-50%] Two"),
    ("pairs", "## Who? {#who}\n-  A->B\n- C  ->  D\n- ->E", "## Who? {#who}\n\n- A -> B\n- C -> D\n- -> E"),
    ("steps", "## Order? {#order}\n1)  One\n  > First.\n2)  Two", "## Order? {#order}\n\n1. One\n   > First.\n2. Two"),
    ("answers after =", "## Name? {#name}\n=a | b\n=50%  c", "## Name? {#name}\n\n= a | b\n= 50%  c"),
    ("reasons stay apart", "## Why? {#why}\n\n- (x) One\n  > a\n\n  > b\n- ( ) Two",
     "## Why? {#why}\n\n- (x) One\n  > a\n\n  > b\n- ( ) Two"),
    ("the stem stays where it is", "## Why?  {#why}\nmore\n\n\nmore\n= 1", "## Why? {#why}\nmore\n\nmore\n\n= 1"),
    ("a stem apart", "## Why? {#why}\n\n\nmore\n= 1", "## Why? {#why}\n\nmore\n\n= 1"),
    ("cases", "::: case   { #room }\n\nA room.\n\n\nDark.\n:::\n## Why? {case=room #why}\n= 1",
     "::: case {#room}\nA room.\n\nDark.\n:::\n\n## Why? {#why case=room}\n\n= 1"),
    ("what cannot be read is left alone", "## Why? {#why}\n- (x) One\nlost words\n- ( ) Two", None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_a_lesson_is_written_in_one_way(before: str, after: str) -> None:
    assert canonical_body(before) == after
    assert canonical_body(after) == after


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in QUESTIONS], ids=[row[0] for row in QUESTIONS])
def test_a_question_is_written_in_one_way(before: str, after: str | None) -> None:
    wanted = before if after is None else after
    assert canonical_questions(before) == wanted
    assert canonical_questions(wanted) == wanted


def test_yaml_keeps_comments_own_keys_and_the_author_s_order() -> None:
    text = "title: A  \n\n\n# mine\nx-own: {b: 1,   a: 2}  # why\nid: a\n\n"
    assert canonical_text("course.yml", text) == "title: A\n\n# mine\nx-own: {b: 1,   a: 2}  # why\nid: a\n"
    assert canonical_text(LESSON, f"---\n{text}---\nText") == (
        "---\ntitle: A\n\n# mine\nx-own: {b: 1,   a: 2}  # why\nid: a\n---\n\nText\n"
    )


def test_yaml_that_cannot_be_read_is_left_alone() -> None:
    assert canonical_text("course.yml", "a: b: c  \n\n\nd\n") == "a: b: c  \n\n\nd\n"


def test_line_ends_and_the_mark_of_an_editor_go() -> None:
    files = {**small_course(), LESSON: b"\xef\xbb\xbf" + FILES[LESSON].replace("\n", "\r\n").encode()}
    assert canonical_folder(files) == small_course()


def test_figures_and_what_is_no_text_of_the_course_are_left_alone() -> None:
    own = {"modules/01-first-steps/assets/a.md": b"a  \n\n\n", "README.md": b"a  \r\n", LESSON: b"\xff\n\n\n"}
    written = canonical_folder({**small_course(), **own})
    assert {path: written[path] for path in own} == own


@pytest.mark.parametrize("folder", COURSES, ids=lambda path: path.name)
def test_a_shipped_course_is_written_in_its_canonical_form(folder: Path) -> None:
    """T15: so that an export of it is the folder, byte for byte."""
    files, _ = read_folder(folder)
    assert [path for path, written in canonical_folder(files).items() if written != files[path]] == []


# ids


def test_a_missing_id_is_made_of_the_title_and_free_in_the_whole_course() -> None:
    files = changed(QUIZ, "{#hands for=act}", "")
    files[BANK] = FILES[BANK].replace("id: pool\n", "").replace("{#note for=see}", "{for=see}").encode()
    files[LESSON] = FILES[LESSON].replace("id: look\n", "id:   # to be found\n").encode()
    written = canonical_folder(files)
    assert "## How many hands touch the device? {#how-many-hands-touch-the-device}" in written[QUIZ].decode()
    assert written[BANK].decode().startswith("---\nid: pool\n")
    assert "{#which-may-you-note-choose-all for=see}" in written[BANK].decode()
    assert written[LESSON].decode().startswith("---\nid: look-first # to be found\n")


def test_a_made_id_that_is_taken_gets_a_number() -> None:
    files = changed(QUIZ, "{#first for=see level=1 source=RFC}", "")
    files[BANK] = (
        FILES[BANK].replace("## People come before devices. {#people", "## What is first? {#what-is-first").encode()
    )
    assert "## What is first? {#what-is-first-2}" in canonical_folder(files)[QUIZ].decode()


def test_an_id_that_stands_is_never_altered_however_badly_formed() -> None:
    for bad in ("{#Hands for=act}", "{# for=act}", "{#people for=act}"):
        assert bad in canonical_folder(changed(QUIZ, "{#hands for=act}", bad))[QUIZ].decode()
    assert b"\nid: Look!\n" in canonical_folder(changed(LESSON, "id: look", "id: Look!"))[LESSON]
    assert canonical_folder(changed(LESSON, "id: look", "id : look"))[LESSON].count(b"look\n") == 1


def test_a_case_without_an_id_gets_one() -> None:
    files = changed(QUIZ, "## How", "::: case\nA room.\n:::\n\n## How")
    assert "::: case {#case}\nA room." in canonical_folder(files)[QUIZ].decode()


def test_a_translation_gets_the_ids_of_its_source() -> None:
    path = QUIZ.replace(".md", ".fr.md")
    text = "---\ntitle: Essai\n---\n\n## Quoi ?\n\n- Voir\n- Toucher\n\n## Combien ? {#hands}\n"
    written = canonical_folder({**small_course(), path: text.encode()})[path].decode()
    assert written.startswith("---\nid: practice\ntitle: Essai\n---\n\n## Quoi ? {#first}\n")
    other = canonical_folder({**small_course(), path: text.replace("#hands", "#other").encode()})[path].decode()
    assert "## Quoi ?\n" in other


# translations


def test_a_translation_stays_current_when_only_white_space_of_its_source_moves() -> None:
    path = LESSON.replace(".md", ".fr.md")
    source = (FILES[LESSON] + "\n\n").encode()
    text = f"---\nid: look\ntitle: Voir\nof: {source_hash(source)}  # checked\n---\n\nVoir.\n"
    written = canonical_folder({**small_course(), LESSON: source, path: text.encode()})
    assert f"of: {source_hash(FILES[LESSON].encode())}  # checked\n" in written[path].decode()
    stale = text.replace(source_hash(source), "00000000")
    assert b"of: 00000000" in canonical_folder({**small_course(), LESSON: source, path: stale.encode()})[path]


# laws


def _same(course: CourseSource | None) -> CourseSource | None:
    return course and replace(course, hash="")


def _judge(files: dict[str, bytes]) -> None:
    written = canonical_folder(files)
    assert canonical_folder(written) == written, "written again, it changes"
    before, after = read_course(files), read_course(written)
    if before.course:
        assert _same(after.course) == _same(before.course), "it says something else"
    if not {finding.code for finding in before.findings} & {"Q01", "F09"}:
        codes = [sorted((finding.file, finding.code) for finding in one.findings) for one in (before, after)]
        assert codes[0] == codes[1]


@SOME
@given(spaced())
def test_whatever_the_white_space_the_course_says_the_same(files: dict[str, bytes]) -> None:
    _judge(files)


@SOME
@given(edits())
def test_whatever_was_edited_the_writer_comes_to_rest(files: dict[str, bytes]) -> None:
    _judge(files)


@SOME
@given(st.sampled_from(COURSES), st.randoms(use_true_random=False))
def test_blocks_that_are_canonical_already_keep_their_bytes(folder: Path, chance) -> None:  # type: ignore[no-untyped-def]
    """One block of a text is spoiled: the others come out as they went in."""
    texts = sorted(folder.glob("modules/*/*.md"))
    path = chance.choice(texts)
    body = path.read_text().split("\n---\n", 1)[1]
    is_quiz = path.name.endswith(".quiz.md")
    blocks = (pieces_of if is_quiz else blocks_of_body)(body)
    if not blocks:
        return
    at, where = chance.randrange(len(blocks)), chance.randrange(len(blocks[-1]) + 1)
    spoiled = [*blocks[:at], blocks[at][:where] + chance.choice(WHITE).decode() + blocks[at][where:], *blocks[at + 1 :]]
    written = (canonical_questions if is_quiz else canonical_body)("\n\n".join(spoiled))
    before, after = "\n\n".join(blocks[:at]), "\n\n".join(blocks[at + 1 :])
    if "```" in spoiled[at] or "~~~" in spoiled[at] or ":::" in spoiled[at]:
        return
    parted, rest = (pieces_of if is_quiz else blocks_of_body)("\n\n".join(spoiled)), blocks[at + 1 :]
    if parted[len(parted) - len(rest) :] != rest:
        return  # a list that the white space began has taken what follows in
    assert written.startswith(before)
    assert written.endswith(after)

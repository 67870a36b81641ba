"""What the editors write into files: only the touched part, and always something the reader takes back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.curriculum.domain.changes import changes, line_rows
from app.curriculum.domain.fields import ID
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.lesson_text import (
    LessonText,
    new_lesson_text,
    read_lesson_text,
    write_lesson_text,
)
from app.curriculum.domain.naming import free_id, lesson_path
from app.curriculum.domain.previewing import preview_block, preview_lesson
from app.curriculum.domain.question_entry import entry_of, reads_back
from app.curriculum.domain.question_places import added, block_of, blocks_of, replaced, taken_out
from app.curriculum.domain.question_writing import OptionEntry, QuestionEntry, write_entry
from app.curriculum.domain.yaml_blocks import yaml_value
from app.curriculum.domain.yaml_nodes import read_yaml

LESSON = """---
id: first        # never changes
title: "First: steps"
duration: 12 min
x-note: kept
---

Look.

- one
"""
BANK = """---
id: bank
title: Bank
bank: true
---

::: case {#room}
A room.
:::

## One? {#one for=see case=room source=R3227}

- (x) Yes
  > Right.
- ( ) No
  > Wrong.

> Remember.

## Two? {#two}

= 42 ± 1


## Three? {#three}

- [x] A
- [-50%] B
"""

one_line = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60)


def test_a_lesson_written_back_unchanged_keeps_every_byte() -> None:
    parts = read_lesson_text(LESSON)
    assert parts == LessonText("First: steps", "12", "Look.\n\n- one")
    assert write_lesson_text(LESSON, parts) == LESSON


def test_a_changed_title_changes_its_line_alone() -> None:
    changed = write_lesson_text(LESSON, LessonText("Other", "12", "Look.\n\n- one"))
    assert changed == LESSON.replace('title: "First: steps"', "title: Other")


def test_minutes_taken_away_take_their_line_away() -> None:
    assert "duration" not in write_lesson_text(LESSON, LessonText("First: steps", "", "Look."))


@pytest.mark.parametrize(
    "text", ["no front matter", "---\nid: x\n", "---\nid: x\n---\nx", "---\ntitle: x\nduration: 2 h\n---\n"]
)
def test_a_front_matter_that_cannot_be_patched_is_edited_as_a_file(text: str) -> None:
    assert read_lesson_text(text) is None


@given(one_line)
@example("NULL")
@example("0x1F")
@example(",0")
@example("F# # 1")
@example("\"' #")
def test_every_title_comes_back_as_it_was_typed(title: str) -> None:
    wanted = " ".join(title.split())
    found = Findings()
    root = read_yaml("f", f"title: {yaml_value(title)}", found)
    assert root is not None
    if wanted:
        assert root.entries[0].value.text == wanted
        assert read_lesson_text(new_lesson_text("key", LessonText(title, "", "x"))) == LessonText(wanted, "", "x")


def test_questions_are_found_with_the_lines_they_take() -> None:
    assert [(one.key, one.text.split("\n")[-1]) for one in blocks_of(BANK)] == [
        ("one", "> Remember."),
        ("two", "= 42 ± 1"),
        ("three", "- [-50%] B"),
    ]


def test_a_replaced_question_leaves_every_other_byte() -> None:
    block = block_of(BANK, "two")
    assert block is not None
    assert replaced(BANK, block, "## Two! {#two}\n\n= 43\n") == BANK.replace(
        "## Two? {#two}\n\n= 42 ± 1", "## Two! {#two}\n\n= 43"
    )
    assert replaced(BANK, block, block.text) == BANK


def test_a_question_is_added_at_the_end_and_taken_out_with_its_space() -> None:
    longer = added(BANK, "## Four? {#four}\n\n= true")
    assert longer == BANK + "\n## Four? {#four}\n\n= true\n"
    block = block_of(longer, "two")
    assert block is not None
    assert [one.key for one in blocks_of(taken_out(longer, block))] == ["one", "three", "four"]


@pytest.mark.parametrize(("key", "form"), [("one", True), ("two", True), ("three", True), ("four", False)])
def test_the_form_takes_what_it_can_write_back(key: str, form: bool) -> None:
    block = block_of(added(BANK, "## Four? {#four type=essay}\n\n> rubric: 1 point: said"), key)
    assert block is not None
    entry = entry_of(block.text)
    assert (entry is not None) is form
    if entry and key == "one":
        assert entry.other == (("case", "room"), ("source", "R3227"))
        assert block_of(write_entry(entry), "one") is not None


@pytest.mark.parametrize("stem", ["One\n## Two {#two}", "One\n= true", "One\n- (x) spilled", "One\n::: case {#x}\n:::"])
def test_a_question_whose_text_would_be_read_as_something_else_is_noticed(stem: str) -> None:
    options = (OptionEntry("a", True, "why"), OptionEntry("b", False, "why not"))
    assert not reads_back(QuestionEntry("key", "single", stem, options))
    assert reads_back(QuestionEntry("key", "single", "One\nmore", options))


texts = st.text("abc äß ع #>{}[]()=x*_`:\\-", min_size=1, max_size=30).filter(lambda text: text.strip())


@given(texts, st.lists(st.tuples(texts, texts), min_size=2, max_size=4), st.integers(0, 3))
def test_what_the_form_writes_is_one_question_or_an_error_with_a_line(
    stem: str, options: list[tuple[str, str]], right: int
) -> None:
    """Whatever is typed never spills into another question and never raises."""
    rows = tuple(OptionEntry(text, at == right % len(options), why) for at, (text, why) in enumerate(options))
    block = write_entry(QuestionEntry("key", "single", stem, rows))
    question, findings = preview_block({"course.yml": b""}, "banks/b.quiz.md", block)
    assert question is not None or findings
    assert all(finding.line >= 1 for finding in findings)


@pytest.mark.parametrize(
    ("title", "taken", "wanted"),
    [
        ("First steps", set(), "first-steps"),
        ("First steps", {"first-steps"}, "first-steps-2"),
        ("Écran & café", set(), "ecran-cafe"),
        ("42 things", set(), "text-42-things"),
        ("لا شيء", set(), "text"),
        ("لا شيء", {"text"}, "text-2"),
        ("x", set(), "text-x"),
    ],
)
def test_ids_are_made_of_words_and_never_taken(title: str, taken: set[str], wanted: str) -> None:
    assert free_id(title, taken) == wanted


@given(one_line)
def test_every_id_made_is_an_id(title: str) -> None:
    assert ID.fullmatch(free_id(title, ()))


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([], "10"),
        (["10-a.md", "90-practice.quiz.md"], "20"),
        (["10-a.md", "85-b.md", "90-practice.quiz.md"], "87"),
        (["10-a.md", "89-b.md", "90-practice.quiz.md"], "90"),
        (["10-a.md", "20-mid.quiz.md", "30-b.md"], "40"),
    ],
)
def test_a_new_lesson_stands_after_the_lessons_and_before_the_last_quizzes(names: list[str], wanted: str) -> None:
    folder = "modules/01-one"
    assert lesson_path(folder, "new", [f"{folder}/{name}" for name in names]) == f"{folder}/{wanted}-new.md"


def test_changes_name_the_files_and_show_lines_with_two_around() -> None:
    before = {"a.md": b"1\n2\n3\n4\n5\n6\n7\n", "gone.md": b"x", "same.md": b"s", "p.png": b"1"}
    after = {"a.md": b"1\n2\n3\nfour\n5\n6\n7\n", "new.md": b"n", "same.md": b"s", "p.png": b"2"}
    found = {one.path: one for one in changes(before, after)}
    assert {path: one.kind for path, one in found.items()} == {
        "a.md": "changed",
        "gone.md": "removed",
        "new.md": "added",
        "p.png": "changed",
    }
    rows = [(row.before, row.after) for row in found["a.md"].rows]
    assert rows == [("2", "2"), ("3", "3"), ("4", "four"), ("5", "5"), ("6", "6")]
    assert found["p.png"].rows == ()
    assert line_rows("same", "same") == ()


def test_a_preview_names_the_question_that_is_not_there() -> None:
    files = {"course.yml": b"", "modules/01-a/10-x.md": b""}
    text = "---\nid: one\ntitle: X\n---\nText.\n\n::: check {ref=nowhere}\n:::\n"
    shown = preview_lesson(files, "modules/01-a/10-x.md", text)
    assert shown.lesson is not None
    assert [one.code for one in shown.findings if one.level == "error"] == ["X08"]

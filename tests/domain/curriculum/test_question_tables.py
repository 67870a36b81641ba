"""A table of questions: columns by many names, every type, each wrong cell named, nothing twice."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.curriculum.domain.question_columns import read_columns
from app.curriculum.domain.question_table import QuestionTable, read_question_table
from app.curriculum.domain.question_template import COLUMNS, ROWS, template_csv
from app.curriculum.domain.question_workbook import template_xlsx
from app.curriculum.domain.questions_text import read_questions
from app.curriculum.domain.table_reading import Table, decoded, read_text_table
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.workbook_reading import read_workbook

OUTCOMES = {"see": "See what matters", "act": "Act in the right order"}
HEAD = "type\tquestion\tanswer 1\tanswer 2\tanswer 3\tright\treason 1\treason 2\toutcome\tlevel\tred line\tremark\n"
FILE = "---\nid: pool\ntitle: Pool\nbank: true\n---\n"


def read(rows: str, head: str = HEAD, text: str = FILE) -> QuestionTable:
    return read_question_table(read_text_table((head + rows).encode()), OUTCOMES, {"pool", "look"}, text)


def one(row: str) -> str:
    found = read(row)
    assert found.problems == ()
    assert len(found.questions) == 1
    return found.questions[0].block


WRITTEN = [
    ("single\tWhich?\tA\tB\tC\t2\tNo.\tYes.", "## Which? {#which}\n\n- ( ) A\n  > No.\n- (x) B\n  > Yes.\n- ( ) C"),
    ("multiple\tWhich?\tA\tB\tC\ta, c", "## Which? {#which}\n\n- [x] A\n- [ ] B\n- [x] C"),
    ("mc\tWhich?\tA\tB\tC\tA and B", "## Which? {#which}\n\n- [x] A\n- [x] B\n- [ ] C"),
    ("\tWhich?\tA\tB\t\tB", "## Which? {#which}\n\n- ( ) A\n- (x) B"),
    ("single\tWhich?\tblue\tred\t\tRed", "## Which? {#which}\n\n- ( ) blue\n- (x) red"),
    ("truefalse\tIt is.\t\t\t\tfalse\tR.\tW.", "## It is. {#it-is}\n\n= false\n  > true: W.\n  > false: R."),
    ("True/False\tIt is.\ttrue", "## It is. {#it-is}\n\n= true"),
    ("number\tHow many?\t42 ± 1\t3..5", "## How many? {#how-many}\n\n= 42 ± 1\n= 3..5"),
    ("number\tHow many?\t\t\t\t6\tWhy.", "## How many? {#how-many}\n\n= 6\n  > Why."),
    ("text\tName it.\tLuhn | mod 10\tcheck*", '## Name it. {#name-it}\n\n= Luhn | mod 10\n= check*'),
    ("text\tName it.\t42\ttrue", '## Name it. {#name-it}\n\n= "42"\n= "true"'),
    ("match\tPair.\ta -> 1\tb → 2\t-> 3", "## Pair. {#pair}\n\n- a -> 1\n- b -> 2\n- -> 3"),
    ("order\tSort.\tfirst\tsecond", "## Sort. {#sort}\n\n1. first\n2. second"),
    ("single\tW?\tA\tB\t\t1\tYes.\t\tsee\t2\tyes\tMore.",
     "## W? {#text-w for=see level=2 redline}\n\n- (x) A\n  > Yes.\n- ( ) B\n\n> More."),
    ("single\tW?\tA\tB\t\t1\t\t\tSee what matters\thard", "## W? {#text-w for=see level=3}\n\n- (x) A\n- ( ) B"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "block"), WRITTEN)
def test_a_row_is_written_as_the_course_format_has_it(row: str, block: str) -> None:
    assert one(row + "\n") == block


WRONG = [
    ("essay\tW?\tA\tB\t\t1", "type", "is no type"),
    ("single\t\tA\tB\t\t1", "question", "Write the question"),
    ("single\tW?\tA\t\t\t1", "answer 1", "at least two"),
    ("single\tW?\tA\tB\t\t", "right", "Say which answer"),
    ("single\tW?\tA\tB\t\t3", "right", "no number or letter"),
    ("single\tW?\tA\tB\t\tX", "right", "no number or letter"),
    ("single\tW?\tA\tB\t\t1,2", "right", "one right answer"),
    ("single\tW?\tA\ta\t\t1", "answer 1", "say the same"),
    ("truefalse\tW.\t\t\t\tmaybe", "right", "true or false"),
    ("number\tW?\t1,5", "answer 1", "no number"),
    ("number\tW?\tmany", "answer 1", "no number"),
    ("number\tW?\t5..3", "answer 1", "no number"),
    ("number\tW?", "answer 1", "Give the answer"),
    ("text\tW?\ta | | b", "answer 1", "variant is empty"),
    ("text\tW?\t*", "answer 1", "variant is empty"),
    ("match\tW?\ta -> 1\tb", "answer 2", "left side -> right side"),
    ("match\tW?\ta -> 1\t-> 2", "answer 1", "at least two pairs"),
    ("order\tW?\tA", "answer 1", "at least two steps"),
    ("single\tW?\tA\tB\t\t1\t\t\tsea", "outcome", "Did you mean see?"),
    ("single\tW?\tA\tB\t\t1\t\t\t\t4", "level", "1, 2 or 3"),
    ("single\tW?\tA\tB\t\t1\t\t\t\t\tperhaps", "red line", "yes, or leave"),
    (f"single\t{'x' * 2001}\tA\tB\t\t1", "question", "too long"),
]


@pytest.mark.parametrize(("row", "column", "words"), WRONG)
def test_a_wrong_cell_is_named_by_row_and_column_with_what_to_do(row: str, column: str, words: str) -> None:
    found = read("single\tGood?\tA\tB\t\t1\n\n" + row + "\n")
    assert [new.row for new in found.questions] == [2]
    problem = found.problems[0]
    assert (problem.row, problem.column) == (4, column)
    assert words in problem.text % dict(problem.values)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Question type,Item,Option A,Option B,Correct answer", "kind stem answer1 answer2 right"),
        ("KIND;Prompt;a;b;Key", "kind stem answer1 answer2 right"),
        ("text,choice_1,choice_2,solution,Feedback 1,Difficulty", "stem answer1 answer2 right reason1 level"),
        ("Question,Answer1,Answer2,Right answer(s),Explanation,Red line,Learning outcome",
         "stem answer1 answer2 right remark redline outcome"),
    ],
)  # fmt: skip
def test_columns_are_known_by_many_names(head: str, names: str) -> None:
    found = read_columns(head.replace(";", ",").split(","))
    assert sorted(name.replace(" ", "") for name in found.places) == sorted(names.split())
    assert found.are_enough


def test_a_column_that_means_nothing_is_said_and_left_out() -> None:
    found = read("x\tWhich?\tA\tB\t1\n", "Author\tquestion\ta\tb\tright\n")
    assert found.columns.unknown == ("Author",)
    assert len(found.questions) == 1


@pytest.mark.parametrize("head", ["", "a,b\n1,2\n", "What is it?,yes,no\n", "question\nW?\n"])
def test_a_table_without_the_names_of_its_columns_is_refused(head: str) -> None:
    with pytest.raises(UnreadableUpload) as refused:
        read("", head)
    assert refused.value.code in {"no-columns", "empty"}


def test_a_question_that_is_there_already_is_not_added_again() -> None:
    """The same type, question and answers, in whatever order: in the file, or above in the table."""
    first = read("single\tWhich one?\tA\tB\t\t1\nmatch\tPair.\ta -> 1\tb -> 2\norder\tSort.\tx\ty\ntext\tT?\t42\n")
    text = FILE + "\n\n".join(new.block for new in first.questions)
    again = read(
        "single\tWhich  one?\tB\tA\t\t2\tOther reason.\nsingle\twhich one?\tA\tB\t\t2\n"
        "match\tPair.\tb -> 2\ta -> 1\norder\tSort.\ty\tx\ntext\tT?\t42\ntext\tT?\t42\n",
        text=text,
    )
    assert again.already == (2, 4, 6, 7)
    assert [new.row for new in again.questions] == [3, 5]


def test_every_question_gets_an_id_of_its_own() -> None:
    found = read("".join(f"single\tPool\tA{at}\tB\t\t1\n" for at in range(3)))
    assert [new.entry.key for new in found.questions] == ["pool-2", "pool-3", "pool-4"]


@pytest.mark.parametrize(
    "line",
    ["= 5", "- (x) a", "* [ ] b", "a -> b", "- a -> b", "1. x", "## x", "> x", "::: case", "~~~", "```", "[[ gap ]]"],
)
def test_a_line_of_a_question_that_looks_like_an_answer_stays_part_of_the_question(line: str) -> None:
    head = "type,question,answer 1,answer 2,right\n"
    found = read_question_table(
        read_text_table(f'{head}single,"Which?\n{line}",A,B,1\n'.encode()), OUTCOMES, set(), FILE
    )
    assert found.problems == ()
    (question,), _ = read_questions(found.questions[0].block, "x")
    assert question.stem_text.split() == ["Which?", *line.replace(":::", ": : :").split()]


SIGNS = st.text("*_`[]()<>#+-=.!|\\&;:~{}>/\"'x1 aß\n", min_size=1, max_size=24)


@given(
    st.sampled_from(["single", "multiple", "match", "order", "text", "truefalse"]),
    st.lists(SIGNS, min_size=5, max_size=5),
)
@settings(max_examples=500, deadline=None)
def test_what_stands_in_a_cell_is_what_officers_read(kind: str, cells: list[str]) -> None:
    """Property: a row is refused, or its question says word for word what its cells say, and is read as its type."""
    stem, first, second, reason, remark = cells
    if kind == "match":
        first, second = f"{first} -> {second}", f"{second} -> {first}"
    row = [kind, stem, first, second, "", "true" if kind == "truefalse" else "1", reason, "", "", "", "", remark]
    out = io.StringIO()
    csv.writer(out).writerows([HEAD.rstrip("\n").split("\t"), row])
    found = read_question_table(read_text_table(out.getvalue().encode()), OUTCOMES, set(), FILE)
    for new in found.questions:
        (question,), findings = read_questions(new.block, "x")
        assert question.type == kind, (new.block, findings)
        assert question.stem_text.split() == stem.replace(":::", ": : :").split()
        if kind in ("single", "multiple", "order"):
            said = [choice.text.split() for choice in question.choices]
            assert said == [text.replace(":::", ": : :").split() for text in (first, second)]


def test_the_encoding_is_known_or_guessed_and_said() -> None:
    words = "type,question,answer 1,answer 2,right\nsingle,Où est l’été ?,Café,Thé,1\n"
    for name, shown, guessed in (
        ("utf-8", "UTF-8", False),
        ("utf-8-sig", "UTF-8", False),
        ("utf-16", "UTF-16", False),
        ("utf-16-le", "UTF-16", True),
        ("cp1252", "Windows-1252", True),
    ):
        text, read_as, was_guessed = decoded(words.encode(name))
        assert (text.lstrip("\ufeff"), read_as, was_guessed) == (words, shown, guessed)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_sign_between_cells_is_found(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [["question", "answer 1; or 2,", "right"], ['say "a, b; c"', "x\ny", "1"]]
    )
    assert read_text_table(out.getvalue().encode()).rows == (
        (1, ("question", "answer 1; or 2,", "right")),
        (2, ('say "a, b; c"', "x\ny", "1")),
    )


@pytest.mark.parametrize("content", [template_csv(), template_xlsx()], ids=["csv", "xlsx"])
def test_the_table_to_start_from_is_read_without_a_remark(content: bytes) -> None:
    table = read_workbook(content) if content.startswith(b"PK") else read_text_table(content)
    assert table.rows[0][1][: len(COLUMNS)] == COLUMNS
    found = read_question_table(table, {}, set(), FILE)
    assert (found.problems, found.columns.unknown, found.without_reason) == ((), (), ())
    assert [new.entry.kind for new in found.questions] == [row[0] for row in ROWS]


def workbook(*rows: list[object], more: int = 0) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for at in range(more):
        book.create_sheet(f"More {at}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_of_a_workbook_are_read_as_they_look_and_a_formula_is_not_worked_out() -> None:
    content = workbook(
        ["question", "answer 1", "answer 2", "right"], ["How many?", 6, 2.5, 1], ["Sum?", "=1+1", "'=2", 1], more=1
    )
    table = read_workbook(content)
    assert table.other_sheets == 1
    assert table.rows[1] == (2, ("How many?", "6", "2.5", "1"))
    found = read_question_table(table, {}, set(), FILE)
    assert [(one.row, one.column) for one in found.problems] == [(3, "answer 1")]
    assert "formula" in found.problems[0].text


def test_text_that_looks_like_a_formula_stays_text() -> None:
    found = read("text\tWhat does =1+1 show?\t=1+1 | @SUM\t-5 apples\n")
    assert found.problems == ()
    assert found.questions[0].block.endswith('= "=1+1" | "@SUM"\n= "-5 apples"')


def test_more_rows_than_two_thousand_are_refused() -> None:
    rows = "".join(f"single\tQ{at}?\tA\tB\t\t1\n" for at in range(2001))
    with pytest.raises(UnreadableUpload) as refused:
        read(rows)
    assert (refused.value.code, refused.value.values) == ("too-many-rows", {"limit": "2,000"})


def test_a_kept_table_is_the_table_that_was_read() -> None:
    table = read_text_table(HEAD.encode() + b"single\tQ?\tA\tB\n")
    assert Table.of(table.values()) == table

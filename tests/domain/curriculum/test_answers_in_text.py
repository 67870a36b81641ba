"""What stands in the lines of an answer is what the question holds: signs, wildcards, pairs, order, gaps (T7, B1)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import AcceptedText, Question
from app.assessment.domain.reading import readable
from app.curriculum.domain.questions_text import read_questions
from app.foundation.gaps import MARK


def read(answer: str, attributes: str = "", stem: str = "Q?") -> Question:
    """Return the one question whose answer is given; it must be without findings and fit to be asked."""
    questions, findings = read_questions(f"## {stem} {{#some-q {attributes}}}\n\n{answer}\n", "paste")
    assert [str(finding) for finding in findings] == []
    (question,) = questions
    assert type_named(question.type).problems(question) == ()
    return question


def earned(question: Question, *answer: str) -> Fraction:
    return type_named(question.type).mark(question, readable(question, answer))


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [
        ("= -5", -5, -5),
        ("= -5 ± 1", -6, -4),
        ("= -5..-3", -5, -3),
        ("= +5", 5, 5),
        ("= 200 ± 10%", 180, 220),
        ("=42", 42, 42),
    ],
)
def test_a_number_keeps_its_sign_and_its_bounds(answer: str, low: int, high: int) -> None:
    (accepted,) = read(answer).accepted
    assert (accepted.low, accepted.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("= true", "truefalse"),
        ("= True", "truefalse"),
        ('= "true"', "text"),
        ("= 42", "number"),
        ('= "42"', "text"),
        ("= “42”", "text"),
        ("= four | 4", "text"),
        ("= /a/", "text"),
        ("= 3DES", "text"),
        ("- a -> b\n- c -> d", "match"),
        ("1. a\n2. b", "order"),
        ("1) a\n1) b", "order"),
        ("It is [[ a ]].", "gaps"),
        ("1. It is [[ a ]].\n2. It was [[ b ]].", "gaps"),
    ],
)
def test_the_shape_of_the_answer_is_the_type(answer: str, kind: str) -> None:
    assert read(answer).type == kind


@pytest.mark.parametrize(
    ("answer", "typed", "mark"),
    [
        ("= Luhn | mod 10", "MOD 10", 1),
        ("= Luhn\n= 50% check*", "checksum", Fraction(1, 2)),
        ("= 0% check*\n= *sum", "checksum", 0),
        ('= "42"', "42", 1),
        ('= "42"', "42.0", 0),
        ('= "a*b"', "axb", 0),
        ('= "a*b"', "a*b", 1),
        (r"= a\*b", "axb", 0),
        (r"= a\*b", "a*b", 1),
        ("= a*b", "a quick b", 1),
        ('= "x|y" | z', "x|y", 1),
        (r"= x\|y", "x|y", 1),
        (r"= \"quoted\"", '"quoted"', 1),
        (r"= C:\temp", r"c:\temp", 1),
        (r"= C:\\temp", r"c:\temp", 1),
        ("= *", "anything", 1),
        ("= /^ab+$/", "abb", 1),
        ("= /^ab+$/", "ABB", 0),
        ("= /^ab+$/i", "ABB", 1),
        ("= /b|c/", "abc", 1),
        ("= long\n  answer", "long answer", 1),
        ("= /var/log/syslog", "/var/log/syslog", 1),
        ('= "/etc/passwd"', "/etc/passwd", 1),
    ],
)
def test_what_is_accepted_is_what_the_author_wrote(answer: str, typed: str, mark: Fraction) -> None:
    questions, _ = read_questions(f"## Q? {{#some-q}}\n\n{answer}\n", "paste")
    assert earned(questions[0], typed) == mark


@pytest.mark.parametrize(
    ("attributes", "typed", "mark"),
    [
        ("", "CAFÉ  NOIR", 1),
        ("capitals", "café noir", 0),
        ("capitals", "Café noir", 1),
        ("", "Cafe noir", 0),
        ("accents=ignore", "cafe noir", 1),
        ("strict", "café  noir", 0),
        ("strict", " café noir ", 1),
    ],
)
def test_attributes_say_what_counts_in_a_text(attributes: str, typed: str, mark: int) -> None:
    assert earned(read("= Café noir", attributes), typed) == mark


def test_a_time_and_a_date_are_texts_with_a_notation_of_their_own() -> None:
    assert read("= 8:58 pm", "type=time").texts == (AcceptedText(("20:58:00",)),)
    assert earned(read("= 20:58:30", "type=time"), "20.58.30") == 1
    assert read("= 31.1.2026", "type=date").texts == (AcceptedText(("2026-01-31",)),)
    assert earned(read("= 2026-01-31", "type=date"), "31/01/2026") == 1


def test_equal_right_sides_are_one_choice_and_a_side_without_a_left_one_is_a_distractor() -> None:
    question = read("- Till -> *Shop*\n  > It prints it.\n- Journal -> Shop\n- Log -> Issuer\n- -> Brand\n  > No log.")
    assert [(choice.text, choice.right) for choice in question.choices] == [
        ("Shop", True), ("Issuer", True), ("Brand", False),
    ]  # fmt: skip
    assert [pair.text for pair in question.pairs] == ["Till", "Journal", "Log"]
    assert question.pairs[0].choice == question.pairs[1].choice
    assert (question.pairs[0].reason_html, question.choices[2].reason_html) == (
        "<p>It prints it.</p>",
        "<p>No log.</p>",
    )


@pytest.mark.parametrize(
    ("grade", "scoring"), [("", "exact"), ("grade=position", "position"), ("grade=neighbours", "neighbours")]
)
def test_an_order_is_scored_as_its_author_says(grade: str, scoring: str) -> None:
    question = read("1. Look\n   > First.\n2. Touch\n3. Leave", grade)
    assert question.scoring == scoring
    assert [choice.text for choice in question.choices] == ["Look", "Touch", "Leave"]
    assert question.choices[0].reason_html == "<p>First.</p>"


def test_keys_of_options_tell_neither_their_place_nor_their_partner() -> None:
    lines = ["Alpha", "Bravo", "Charlie"]
    order = read("\n".join(f"1. {line}" for line in lines))
    turned = read("\n".join(f"1. {line}" for line in reversed(lines)))
    assert {choice.key for choice in order.choices} == {choice.key for choice in turned.choices}
    assert not {choice.key for choice in order.choices} & set("123abc")
    match = read("- a -> Alpha\n- b -> Bravo")
    assert {choice.key for choice in match.choices} < {choice.key for choice in order.choices}


def test_a_gap_is_read_by_its_own_shape_and_weight() -> None:
    question = read(
        "The [[ issuer | issuing bank ]] asks the [[ (x) acquirer ( ) cardholder (50%) shop (till) ]]\n"
        "for [[2: 90 ± 5 ]] days; [[ 90 | ninety ]]; [[ /^n[a-z]+$/i ]]; [[ bank | 50% branch | 50% office ]]."
    )
    assert [gap.kind for gap in question.gaps] == ["text", "choice", "number", "text", "text", "text"]
    assert [gap.weight for gap in question.gaps] == [1, 1, 2, 1, 1, 1]
    assert [(one.text, one.weight) for one in question.gaps[1].choices] == [
        ("acquirer", 1), ("cardholder", 0), ("shop (till)", Fraction(1, 2)),
    ]  # fmt: skip
    assert question.gaps[5].texts == (AcceptedText(("bank",)), AcceptedText(("branch", "office"), Fraction(1, 2)))
    assert question.gaps_html.count(MARK) == 6
    assert "issuer" not in question.stem_html + question.gaps_html + question.stem_text


def test_the_first_paragraph_stays_the_question_unless_a_gap_stands_in_it() -> None:
    apart = read("It is [[ a ]].", stem="Complete the sentence.")
    assert (apart.stem_html, apart.gaps_html) == ("<p>Complete the sentence.</p>", f"<p>It is {MARK}.</p>")
    within = read("> Remark.", stem="It is [[ a ]].")
    assert (within.stem_html, within.gaps_html) == ("", f"<p>It is {MARK}.</p>")
    assert within.stem_text == "It is ___."
    assert within.general_html == "<p>Remark.</p>"


def test_a_numbered_remark_belongs_to_its_gap() -> None:
    question = read("It is [[ a ]] and [[ b ]].\n\n> General.\n> 2: Second,\n> and more.\n> 1: First.\n> 3: no gap.")
    assert [gap.reason_html for gap in question.gaps] == ["<p>First.\n3: no gap.</p>", "<p>Second,\nand more.</p>"]
    assert question.general_html == "<p>General.</p>"


def test_brackets_in_a_block_of_code_are_no_gap() -> None:
    question = read("```\nif [[ -f x ]]\n```\n\nThe file is [[ x ]].")
    assert len(question.gaps) == 1
    assert "[[ -f x ]]" in question.gaps_html


def test_remarks_on_right_partly_right_and_wrong_are_kept_apart() -> None:
    question = read("= Luhn\n\n> correct: Yes.\n> partial: Nearly.\n> wrong: No.\n> Always.")
    assert (question.right_html, question.partial_html) == ("<p>Yes.</p>", "<p>Nearly.</p>")
    assert question.wrong_html.startswith("<p>No.")

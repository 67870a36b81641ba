"""Whatever bytes come in, the reader answers with findings at a file and line; it never fails (B3, B9)."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from app.assessment.domain.known_types import type_named
from app.assessment.domain.record import from_record, public_view, to_record
from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.questions_text import read_questions
from tests.domain.curriculum.hostile import NASTY, PATHS, edits, tried
from tests.domain.curriculum.small_course import QUIZ, small_course

MANY = tried(120)


@MANY
@given(edits())
def test_every_mutation_of_the_sample_is_answered_with_findings(files: dict[str, bytes]) -> None:
    for finding in read_course(files).findings:
        assert finding.file
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.text.isprintable()
        assert finding.hint.isprintable()


@MANY
@given(st.dictionaries(st.sampled_from(PATHS) | st.text(max_size=30), st.binary(max_size=200), max_size=6))
def test_bytes_that_are_no_course_at_all_are_answered_with_findings(files: dict[str, bytes]) -> None:
    assert read_course(files).course is None


@MANY
@given(st.lists(st.sampled_from([raw.decode("utf-8", "replace") for raw in NASTY]) | st.text(max_size=20)).map("".join))
@example("## a\n= 1e99\n")
def test_a_pasted_text_is_answered_with_questions_and_findings(text: str) -> None:
    questions, findings = read_questions(text, "paste")
    assert len(questions) <= text.count("##") + text.count("#")
    assert all(finding.file == "paste" for finding in findings)


@MANY
@given(edits())
def test_what_is_read_without_an_error_can_be_asked_answered_and_marked(files: dict[str, bytes]) -> None:
    """Every check of the reader is at least as strict as the type's own."""
    course = read_course(files, live=False).course
    quizzes = [quiz for module in course.modules for quiz in module.quizzes] if course else []
    banks = course.banks if course else ()
    for question in [item for one in (*quizzes, *banks) for item in one.questions]:
        kind = type_named(question.type)
        assert set(kind.problems(question)) <= {"no-full-mark"}, question
        best = kind.right_answer(question)
        assert kind.clean(question, best) == best
        assert kind.mark(question, best) > 0 or not best
        assert public_view(from_record(to_record(question))) == public_view(question)


@MANY
@given(st.text(max_size=30))
def test_no_text_of_an_author_reaches_the_page_as_a_tag(text: str) -> None:
    files = small_course()
    body = files[QUIZ].decode().replace("Touching", f"Touching <img src=x onerror=y>{text}<script>z</script>")
    questions, _ = read_questions(body, "paste")
    shown = "".join(question.stem_html + "".join(choice.html for choice in question.choices) for question in questions)
    assert set(re.findall(r"<(\w+)", shown)) <= {
        "p",
        "em",
        "strong",
        "code",
        "br",
        "a",
        "h2",
        "ul",
        "li",
        "ol",
        "pre",
        "hr",
    }

"""Whatever bytes come in, the reader answers with findings at a file and line; it never fails (B3, B9)."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.assessment.domain.known_types import type_named
from app.assessment.domain.record import from_record, public_view, to_record
from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.questions_text import read_questions
from tests.domain.curriculum.small_course import QUIZ, sample_course, small_course

SAMPLE = sample_course() | small_course()
PATHS = sorted(SAMPLE)
MANY = settings(max_examples=250, deadline=None, database=None)
NASTY = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\t", b"[" * 3000, b"> " * 300, b"- " * 300, b"{" * 500,
    b"---\n", b":::\n", b"::: check {ref=a}\n", b"```\n", b"## ", b"- (x) ", b"= ", b"= /a/", b"{#", b"}", b"![](",
    b"](",
    b"&a *a", b"? [", b"!!python/object/apply:os.system [id]\n", b"<script>", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"%",
    b"%s",
    b"= 1e99 \xc2\xb1 1e99\n", b"= 1..\n", b"[[ a | b ]]", b"'", b'"', b"\\", b"*" * 999, b"_a" * 999, b"`" * 999,
    b"= /(a+)+$/i\n", b"= \\*|*|\"\n", b"= 0% *\n", b"[[2: (x) a ( ) b ]]", b"[[ /[a]/ ]]", b"[[ 1 | 2..3 ]]", b"[[",
    b"]]",
    b"- a -> b\n", b"- -> b\n", b"1. a\n", b"2) a\n", b" type=time", b" type=date", b" grade=position", b"\xee\x80\x80",
    b"> 1: a\n", b"[[ 20:58 ]]", b"= 20:58:30\n", b"= 2026-01-31\n",
    b"|a|b|\n|-|-|\n", b": x\n", b"&#xFFFFFFFF;", b"&#0;", b"<!DOCTYPE x [", b"[x]: javascript:x\n", b"[x]:", b"http://[",
    "٣".encode(), "ａ".encode(), b"points=99999999999999999999", b"[999999999999%]", b"[-0.00001%] a\n", b"\x1b[2J",
]  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> dict[str, bytes]:
    """The sample course after one to four edits anywhere: insertions, cuts, doubled stretches, renamed files."""
    files = dict(SAMPLE)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PATHS))
        raw = files.get(path, b"")
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 60)))
        new = draw(st.sampled_from(NASTY) | st.binary(max_size=12) | st.just(raw[start:end] * 2))
        files[path] = raw[:start] + new + raw[end:]
    if draw(st.booleans()) and draw(st.booleans()):
        old = draw(st.sampled_from(PATHS))
        files[draw(st.text(max_size=20) | st.sampled_from(PATHS))] = files.pop(old, b"")
    return files


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

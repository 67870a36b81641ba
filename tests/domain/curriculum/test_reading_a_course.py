"""A course folder is read whole: identity, modules, lessons, quizzes, banks, figures (B1, B2)."""

from __future__ import annotations

import time
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.assessment.domain.areas import Areas
from app.assessment.domain.blueprint import Cell
from app.assessment.domain.known_types import type_named
from app.curriculum.domain.course import CourseSource, LessonSource, QuizSource
from app.curriculum.domain.course_reading import course_hash, read_course
from app.curriculum.domain.folder import check_folder
from app.curriculum.domain.quiz_rules import rules_of
from app.foundation.fixed import Fixed
from tests.domain.curriculum.small_course import EXAM, FIGURE, LESSON, SVG, changed, sample_course, small_course

COURSES = Path(__file__).parents[3] / "courses"


@pytest.fixture
def course() -> CourseSource:
    reading = read_course(small_course())
    assert [str(finding) for finding in reading.findings] == []
    assert reading.course is not None
    return reading.course


def test_the_head_says_what_the_course_is(course: CourseSource) -> None:
    assert (course.id, course.title, course.languages, course.tlp) == (
        "small-course",
        "Small course",
        ("en", "fr"),
        "CLEAR",
    )
    assert course.reviewed is None
    assert course.outcomes["act"] == "Act in the right order"
    assert course.sources["RFC"].reference == "RFC 3227 (2002)"


def test_modules_keep_the_order_of_course_yml_and_activities_that_of_their_files(course: CourseSource) -> None:
    assert [module.key for module in course.modules] == ["first-steps", "final"]
    assert [activity.id for activity in course.modules[0].activities] == ["look", "practice"]
    assert course.modules[0].activities[0].key == "look"


def test_a_lesson_is_html_and_places_of_questions_in_turn(course: CourseSource) -> None:
    lesson = course.modules[0].activities[0]
    assert isinstance(lesson, LessonSource)
    assert [segment.check for segment in lesson.segments] == ["", "first", ""]
    assert lesson.checks == ("first",)
    assert '<a href="/courses/small-course/first-steps/practice"' in lesson.html
    assert "RFC 3227 (2002)" in lesson.segments[2].html


def test_a_figure_is_served_under_its_hash_with_its_size(course: CourseSource) -> None:
    (asset,) = course.assets
    lesson = course.modules[0].lessons[0]
    assert (asset.path, asset.content, asset.width, asset.height) == (FIGURE, SVG, 40, 30)
    assert f'src="/media/{asset.sha256}.svg"' in lesson.html
    assert 'width="40"' in lesson.html
    assert "<figcaption>A room</figcaption>" in lesson.html
    assert lesson.figures == (asset.sha256,)


def test_an_examination_says_its_areas_when_it_counts_no_more_and_that_a_scheme_asks_it() -> None:
    more = "attempts: 3\napart: true\nagain: 360 d\nareas: 60%\narea-outcomes:\n  Looking: [see]\n  Doing: [act]\n"
    read = read_course(changed(EXAM, "attempts: 3\n", more))
    assert read.course
    quiz = read.course.modules[1].quizzes[0]
    rules = rules_of(quiz)
    assert (quiz.apart, rules.again) == (True, timedelta(days=360))
    assert rules.areas == Areas(Fraction(3, 5), Fixed({"Looking": ("see",), "Doing": ("act",)}))


def test_an_examination_draws_by_its_blueprint(course: CourseSource) -> None:
    (quiz,) = course.modules[1].quizzes
    assert isinstance(quiz, QuizSource)
    assert (quiz.attempts, quiz.wait, quiz.time, quiz.pass_mark) == (3, 2880, 10, Fraction(4, 5))
    assert quiz.blueprint.cells == (Cell(1, "pool", "act"), Cell(1, "pool", "see"))
    assert quiz.blueprint.redlines == 1
    assert [question.bank for question in course.banks[0].questions] == ["pool", "pool"]


def test_every_question_read_satisfies_its_type(course: CourseSource) -> None:
    questions = [*course.banks[0].questions, *course.modules[0].quizzes[0].questions]
    assert [list(type_named(question.type).problems(question)) for question in questions] == [[], [], [], []]


def test_questions_of_a_module_s_quiz_belong_to_that_module(course: CourseSource) -> None:
    assert {question.module for question in course.modules[0].quizzes[0].questions} == {"first-steps"}


def test_line_ends_and_byte_order_marks_change_neither_course_nor_hash() -> None:
    files = small_course()
    other = {path: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n") for path, raw in files.items() if path != FIGURE}
    other[FIGURE] = files[FIGURE]
    assert course_hash(other) == course_hash(files)
    assert read_course(other).course == read_course(files).course


def test_the_hash_changes_with_any_text_path_or_figure() -> None:
    files = small_course()
    renamed = {path.replace("10-look", "20-look"): raw for path, raw in files.items()}
    variants = [files, renamed, {**files, LESSON: files[LESSON] + b"x"}, {**files, FIGURE: SVG + b" "}]
    assert len({course_hash(variant) for variant in variants}) == len(variants)


def test_hidden_files_are_passed_over() -> None:
    files = {**small_course(), ".course-state": b"\xff", "modules/.git/x": b""}
    assert read_course(files).findings == ()
    assert course_hash(files) == course_hash(small_course())


def test_of_the_sample_of_the_format_only_the_essay_is_not_supported_yet() -> None:
    reading = read_course(sample_course())
    assert reading.course is None
    errors = [finding for finding in reading.findings if finding.level == "error"]
    assert [(finding.code, finding.text.split(" answers")[0]) for finding in errors] == [("Q15", "note: essay")]


def test_outside_of_a_live_load_the_sample_is_a_course_without_the_essay() -> None:
    reading = read_course(sample_course(), live=False)
    assert reading.course is not None
    assert {finding.level for finding in reading.findings} == {"warning"}
    practice, final = (quiz for module in reading.course.modules for quiz in module.quizzes)
    assert [question.key for question in practice.questions] == [
        "bin-owner", "report-data", "luhn-name", "hidden-digits", "gaps",
    ]  # fmt: skip
    assert [question.key for question in final.questions] == ["power", "who-holds", "order"]
    assert reading.course.modules[0].lessons[0].checks == ("luhn-name",)
    for question in [*practice.questions, *final.questions, *reading.course.banks[0].questions]:
        assert type_named(question.type).problems(question) == ()


def test_translations_are_recognised_and_stale_ones_said_to_be_so() -> None:
    found = [finding for finding in read_course(sample_course(), live=False).findings if finding.code.startswith("T")]
    assert [finding.code for finding in found] == ["T02", "T09", "T02"]


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in COURSES.glob("*/course.yml")), ids=lambda one: one.name
)
def test_every_course_that_we_ship_is_without_findings(folder: Path) -> None:
    assert [str(finding) for finding in check_folder(folder)] == []


def test_a_course_of_forty_modules_and_two_thousand_items_is_read_in_five_seconds() -> None:
    files = _large_course(modules=40, items=50)
    started = time.process_time()
    reading = read_course(files)
    assert time.process_time() - started < 5
    assert reading.course is not None


def _large_course(modules: int, items: int) -> dict[str, bytes]:
    listed = [
        f"  - {number:02}-part-{number}: {{title: Part {number}, minutes: 60}}" for number in range(1, modules + 1)
    ]
    head = small_course()["course.yml"].decode().split("modules:")[0]
    files = {"course.yml": "\n".join([f"{head}modules:", *listed]).encode()}
    for number in range(1, modules + 1):
        folder = f"modules/{number:02}-part-{number}"
        text = "\n\n".join(f"Paragraph {line} says *what* to do, and why it is done." * 3 for line in range(40))
        files[f"{folder}/10-text.md"] = f"---\nid: text-{number}\ntitle: Text\n---\n\n{text}\n".encode()
        questions = "\n".join(_question(f"q-{number}-{item}") for item in range(items))
        files[f"{folder}/90-quiz.quiz.md"] = f"---\nid: quiz-{number}\ntitle: Quiz\n---\n\n{questions}".encode()
    return files


def _question(key: str) -> str:
    options = "".join(
        f"- ({mark}) Option {number} of *this* item\n  > No. Reason {number} is given here.\n"
        for number, mark in enumerate("x   ")
    )
    return f"## What do you do first at {key}? {{#{key} for=act level=1}}\n\n{options}\n> Remember the order.\n"


def test_an_examination_without_pass_mark_is_refused() -> None:
    files = small_course()
    files[EXAM] = files[EXAM].replace(b"pass: 80%\n", b"")
    assert [finding.code for finding in read_course(files).findings] == ["F09"]

"""The catalogue that ships is as large as it says: items, papers, a reason for each option, a figure in each module."""

from __future__ import annotations

import re

import pytest

from app.accreditation.domain.requirements import leaves_of
from app.accreditation.services.scheme_loading import read_scheme_file
from app.assessment.domain.question import Question
from app.curriculum.domain.folder import read_folder
from app.curriculum.domain.translating.states import translation_states
from tests.domain.curriculum.shipped_items import COURSES, course, items

SLUGS = sorted(path.parent.name for path in COURSES.glob("*/course.yml"))
PAPERS = 3


def test_seven_courses_hold_four_hundred_and_fifty_items_in_banks() -> None:
    """Counted without the questions that practice quizzes and lessons hold themselves."""
    assert len(SLUGS) == 7
    assert sum(len(bank.questions) for slug in SLUGS for bank in course(slug).banks) >= 450


def explained(question: Question) -> bool:
    """Say whether each answer of an item has its reason, or where the item has one answer, the item."""
    if question.type in {"single", "multiple", "truefalse"}:
        return all(choice.reason_html for choice in question.choices)
    one_each = [*question.accepted, *question.texts, *question.pairs, *question.gaps]
    return bool(question.general_html) or (bool(one_each) and all(one.reason_html for one in one_each))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_item_says_on_which_source_it_rests_and_every_lesson_module_asks_questions(slug: str) -> None:
    """A source that sources.yml holds; each module that teaches has questions in its lessons, met while reading."""
    known = set(course(slug).sources)
    rests = {key: set(one.sources) for key, one in items(slug).items()}
    assert [key for key, sources in rests.items() if not sources or not sources <= known] == []
    taught = [module for module in course(slug).modules if not any(quiz.is_examination for quiz in module.quizzes)]
    assert [module.key for module in taught if not any(one.checks for one in module.lessons)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_each_bank_holds_three_papers_for_every_line_of_its_examination(slug: str) -> None:
    """Three officers side by side can sit papers that share no item; red-line items are as plentiful."""
    read = course(slug)
    pool = [question for bank in read.banks for question in bank.questions]
    examinations = [quiz for module in read.modules for quiz in module.quizzes if quiz.is_examination]
    assert examinations
    for quiz in examinations:
        held = {cell: sum(cell.accepts(question) for question in pool) for cell in quiz.blueprint.cells}
        short = {cell: found for cell, found in held.items() if found < PAPERS * cell.take}
        assert short == {}
        assert sum(question.redline for question in pool) >= PAPERS * quiz.blueprint.redlines


@pytest.mark.parametrize("slug", ["cfr-1", "fci-2"])
def test_who_sat_the_update_paper_too_early_can_sit_it_again_while_the_renewal_is_open(slug: str) -> None:
    """O30: what was passed before the window opened counts for nothing, and must not stand in the way."""
    scheme, _ = read_scheme_file(COURSES / "schemes" / f"{slug}.yml")
    assert scheme.renewal
    papers = [values for kind, values in leaves_of(scheme.renewal.requirements) if kind == "examination-passed"]
    assert len(papers) == 1
    quizzes = {quiz.id: quiz for module in course(papers[0]["course"]).modules for quiz in module.quizzes}
    open_for = scheme.renewal.opens_months * 28 + scheme.renewal.grace_days
    assert 0 < quizzes[papers[0]["quiz"]].again / 1440 < open_for - 60


@pytest.mark.parametrize("slug", SLUGS)
def test_every_option_has_its_reason_and_every_module_a_lesson_with_a_drawn_figure(slug: str) -> None:
    """Whoever answers wrong reads why; every module but that of the examination explains something in a drawing."""
    assert [key for key, one in items(slug).items() if not explained(one)] == []
    drawn = {asset.sha256 for asset in course(slug).assets if asset.path.endswith(".svg")}
    taught = [module for module in course(slug).modules if not any(quiz.is_examination for quiz in module.quizzes)]
    assert [module.key for module in taught if not any(drawn & set(one.figures) for one in module.lessons)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_module_says_who_looks_after_it_and_every_part_by_when_it_is_reviewed_again(slug: str) -> None:
    """T18: of what we ship too; whoever loads a course owns it in the house, and writes their own office in."""
    read = course(slug)
    assert read.review_by
    assert [module.key for module in read.modules if not (module.owner and module.review_by)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_module_has_words_and_sources_and_every_course_a_practical_sheet_with_its_rubric(slug: str) -> None:
    """The last module holds the practical: a table of criteria, the critical ones marked; the others teach."""
    *teaching, last = sorted((COURSES / slug / "modules").iterdir())
    texts = {module.name: "\n".join(one.read_text() for one in module.glob("*.md")) for module in (*teaching, last)}
    assert [name for name in texts if name != last.name and "::: glossary" not in texts[name]] == []
    assert [name for name in texts if name != last.name and "::: sources" not in texts[name]] == []
    assert re.search(r"^\|.*critical", texts[last.name], re.IGNORECASE | re.MULTILINE)
    assert texts[last.name].count("\n| 5 |") >= 1


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_the_first_course_is_complete_in_four_languages_and_each_text_is_marked_as_a_machine_s(language: str) -> None:
    """O13: no text is missing, stale or half translated; none is passed off as reviewed, so no examination uses it."""
    slug = "cybercrime-first-responder"
    files, _ = read_folder(COURSES / slug)
    states = {one.path: one.states[language] for one in translation_states(files)}
    assert len(states) > 20
    assert {path: state for path, state in states.items() if state != "unreviewed"} == {}
    (words,) = [one for one in course(slug).translations if one.language == language]
    texts = [words.head, *words.lessons.values(), *words.quizzes.values()]
    assert len(texts) == len(states)
    assert [one for one in texts if not one.status.assisted or one.status.reviewed or one.status.stale] == []

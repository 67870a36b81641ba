"""What every question type keeps, present or still to come: found by the registry, judged by its own samples."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

import app.assessment.question_types as folder
from app.assessment.domain.known_types import TYPES
from app.assessment.domain.problems import PROBLEMS
from app.assessment.domain.question_type import QuestionType
from app.assessment.domain.reading import explanation, parts_open
from app.assessment.domain.record import from_record, public_view, to_record
from app.assessment.domain.unreadable import UnreadableResponse
from app.foundation.registry import one_per_file
from app.web.assets import AssetShelf
from app.web.rendering import Renderer

APP = Path(folder.__file__).parents[2]
RENDERER = Renderer(
    [APP / "assessment/templates", APP / "web/templates"], AssetShelf(), lambda visit: pytest.fail("asks for no shell")
)
EVERY_TYPE = pytest.mark.parametrize("kind", list(TYPES.values()), ids=list(TYPES))


def each_sample(test: Callable[[QuestionType, Any], None]) -> Any:
    """Try a rule on every sample of every type: one test for each type."""

    def tried(kind: QuestionType) -> None:
        for sample in kind.samples:
            test(kind, sample)

    tried.__name__, tried.__doc__ = test.__name__, test.__doc__
    return EVERY_TYPE(tried)


def test_each_file_of_the_folder_is_one_type_of_the_same_name() -> None:
    files = {path.stem for path in Path(folder.__file__).parent.glob("*.py") if path.stem != "__init__"}
    assert files == set(TYPES)


@EVERY_TYPE
def test_the_template_is_named_after_the_type(kind) -> None:
    assert kind.template == f"assessment/types/{kind.name}.html"


@EVERY_TYPE
def test_the_samples_show_a_full_mark_no_mark_and_no_answer(kind) -> None:
    marks = {mark for _, response, mark in kind.samples if response}
    assert {Fraction(0), Fraction(1)} <= marks
    assert any(response == () for _, response, _ in kind.samples)


@each_sample
def test_a_sample_earns_exactly_what_it_says(kind, sample) -> None:
    question, response, mark = sample
    earned = kind.mark(question, response)
    assert isinstance(earned, Fraction)
    assert earned == mark
    assert 0 <= earned <= 1


@each_sample
def test_a_stored_answer_is_read_back_unchanged(kind, sample) -> None:
    question, response, _ = sample
    assert kind.clean(question, response) == response


@each_sample
def test_a_sample_question_has_no_problems_and_bears_the_type_s_name(kind, sample) -> None:
    assert kind.problems(sample[0]) == ()
    assert sample[0].type == kind.name


@each_sample
def test_shuffled_options_are_options_of_the_question(kind, sample) -> None:
    for shuffle in (True, False):
        keys = kind.order_keys(sample[0], shuffle)
        assert len(set(keys)) == len(keys)
        assert set(keys) <= {choice.key for choice in sample[0].options}


@each_sample
def test_a_sample_survives_storing_and_its_public_view_names_no_right_answer(kind, sample) -> None:
    question = sample[0]
    assert from_record(to_record(question)) == question
    assert not {"right", "weight", "accepted", "texts", "text_rules"} & set(dir(public_view(question)))


@each_sample
def test_two_items_that_differ_in_the_key_alone_look_the_same(kind, sample) -> None:
    """Neither a field nor the order of the options on a page without a seed tells which answer is right."""
    question = sample[0]
    turned = replace(from_record(_without_key(to_record(question))), choices=_turned(kind, question))
    assert public_view(turned) == public_view(question)


def _without_key(value):
    """The record of an item with another key: nothing right, other bounds, other words, other partners."""
    if isinstance(value, list):
        return [_without_key(one) for one in value]
    if not isinstance(value, dict):
        return value
    other = {"right": False, "weight": "0", "low": "0", "high": "0", "variants": ["other"], "choice": "other"}
    other |= {name: "<p>other</p>" for name in value if name.endswith("html") and name in REASONS}
    return {name: other.get(name, _without_key(one)) for name, one in value.items()}


def _turned(kind, question):
    """The options turned round where their order is the key, or where they stand beside what they belong to."""
    turned = question.choices[::-1]
    another_key = set(kind.right_answer(replace(question, choices=turned))) != set(kind.right_answer(question))
    choices = turned if another_key or question.pairs else question.choices
    return tuple(replace(choice, right=False, weight=Fraction(0)) for choice in choices)


@each_sample
def test_the_page_shows_an_answer_as_it_was_given_and_sends_it_again_unchanged(kind, sample) -> None:
    question, response, _ = sample
    page = RENDERER.environment("en").get_template(kind.template)
    shown = page.render(item=public_view(question), name="i-q", answer=response)
    form = html.fromstring(f"<form>{shown}</form>")
    sent = [value for name, value in form.form_values() if name == "i-q"]
    assert kind.clean(question, sent) == response
    for control in form.xpath("//*[self::input or self::select]"):
        by_id = control.get("id") and form.xpath("//label[@for=$id]", id=control.get("id"))
        assert by_id or control.get("aria-label") or control.xpath("ancestor::label")


@each_sample
def test_the_best_answer_is_whole_and_earns_as_much_as_any(kind, sample) -> None:
    question = sample[0]
    best = kind.right_answer(question)
    assert kind.clean(question, best) == best
    assert kind.mark(question, best) == 1
    assert parts_open(question, best) == 0
    assert parts_open(question, ()) == kind.parts(question) > 0


@each_sample
def test_an_explanation_says_what_the_answer_earned_and_the_remark_that_goes_with_it(kind, sample) -> None:
    question, response, mark = sample
    told = explanation(from_record(_with_reasons(to_record(question))), response)
    assert told.share == mark
    remark = "all right" if mark == 1 else "partly right" if mark else "all wrong"
    assert told.remark_html == (remark if response else "")


@EVERY_TYPE
def test_every_reason_that_an_author_can_write_is_shown_beside_the_answer_it_belongs_to(kind) -> None:
    page = RENDERER.environment("en").get_template("assessment/reasons.html")
    written, shown = set(), ""
    for sample in kind.samples:
        question = from_record(_with_reasons(to_record(sample[0])))
        written |= _reasons(to_record(question))
        shown += page.render(question=question, told=explanation(question, sample[1]))
    assert {reason for reason in written if reason not in shown} == set()


REASONS = ("reason_html", "right_html", "partial_html", "wrong_html", "general_html")


def _with_reasons(value, place="q"):
    if isinstance(value, list):
        return [_with_reasons(one, f"{place}-{number}") for number, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    found = {name: _with_reasons(one, f"{place}-{name}") for name, one in value.items()}
    if "reason_html" in found:
        return found | {"reason_html": f"<p>reason {place}.</p>"}
    remarks = {"right_html": "all right", "partial_html": "partly right", "wrong_html": "all wrong"}
    return found | remarks if "stem_html" in found else found


def _reasons(value) -> set[str]:
    if isinstance(value, list):
        return {reason for one in value for reason in _reasons(one)}
    if not isinstance(value, dict):
        return set()
    inner = {reason for name, one in value.items() for reason in _reasons(one)}
    return inner | ({value["reason_html"]} if "reason_html" in value else set())


@EVERY_TYPE
def test_no_answer_at_all_is_never_an_error_and_earns_nothing(kind) -> None:
    question = kind.samples[0][0]
    assert kind.clean(question, []) == ()
    assert kind.clean(question, [""]) == ()
    assert kind.mark(question, ()) == 0


@EVERY_TYPE
@settings(max_examples=60, deadline=None, database=None)
@given(raw=st.lists(st.text(max_size=30), max_size=4), decimal=st.sampled_from(".,"))
def test_whatever_is_sent_is_an_answer_that_can_be_marked_or_a_refusal_with_a_code(kind, raw, decimal) -> None:
    question = kind.samples[0][0]
    outcome = _cleaned_or_refused(kind, question, raw, decimal)
    if isinstance(outcome, UnreadableResponse):
        assert outcome.code != UnreadableResponse.code
        assert outcome.message % outcome.values
        part = kind.readable_part(question, raw)
        assert kind.clean(question, part) == part
        assert 0 <= kind.mark(question, part) <= 1
    else:
        assert kind.clean(question, outcome) == outcome
        assert 0 <= kind.mark(question, outcome) <= 1


def _cleaned_or_refused(kind, question, raw, decimal):
    try:
        return kind.clean(question, raw, decimal)
    except UnreadableResponse as refusal:
        return refusal


def test_every_refusal_of_an_answer_has_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in UnreadableResponse.__subclasses__()]
    assert len(set(codes)) == len(codes)


@EVERY_TYPE
def test_an_emptied_question_is_reported_in_words_that_exist(kind) -> None:
    question = from_record({"key": "q", "type": kind.name, "stem_html": "", "stem_text": "", "points": 0})
    assert kind.problems(question)
    assert set(kind.problems(question)) <= set(PROBLEMS)


FOLDERS = {
    "twice": (
        {"one.py": "class A:\n    name = 'x'\nTYPE = A()", "two.py": "class A:\n    name = 'x'\nTYPE = A()"},
        "x",
    ),
    "nothing": ({"one.py": "OTHER = 1"}, "offers no TYPE"),
}


@pytest.mark.parametrize(("files", "words"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_with_a_double_or_an_empty_file_is_refused(files, words, tmp_path, monkeypatch) -> None:
    name = _package(tmp_path, monkeypatch, files)
    with pytest.raises(LookupError, match=words):
        one_per_file(name)


def test_what_has_no_name_of_its_own_is_known_by_its_file(tmp_path, monkeypatch) -> None:
    name = _package(tmp_path, monkeypatch, {"b.py": "FORMAT = 2", "a.py": "FORMAT = 1", "_draft.py": ""})
    assert list(one_per_file(name, "FORMAT").items()) == [("a", 1), ("b", 2)]


def _package(folder_above, monkeypatch, files: dict[str, str]) -> str:
    name = f"offered_{folder_above.name}".replace("-", "_")
    package = folder_above / name
    package.mkdir()
    for file, text in {"__init__.py": "", **files}.items():
        (package / file).write_text(text)
    monkeypatch.syspath_prepend(str(folder_above))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return name

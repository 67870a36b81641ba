"""What every question type keeps, present or still to come: found by the registry, judged by its own samples."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.assessment.question_types as folder
from app.assessment.domain.known_types import TYPES
from app.assessment.domain.problems import PROBLEMS
from app.assessment.domain.record import from_record, public_view, to_record
from app.assessment.domain.unreadable import UnreadableResponse
from app.foundation.registry import one_per_file

EVERY_TYPE = pytest.mark.parametrize("kind", list(TYPES.values()), ids=list(TYPES))
EVERY_SAMPLE = pytest.mark.parametrize(
    ("kind", "sample"),
    [
        pytest.param(kind, sample, id=f"{kind.name}-{number}")
        for kind in TYPES.values()
        for number, sample in enumerate(kind.samples)
    ],
)


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


@EVERY_SAMPLE
def test_a_sample_earns_exactly_what_it_says(kind, sample) -> None:
    question, response, mark = sample
    earned = kind.mark(question, response)
    assert isinstance(earned, Fraction)
    assert earned == mark
    assert 0 <= earned <= 1


@EVERY_SAMPLE
def test_a_stored_answer_is_read_back_unchanged(kind, sample) -> None:
    question, response, _ = sample
    assert kind.clean(question, response) == response


@EVERY_SAMPLE
def test_a_sample_question_has_no_problems_and_bears_the_type_s_name(kind, sample) -> None:
    assert kind.problems(sample[0]) == ()
    assert sample[0].type == kind.name


@EVERY_SAMPLE
def test_shuffled_options_are_options_of_the_question(kind, sample) -> None:
    keys = kind.order_keys(sample[0])
    assert len(set(keys)) == len(keys)
    assert set(keys) <= {choice.key for choice in sample[0].choices}


@EVERY_SAMPLE
def test_a_sample_survives_storing_and_its_public_view_names_no_right_answer(kind, sample) -> None:
    question = sample[0]
    assert from_record(to_record(question)) == question
    assert not {"right", "weight", "accepted"} & set(dir(public_view(question)))


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

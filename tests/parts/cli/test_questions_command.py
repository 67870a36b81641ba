"""`./provost questions`: files are read and answers marked against them, without a database (contract.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.commands import CommandLine
from app.cli.questions import questions

TEXT = r"""---
id: every
title: Every type
draw:
  - 2 from elsewhere
---

## It is so. {#so}

= false

## Which is right? {#one}

- (x) The *right* one
- ( ) The wrong one

## Which are right? {#some}

- [x] First &amp; foremost
- [x] Second
- [-50%] Third

## Name it. {#name}

= Luhn
= 50% check*

> hint: Begins with L.

## How many? {#many}

= 42 ± 1

## Who holds what? {#match}

- Terminal journal -> Shop
- Authorisation log -> Issuer
- -> Card brand

## In order? {#steps grade=position}

1. Look
2. Note
3. Touch

## Fill in. {#gaps}

The [[ issuer ]] asks the [[ (x) acquirer ( ) shop ]] within [[ 90 ± 5 ]] days.

## Write a note. {#note type=essay}

> rubric: 1 point: it is signed

## Two right ones? {#broken}

- (x) A
- (x) B
"""
RESPONSES: list[list[Any]] = [
    [False, True, None],
    ["The right one", "The  wrong one", None],
    [["First & foremost", "Second"], ["Second"], ["Second", "Third"], []],
    ["LUHN ", "checksum", "", None],
    ["42", "43.0", "44", "forty-two", "42 km"],
    [[["Terminal journal", "Shop"], ["Authorisation log", "Issuer"]],
     [["Authorisation log", "Card brand"], ["Terminal journal", "Shop"]],
     [["Terminal journal", None]]],
    [["Look", "Note", "Touch"], ["Note", "Look", "Touch"], ["Touch"]],
    [["Issuer", "acquirer", "90"], ["issuer", None, "96"], ["", "", ""], ["issuer", "shop", "90 days"]],
    ["Some text", None],
]  # fmt: skip
MARKS = [
    [1.0, 0.0, 0.0],
    [1.0, 0.0, 0.0],
    [1.0, 0.5, 0.0, 0.0],
    [1.0, 0.5, 0.0, 0.0],
    [1.0, 1.0, 0.0, 0.0, 0.0],
    [1.0, 0.5, 0.0],
    [1.0, 0.333333, 0.0],
    [1.0, 0.333333, 0.0, 0.333333],
    [None, None],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "every.quiz.md"
    path.write_text(TEXT)
    return path


def run(*arguments: object) -> int:
    def never(*_given: Any) -> Any:
        raise AssertionError("a file is all that is needed")

    return questions(CommandLine(settings=never, works=never, app=never), [str(one) for one in arguments])


def responses(folder: Path, value: Any) -> Path:
    path = folder / "responses.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_a_file_is_read_into_items_and_findings(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each item by name and type; what is not taken over has its level, reason and place."""
    assert run("read", file, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [(item["name"], item["type"]) for item in said["items"]] == [
        ("so", "truefalse"), ("one", "single"), ("some", "multiple"), ("name", "text"), ("many", "number"),
        ("match", "match"), ("steps", "order"), ("gaps", "gaps"), ("note", "essay"),
    ]  # fmt: skip
    assert said["items"][5]["stems"] == ["Terminal journal", "Authorisation log"]
    found = {(one["level"], one["reason"].split()[0], one["where"].removeprefix(str(file))) for one in said["findings"]}
    assert found == {
        ("not imported", "The", ":5"),
        ("not imported", "Q31", ":28:1"),
        ("not imported", "Q07", ":54:1"),
        ("changed", "Q15", ":50:1"),
    }


def test_responses_by_visible_text_are_marked_to_six_places(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """T7: the encodings of the contract; null where a person must mark."""
    assert run("mark", file, "--responses", responses(tmp_path, RESPONSES), "--json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == MARKS
    assert captured.err == ""


def test_a_text_that_is_not_offered_earns_nothing_and_is_named(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [[] for _ in RESPONSES]
    given[1] = ["Another one", "The right one"]
    assert run("mark", file, "--responses", responses(tmp_path, given), "--json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)[1] == [0.0, 1.0]
    assert "one: response 1 chooses a text that the item does not offer" in captured.err


@pytest.mark.parametrize(
    ("place", "given", "words"),
    [
        (0, "false", "true, false or null is expected"),
        (1, 1, "the text of an option or null is expected"),
        (2, "Second", "a list of texts is expected"),
        (4, 42, "a text or null is expected"),
        (5, [["Terminal journal"]], "[left side, choice or null] is expected"),
        (7, ["issuer"], "one entry for each of 3 gaps"),
    ],
)
def test_a_response_of_another_shape_is_an_error_that_names_the_item(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: int, given: Any, words: str
) -> None:
    sent: list[list[Any]] = [[] for _ in RESPONSES]
    sent[place] = [given]
    assert run("mark", file, "--responses", responses(tmp_path, sent)) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("value", ["[]", "{}", "[1", '[["a"]]', "[" + ",".join("1" * 9) + "]"])
def test_what_is_no_list_of_responses_is_said(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    assert run("mark", file, "--responses", responses(tmp_path, value)) == 1
    assert "responses.json" in capsys.readouterr().err


def test_only_where_nothing_can_be_read_is_it_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.quiz.md"
    empty.write_text("nothing to ask\n")
    assert run("read", empty, "--json") == 1
    assert json.loads(capsys.readouterr().out)["items"] == []
    assert run("read", tmp_path / "missing.quiz.md") == 1
    assert "missing.quiz.md" in capsys.readouterr().err
    half = tmp_path / "half.txt"
    half.write_text("## Fine {#fine}\n= 1\n\n## Broken {#broken}\n= 1,5\n")
    assert run("read", half) == 0
    captured = capsys.readouterr()
    assert "fine: number" in captured.out
    assert "not imported: Q13" in captured.err

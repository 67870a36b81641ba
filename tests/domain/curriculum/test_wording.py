"""What counts as a change of wording alone."""

from __future__ import annotations

import pytest

from app.curriculum.domain.wording import is_wording_alone

LESSON = "modules/01-one/10-first.md"
TEXT = b"""---
id: first
title: First
duration: 3 min
---

Look at [the page](https://example.org) and ![a card](assets/card.svg).

::: check {ref=one}
:::
"""
FILES = {
    "course.yml": b"id: x\n",
    LESSON: TEXT,
    "modules/01-one/90-p.quiz.md": b"## Q {#q}\n\n= true\n",
    "a.svg": b"<svg/>",
}


@pytest.mark.parametrize(
    ("path", "old", "new", "alone"),
    [
        (LESSON, b"Look at", b"Look closely at", True),
        (LESSON, b"title: First", b"title: The first", True),
        (LESSON, b"duration: 3", b"duration: 4", False),
        (LESSON, b"id: first", b"id: second", False),
        (LESSON, b"example.org", b"example.com", False),
        (LESSON, b"assets/card.svg", b"assets/other.svg", False),
        (LESSON, b"ref=one", b"ref=two", False),
        (LESSON, b"::: check", b"::: warning\nx\n:::\n\n::: check", False),
        ("course.yml", b"id: x", b"id: y", False),
        ("modules/01-one/90-p.quiz.md", b"true", b"false", False),
        ("a.svg", b"<svg/>", b"<svg />", False),
    ],
)
def test_only_the_words_of_lessons_may_differ(path: str, old: bytes, new: bytes, alone: bool) -> None:
    assert is_wording_alone(FILES, {**FILES, path: FILES[path].replace(old, new, 1)}) is alone


def test_files_that_come_or_go_are_more_than_wording() -> None:
    assert not is_wording_alone(FILES, {**FILES, "modules/01-one/20-new.md": TEXT})
    assert not is_wording_alone(FILES, {path: text for path, text in FILES.items() if path != LESSON})
    assert not is_wording_alone(FILES, FILES)

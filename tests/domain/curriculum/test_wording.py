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

A [law][act], <https://example.net/help> and ![the drawing][figure].

[act]: https://example.org/act "The act"
[figure]: assets/figure.svg

::: sources
- statute
:::

::: check {ref=one}
:::
"""
FRENCH = "modules/01-one/10-first.fr.md"
TRANSLATED = b"""---
id: first
title: Premier
of: 12345678
"assisted": true
reviewed: {by: B. Expert, on: 2027-01-31}
x-note: 'a note'
---

Regardez.
"""
FILES = {
    "course.yml": b"id: x\n",
    LESSON: TEXT,
    FRENCH: TRANSLATED,
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
        (LESSON, b"title: First", b'"title": "The first"\nsummary: What it says', True),
        (LESSON, b"[law]", b"[statute]", True),
        (LESSON, b"duration: 3", b"duration: 3 # of reading\nx-hours: 1", False),
        (LESSON, b"duration: 3 min", b'"duration": 4 min', False),
        (LESSON, b"duration: 3 min\n", b"", False),
        (LESSON, b"id: first", b"'id': second", False),
        (LESSON, b"org/act", b"com/act", False),
        (LESSON, b"example.net", b"example.com", False),
        (LESSON, b"assets/figure", b"assets/other", False),
        (LESSON, b"[figure]: assets/figure", b"[figure]: assets/other.svg\n[figure]: assets/figure", False),
        (LESSON, b"the drawing", b"another drawing", False),
        (LESSON, b"the drawing", b"the drawing]( assets/other.svg )![x", False),
        (LESSON, b"Look at", b"Look at <https://example.com>", False),
        (LESSON, b"Look at", b"Look at [it](<https://example.com> 'x')", False),
        (LESSON, b"[act]:", b"[other]:", False),
        (LESSON, b"- statute", b"- rumour", False),
        (LESSON, b"- statute", b"- statute\n\n[statute]: rumour", False),
        (LESSON, b"::: check {ref=one}\n:::", b"> ::: check {ref=one}\n> :::", False),
        (LESSON, b"\n::: check", b"\n    ::: check", False),
        (LESSON, b"title: First", b"title: First\ntitle: Second", False),
        (LESSON, b"title: First", b"title: [", False),
        (LESSON, b"Look", b"\xff", False),
        (LESSON, b"Look", b"> " * 400 + b"Look", False),
        (FRENCH, b"Regardez", b"Voyez", True),
        (FRENCH, b"title: Premier", b"title: Le premier", True),
        (FRENCH, b'"assisted": true\n', b"", False),
        (FRENCH, b'"assisted": true', b'"assisted": false', False),
        (FRENCH, b'"assisted": true\n', b'"assisted":\n  true\n', True),
        (FRENCH, b"B. Expert", b"C. Nobody", False),
        (FRENCH, b"2027-01-31", b"2028-01-31", False),
        (FRENCH, b"reviewed: {by: B. Expert, on: 2027-01-31}\n", b"", False),
        (FRENCH, b"of: 12345678", b'"of": "87654321"', False),
        (FRENCH, b"'a note'", b"another", False),
        (LESSON, b"::: check", b"::: warning\nx\n:::\n\n::: check", False),
        ("course.yml", b"id: x", b"id: y", False),
        ("modules/01-one/90-p.quiz.md", b"true", b"false", False),
        ("a.svg", b"<svg/>", b"<svg />", False),
    ],
)
def test_only_the_words_of_lessons_may_differ(path: str, old: bytes, new: bytes, alone: bool) -> None:
    changed = {**FILES, path: FILES[path].replace(old, new, 1)}
    assert changed != FILES
    assert is_wording_alone(FILES, changed) is alone
    assert is_wording_alone(changed, FILES) is alone, "and the same the other way round"


def test_files_that_come_or_go_are_more_than_wording() -> None:
    assert not is_wording_alone(FILES, {**FILES, "modules/01-one/20-new.md": TEXT})
    assert not is_wording_alone(FILES, {path: text for path, text in FILES.items() if path != LESSON})
    assert not is_wording_alone(FILES, FILES)

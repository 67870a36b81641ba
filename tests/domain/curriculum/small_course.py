"""A small course without any finding, and the sample course of the format; tests change one thing in them."""

from __future__ import annotations

from pathlib import Path

from app.curriculum.domain.folder import read_folder

SAMPLE = Path(__file__).parent / "sample"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>'
LESSON = "modules/01-first-steps/10-look.md"
QUIZ = "modules/01-first-steps/90-practice.quiz.md"
EXAM = "modules/02-final/10-examination.quiz.md"
BANK = "banks/pool.quiz.md"
FIGURE = "modules/01-first-steps/assets/scene.svg"

FILES: dict[str, str] = {
    "course.yml": """\
format: course-folder/1
id: small-course
title: Small course
summary: Enough of a course to be read.
languages: [en, fr]
licence: CC-BY-4.0
outcomes:
  see: See what matters
  act: Act in the right order
modules:
  - 01-first-steps: {title: First steps, minutes: 3}
  - 02-final: {title: Final, minutes: 10}
""",
    "sources.yml": 'RFC: {title: "RFC 3227", year: 2002}\n',
    LESSON: """\
---
id: look
title: Look first
---

Look before you touch. See [the practice](90-practice.quiz.md).

![A room with a desk](assets/scene.svg "A room")

::: check {ref=first}
:::

::: sources
- RFC
:::
""",
    FIGURE: SVG.decode(),
    QUIZ: """\
---
id: practice
title: Practice
pass: 60%
---

## What is first? {#first for=see level=1 source=RFC}

- (x) Looking
  > Right. Looking changes nothing.
- ( ) Touching
  > No. Touching changes the scene.

> Look, then act.

## How many hands touch the device? {#hands for=act}

= 0

> None at all.
""",
    BANK: """\
---
id: pool
title: Pool
bank: true
---

## People come before devices. {#people for=act redline}

= true
  > Right. Always.
  > false: No. People come first.

## Which may you note? Choose all. {#note for=see}

- [x] The time
  > Right.
- [-50%] A guess
  > No. A guess is not a record.

> Write what you see.
""",
    EXAM: """\
---
id: final
title: Examination
kind: examination
attempts: 3
wait: 48 h
time: 10 min
pass: 80%
redlines: 1
draw:
  - {take: 1, from: pool, for: act}
  - {take: 1, from: pool, for: see}
---
""",
}


def small_course() -> dict[str, bytes]:
    """Return the small course as the reader takes it."""
    return {path: text.encode() for path, text in FILES.items()}


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the small course with one text replaced; the old text must be there."""
    assert old in FILES[path], f"{old!r} does not stand in {path}"
    return {**small_course(), path: FILES[path].replace(old, new, 1).encode()}


def sample_course() -> dict[str, bytes]:
    """Return the sample course of the format."""
    files, findings = read_folder(SAMPLE)
    assert findings == ()
    return files

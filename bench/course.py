"""The course of the benchmarks: one lesson and one practice quiz of twenty questions, as a course folder."""

from __future__ import annotations

KEY, MODULE, QUIZ = "benchmark-course", "twenty-questions", "practice"
QUIZ_HREF = f"/courses/{KEY}/{MODULE}/{QUIZ}"
ITEMS = 20

_COURSE = f"""format: course-folder/1
id: {KEY}
title: Course of the benchmarks
summary: One lesson and twenty questions, for measuring alone.
languages: [en]
level: introductory
duration: 25 min
authors:
  - organisation: Provost project
licence: CC-BY-4.0
outcomes:
  measure: Measure what an attempt costs
modules:
  - 01-{MODULE}: {{title: Twenty questions, minutes: 25}}
"""
_SOURCES = """BENCH: "Provost project: benchmarks of this programme, section on attempts"
"""
_LESSON = """---
id: bench-lesson
title: What is measured
duration: 5 min
---

Your own law and orders come first. This lesson stands before twenty questions. Read it, then open the quiz.

::: sources
- BENCH
:::
"""
_QUIZ = """---
id: bench-practice
title: "Practice: twenty questions"
kind: practice
attempts: unlimited
pass: 60%
---
"""
_ATTRIBUTES = "{{#bench-{number} for=measure level=1 module={module} source=BENCH}}"
_QUESTION = """
## A device is found at place {number} of a list of twenty. What is written down first? {attributes}

- (x) The time and the place, before anything is touched at place {number}
  > Right. What was seen comes before what was done.
- ( ) The owner's opinion of the device at place {number}
  > No. An opinion can be asked for later.
- ( ) Nothing, until all twenty devices are collected
  > No. Memory does not hold twenty devices.
- ( ) The price of the device at place {number}
  > No. What it costs says nothing of what it holds.

> Question {number} of twenty.
"""


def course_files() -> dict[str, bytes]:
    """Return the folder: path → bytes."""
    questions = "".join(
        _QUESTION.format(number=number, attributes=_ATTRIBUTES.format(number=number, module=MODULE))
        for number in range(1, ITEMS + 1)
    )
    texts = {
        "course.yml": _COURSE,
        "sources.yml": _SOURCES,
        f"modules/01-{MODULE}/10-lesson.md": _LESSON,
        f"modules/01-{MODULE}/90-{QUIZ}.quiz.md": _QUIZ + questions,
    }
    return {path: text.encode() for path, text in texts.items()}

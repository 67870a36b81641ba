"""The course that a new one begins as: one module with a lesson and a practice question, ready to be written over."""

from __future__ import annotations

from app.curriculum.domain.yaml_blocks import yaml_value

_COURSE = """format: course-folder/1
id: {key}
title: {title}
summary: {summary}
languages: [en]
level: introductory
duration: 10 min
authors:
  - organisation: {organisation}
licence: CC-BY-4.0
outcomes:
  first-outcome: Say here what officers will be able to do
modules:
  - 01-first-module: {{title: First module, minutes: 3}}
"""
_LESSON = """---
id: first-lesson
title: First lesson
duration: 2 min
---

**Your own law and orders come first.** Write here what officers must know and do. Begin with a verb.

::: station
Say what they can do today at their own station.
:::

::: check {ref=first-question}
:::
"""
_QUIZ = """---
id: first-practice
title: "Practice: first module"
pass: 60%
---

## What comes first? {#first-question for=first-outcome level=1}

- (x) Your own law and orders
  > Right. A course gives you no powers.
- ( ) What the course says
  > No. A course is advice; powers come from your own law.
"""


_RULES = {
    "practice": "pass: 60%\n",
    "examination": "attempts: 2\nwait: 48 h\ntime: 30 min\npass: 70%\n",
    "pre-test": "",
    "post-test": "",
    "retention-check": "",
}
"""Rules that a new quiz begins with, by its kind."""


def new_course(key: str, title: str, summary: str, organisation: str) -> dict[str, bytes]:
    """Return the folder of a new course."""
    head = _COURSE.format(
        key=key, title=yaml_value(title), summary=yaml_value(summary), organisation=yaml_value(organisation)
    )
    return {
        "course.yml": head.encode(),
        "modules/01-first-module/10-first-lesson.md": _LESSON.encode(),
        "modules/01-first-module/90-practice.quiz.md": _QUIZ.encode(),
    }


def new_module(folder: str, title: str, key: str) -> dict[str, str]:
    """Return the texts that a new module begins with: a lesson to write over."""
    lesson = f"---\nid: {key}\ntitle: {yaml_value(title)}\nduration: 1 min\n---\n\nWrite the first lesson here.\n"
    return {f"modules/{folder}/10-{key}.md": lesson}


def new_quiz(key: str, title: str, kind: str) -> str:
    """Return the text of a quiz without questions, with rules that its author looks at next."""
    said = "" if kind == "practice" else f"kind: {kind}\n"
    return f"---\nid: {key}\ntitle: {yaml_value(title)}\n{said}{_RULES[kind]}---\n"


def new_bank(key: str, title: str, *, examination: bool) -> str:
    """Return the text of a bank without questions."""
    kind = "kind: examination\n" if examination else ""
    return f"---\nid: {key}\ntitle: {yaml_value(title)}\nbank: true\n{kind}---\n"

"""A course whose every key, weight, reason and source is a word that stands nowhere else: canaries to look for.

`PR…` belong to the practice that is explained at once, `LA…` to the one that is explained after its close, `EX…` to the
examination's bank. All eight types of question are there.
"""

from __future__ import annotations

import re

from tests.domain.curriculum.small_course import FIGURE, SVG

COURSE, LESSON, PRACTICE, LATER, EXAM = "small-course", "look", "practice", "later", "final"
_ITEMS = """
## {p} single. {{#{p}-single for=see level=1 source={P}SRC}}

- (x) The one
  > {P}RIGHTREASON of single.
- ( ) The other
  > {P}WRONGREASON of single.

> {P}GENERAL of single.

## {p} multiple. {{#{p}-multiple for=see}}

- [x] First
  > {P}RIGHTREASON of multiple.
- [x] Second
- [-37%] Third
  > {P}WRONGREASON of multiple.

> {P}GENERAL of multiple.

## {p} true or false. {{#{p}-truefalse for=act redline}}

= false
  > {P}RIGHTREASON of truefalse.
  > true: {P}WRONGREASON of truefalse.

## {p} number. {{#{p}-number for=act}}

= {n}817 ± 3
  > {P}RIGHTREASON of number.
= 50% {n}900..{n}950
  > {P}PARTREASON of number.

> {P}GENERAL of number.

## {p} text. {{#{p}-text for=act}}

= {P}TEXTKEY | {P}TEXTOTHER
  > {P}RIGHTREASON of text.
= /^{P}PATTERN[0-9]+$/i
= 50% {P}TEXTHALF*
  > {P}PARTREASON of text.

> {P}GENERAL of text.

## {p} match. {{#{p}-match for=see}}

- North -> Up
- South -> Down
- -> Sideways

> {P}GENERAL of match.

## {p} order. {{#{p}-order for=see}}

1. Step alpha
2. Step beta
3. Step gamma
4. Step delta
5. Step epsilon

> {P}GENERAL of order.

## {p} gaps. {{#{p}-gaps for=see}}

The [[ {P}GAPKEY | {P}GAPOTHER ]] is [[ (x) here ( ) there ]] after [[ {n}555 ± 5 ]] days.

> {P}GENERAL of gaps.
"""
_HEADS = {
    "modules/01-first-steps/80-practice.quiz.md": ("practice", "pass: 60%\n", "pr", 71),
    "modules/01-first-steps/90-later.quiz.md": ("later", "pass: 60%\nshow: after-close\n", "la", 82),
    "banks/pool.quiz.md": ("pool", "bank: true\n", "ex", 93),
}
_COURSE = """\
format: course-folder/1
id: small-course
title: Canaries
summary: Every secret of this course can be told from any other word.
languages: [en]
licence: CC-BY-4.0
outcomes:
  see: See what matters
  act: Act in the right order
modules:
  - 01-first-steps: {title: First steps, minutes: 20}
  - 02-final: {title: Final, minutes: 10}
"""
_LESSON = """\
---
id: look
title: Look first
---

Look before you touch.

![A room](assets/scene.svg "A room")

::: check {ref=pr-single}
:::

::: check {ref=pr-text}
:::
"""
_EXAM = """\
---
id: final
title: Examination
kind: examination
attempts: 2
wait: 1 h
time: 10 min
pass: 80%
redlines: 1
draw:
  - {take: 8, from: pool}
---
"""
CANARY = re.compile(
    r"\b(?:PR|LA|EX)(?:RIGHTREASON|WRONGREASON|PARTREASON|GENERAL|TEXTKEY|TEXTOTHER|TEXTHALF|PATTERN|GAPKEY|GAPOTHER|SRC"
    r"|SOURCETITLE)|\b(?:71|82|93)(?:8(?:14|17|20)|9[05]0|55[05]|560)\b"
)


def canary_course() -> dict[str, bytes]:
    """Return the course folder."""
    sources = "".join(f'{P}SRC: {{title: "{P}SOURCETITLE", year: 2020}}\n' for P in ("PR", "LA", "EX"))
    files = {
        "course.yml": _COURSE,
        "sources.yml": sources,
        "modules/01-first-steps/10-look.md": _LESSON,
        "modules/02-final/10-examination.quiz.md": _EXAM,
        FIGURE: SVG.decode(),
    }
    for path, (key, head, short, number) in _HEADS.items():
        items = _ITEMS.format(p=short, P=short.upper(), n=number)
        files[path] = f"---\nid: {key}\ntitle: {key.title()}\n{head}---\n{items}"
    return {path: text.encode() for path, text in files.items()}


def canaries_in(text: str) -> set[str]:
    """Return every canary that stands in the text."""
    return set(CANARY.findall(text))

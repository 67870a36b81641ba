"""The page of every remark: what it says, what to do, a wrong and a right example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.curriculum.domain.message_examples import EXAMPLES, Example
from app.curriculum.domain.messages import (
    ASSETS,
    COURSE,
    CROSS,
    FILES,
    LESSONS,
    MESSAGES,
    QUESTIONS,
    TRANSLATIONS,
    Message,
)

FAMILIES = (
    ("Files, front matter and archives", FILES),
    ("course.yml", COURSE),
    ("Lessons", LESSONS),
    ("Questions", QUESTIONS),
    ("Translations", TRANSLATIONS),
    ("Pictures, videos and captions", ASSETS),
    ("One part against another", CROSS),
)
_VALUE = re.compile(r"%\((\w+)\)s")
_INTRODUCTION = """# Every remark of the course reader

`./provost courses check FOLDER` prints one line for each remark: `file:line:column: CODE text`. An **error** keeps a
course from being loaded; a **warning** does not. A name in brackets, such as `<value>`, stands for what was found.
This page is made by `./provost courses messages`; a test compares them and runs every example.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A remark as its page shows it; `hint` is empty where it depends on what was found."""

    code: str
    level: str
    text: str
    hint: str
    example: Example


def entries() -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return the families with their remarks in order."""
    return tuple((title, tuple(_entry(code, MESSAGES[code]) for code in sorted(family))) for title, family in FAMILIES)


def messages_page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    for title, family in entries():
        yield f"## {title}\n"
        for entry in family:
            yield f'### <a id="{entry.code}"></a>{entry.code} ({entry.level})\n'
            yield f"{entry.text} {entry.hint}".rstrip() + "\n"
            yield from _shown(entry.example)


def _shown(example: Example) -> Iterator[str]:
    for name, text in (("Wrong", example.wrong), ("Right", example.right)):
        where = f"{name}, in `{example.file}`:"
        if example.told:
            yield f"{where} {text}\n"
        elif text.strip():
            yield f"{where}\n\n{_fenced(text)}\n"
        elif example.whole:
            yield f"{where} no such file.\n"
        else:
            yield f"{where} nothing in its place.\n"


def _fenced(text: str) -> str:
    fence = "~~~~" if "```" in text else "```"
    return f"{fence}text\n{text.strip(chr(10))}\n{fence}"


def _entry(code: str, message: Message) -> Entry:
    hint = "" if message.hint == "%(meant)s" else _plain(message.hint)
    return Entry(code, message.level, _plain(message.text), hint, EXAMPLES[code])


def _plain(text: str) -> str:
    return _VALUE.sub(r"<\1>", text).replace("%%", "%")

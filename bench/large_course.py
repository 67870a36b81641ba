"""The largest course that is promised: 40 modules, each with four lessons and a quiz of 50 items, no text twice."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt

from app.cli.migrating import upgrade
from app.foundation.db import make_engine
from app.foundation.transaction import Database

MODULES, LESSONS, ITEMS = 40, 4, 50
_HEAD = """format: course-folder/1
id: large-course
title: Large course of the benchmarks
summary: Two thousand items, for measuring alone.
languages: [en]
licence: CC-BY-4.0
outcomes:
  act: Act in the right order
modules:
"""
_PARAGRAPH = "Paragraph {number} of {place} says *what* to do at the scene, and **why** it is done before more."
_QUESTION = """## What do you do first at {key}? {{#{key} for=act level=1}}

- (x) Look at *this* item of {key}
  > Right. Looking changes nothing at {key}.
- ( ) Touch item {key}
  > No. Touching changes {key}.
- ( ) Take item {key} away
  > No. {key} has not been recorded yet.
- ( ) Leave the scene of {key}
  > No. Somebody must stay with {key}.

> Remember the order at {key}.
"""
_editions = count(1)


def large_course() -> dict[str, bytes]:
    """Return the folder: path → bytes. Each time in other words: a process keeps what it has read of texts once."""
    edition = next(_editions)
    listed = [f"  - {n:02}-part-{n}: {{title: Part {n}, minutes: 60}}\n" for n in range(1, MODULES + 1)]
    files = {"course.yml": _HEAD + "".join(listed)}
    for module in range(1, MODULES + 1):
        folder = f"modules/{module:02}-part-{module}"
        for lesson in range(1, LESSONS + 1):
            place = f"text {module}-{lesson}-{edition}"
            text = "\n\n".join(_PARAGRAPH.format(number=number, place=place) for number in range(12))
            head = f"---\nid: text-{module}-{lesson}\ntitle: Text {lesson}\n---\n"
            files[f"{folder}/{lesson}0-text-{lesson}.md"] = f"{head}\n{text}\n"
        questions = "\n".join(_QUESTION.format(key=f"q-{edition}-{module}-{number}") for number in range(1, ITEMS + 1))
        files[f"{folder}/90-quiz.quiz.md"] = f"---\nid: quiz-{module}\ntitle: Quiz\n---\n\n{questions}"
    return {path: text.encode() for path, text in files.items()}


def rendered_plainly(files: dict[str, bytes]) -> None:
    """Do the least that can be done with the texts: render each as plain CommonMark. It is the floor of reading."""
    parser = MarkdownIt("commonmark")
    for path, raw in files.items():
        if path.endswith(".md"):
            parser.render(raw.decode())


def seconds_of(work: Callable[[], object]) -> float:
    """Return the CPU of this process, in seconds, for doing it once."""
    before = time.process_time()
    work()
    return time.process_time() - before


@contextmanager
def fresh_database() -> Iterator[Database]:
    """Make an empty database of the newest schema in a folder of its own; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="provost-bench-"))
    try:
        upgrade(make_engine(f"sqlite:///{folder / 'course.sqlite3'}"))
        database = Database(f"sqlite:///{folder / 'course.sqlite3'}")
        try:
            yield database
        finally:
            database.engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)

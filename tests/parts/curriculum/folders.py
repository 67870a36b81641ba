"""The command line over a database of a test, and course folders on a disk."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

from app.assessment.domain.question import Question
from app.cli.commands import CommandLine
from app.cli.courses import courses
from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.transaction import Database
from app.learning.queries import people_on


class Template:
    """Stands in for the page of a check question."""

    def environment(self, locale: str) -> Template:
        """Return the templates of a language."""
        return self

    def get_template(self, name: str) -> Template:
        """Return a template."""
        return self

    def render(self, question: Question, template: str) -> str:
        """Return the form."""
        return f"<p>{question.key}</p>"


def command_line(database: Database, keyring: Keyring, *, demo: bool = False) -> CommandLine:
    """Return a command line whose works are a database and what commands need beside it."""
    parts = {"renderer": Template(), "demo": demo, "people_on": people_on}
    works = SimpleNamespace(database=database, keyring=keyring, parts=parts)
    return CommandLine(settings=lambda: None, works=lambda: works, app=lambda: None)


def run(line: CommandLine, *words: object) -> int:
    """Run `courses` with these words; a refusal is printed, as at the door."""
    try:
        return courses(line, [str(word) for word in words])
    except Refusal as refused:
        print(refused.message % refused.values, file=sys.stderr)
        return 1


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder and return it."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def found(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

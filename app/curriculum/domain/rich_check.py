"""Writes runs as Markdown and reads it back: what would not be read as it was meant is written without its looks."""

from __future__ import annotations

from collections.abc import Iterable

from app.curriculum.domain.brought_notes import BroughtNotes
from app.curriculum.domain.rich_text import BREAK, Run, line_markdown, paragraph_markdown, plain_text, tidy_runs
from app.foundation.markdown import read_line, read_page


def paragraph_of(runs: Iterable[Run], notes: BroughtNotes) -> str:
    """Return a paragraph as Markdown."""
    tidy = tidy_runs(runs)
    markdown = paragraph_markdown(tidy)
    if _is_plain(tidy, notes) or _words(read_page(markdown).text) == _words(plain_text(tidy)):
        return markdown
    notes.add("plain", plain_text(tidy))
    return paragraph_markdown(_without_looks(tidy))


def line_of(runs: Iterable[Run], notes: BroughtNotes) -> str:
    """Return a line as Markdown, for headings and cells."""
    tidy = tidy_runs(Run(" ") if run == BREAK else run for run in runs)
    markdown = line_markdown(tidy)
    if _is_plain(tidy, notes) or _words(read_line(markdown).text) == _words(plain_text(tidy)):
        return markdown
    notes.add("plain", plain_text(tidy))
    return line_markdown(_without_looks(tidy))


def _is_plain(runs: list[Run], notes: BroughtNotes) -> bool:
    emphasised = sum(run.bold or run.italic for run in runs)
    if emphasised:
        notes.add("emphasis", count=emphasised)
    return not emphasised and not any(run.code or run.href for run in runs)


def _without_looks(runs: list[Run]) -> list[Run]:
    return [run if run == BREAK or run.picture else Run(run.text) for run in runs]


def _words(text: str) -> list[str]:
    return text.replace(":::", ": : :").split()

"""Renders the Markdown of a file and turns what the renderer found into findings of that file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.findings import Findings, Place
from app.foundation.markdown import Page, Problem, Surroundings, read_line, read_page
from app.foundation.markdown_blocks import BLOCKS

CODES: Mapping[str, str] = {
    "block-attribute": "L10",
    "block-inside": "L08",
    "block-lacks": "L03",
    "block-open": "L02",
    "block-unknown": "L01",
    "block-value": "L16",
    "check-body": "L11",
    "file-kind": "A14",
    "glossary-empty": "L14",
    "heading": "L05",
    "html": "L04",
    "image-elsewhere": "A09",
    "image-missing": "A01",
    "image-outside": "A08",
    "image-undescribed": "A02",
    "link-scheme": "L06",
    "link-unknown": "L07",
    "source-unknown": "X05",
    "sources-line": "L13",
    "stray-close": "L12",
    "tangled": "L15",
}
"""Kind of problem that the renderer names → code of the finding."""


class Renderer:
    """Renders the texts of one file among its surroundings."""

    def __init__(self, file: str, around: Surroundings, findings: Findings) -> None:
        self.file = file
        self.around = around
        self.findings = findings
        self.images: list[str] = []

    def page(self, text: str, first_line: int) -> Page:
        """Render paragraphs; `first_line` is the line of the file on which the text begins."""
        return self._noted(read_page(text, self.around), first_line)

    def line(self, text: str, line: int) -> Page:
        """Render a text within a line, such as an option."""
        return self._noted(read_line(text, self.around), line)

    def _noted(self, page: Page, first_line: int) -> Page:
        self.images += page.images
        for problem in page.problems:
            place = Place(self.file, problem.line + first_line - 1)
            self.findings.add(CODES[problem.kind], place, **{"meant": self._meant(problem), **problem.values})
        return page

    def _meant(self, problem: Problem) -> str:
        known: Iterable[str] = {
            "block-unknown": BLOCKS,
            "image-missing": self.around.images,
            "source-unknown": self.around.sources,
        }.get(problem.kind, ())
        wanted = problem.values.get("path") or problem.values.get("value") or problem.values.get("name", "")
        return did_you_mean(wanted, known)

"""Reads a lesson: its front matter and its text, rendered, with the places of embedded questions."""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.domain.course import LessonSource
from app.curriculum.domain.findings import Place
from app.curriculum.domain.front_matter import SplitFile
from app.curriculum.domain.rendering import Renderer
from app.foundation.markdown import Page


@dataclass(frozen=True, slots=True)
class PlacedCheck:
    """A question embedded in a lesson, and where."""

    ref: str
    place: Place


@dataclass(frozen=True, slots=True)
class LessonReading:
    """A lesson with the places that cross checks need, and the minutes of its videos."""

    lesson: LessonSource
    place: Place
    duration_place: Place
    checks: tuple[PlacedCheck, ...]
    video_minutes: int


def read_lesson(split: SplitFile, key: str, renderer: Renderer) -> LessonReading:
    """Read a lesson file whose front matter has been split off; `key` is its file name without the number."""
    fields = split.fields
    identity, title, minutes = fields.id(), fields.title(), fields.minutes("duration")
    fields.text("summary")
    fields.finish()
    page = renderer.page(split.body, split.first_line)
    if not page.text:
        renderer.findings.add("L09", Place(split.file, split.first_line))
    figures = {renderer.around.images[path].address for path in page.images}
    lesson = LessonSource(
        id=identity,
        key=key,
        path=split.file,
        title=title,
        minutes=minutes,
        segments=page.segments,
        text=page.text,
        words=page.words,
        size=len(page.html.encode()),
        checks=tuple(segment.check for segment in page.segments if segment.check),
        figures=tuple(sorted(address.split("/")[-1].split(".")[0] for address in figures)),
        sources=page.sources,
    )
    checks = _placed_checks(split, page)
    return LessonReading(lesson, fields.place_of("id"), fields.place_of("duration"), checks, page.video_minutes)


def _placed_checks(split: SplitFile, page: Page) -> tuple[PlacedCheck, ...]:
    return tuple(
        PlacedCheck(segment.check, Place(split.file, segment.line + split.first_line - 1))
        for segment in page.segments
        if segment.check
    )

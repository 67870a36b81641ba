"""Search in the lessons of one's own courses (O26) as they are read: words anywhere, however they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from lxml import html

from app.curriculum.outline import Activity, CourseOutline
from app.curriculum.queries import lesson_pages
from app.foundation.kept import Kept
from app.learning.domain.searched_text import folded, place_of

MOST = 30
_AROUND = 70


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that holds all words, and the text around the first of them in three parts."""

    course: str
    title: str
    href: str
    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True)
class _Text:
    plain: str
    folded: str


_texts: Kept[dict[str, _Text]] = Kept(50)


def search_lessons(
    connection: sa.Connection, outlines: Iterable[CourseOutline], typed: str, *, confirmed: bool
) -> tuple[Found, ...]:
    """Return the lessons of these course versions that hold every word typed, in course order, up to 30.

    What a label keeps from people who are not confirmed is not found by them (T21).
    """
    words = folded(typed).split()
    found: list[Found] = []
    for outline in outlines if words else ():
        texts = _texts_of(connection, outline)
        for activity in outline.activities:
            text = texts.get(activity.key)
            if not outline.opens_to(outline.label_of(activity), confirmed=confirmed):
                continue
            if text and all(word in text.folded for word in words):
                found.append(_found(outline, activity, text, words))
            if len(found) == MOST:
                return tuple(found)
    return tuple(found)


def _texts_of(connection: sa.Connection, outline: CourseOutline) -> dict[str, _Text]:
    """Return the texts of a frozen version as it is read, kept in the process since they never change."""
    return _texts.get((outline.version_id, outline.read_in), lambda: _read(connection, outline)) or {}


def _read(connection: sa.Connection, outline: CourseOutline) -> dict[str, _Text]:
    pages = lesson_pages(connection, outline)
    titles = {activity.key: activity.title for activity in outline.activities}
    plain = {key: _plain(titles.get(key, ""), page) for key, page in pages.items()}
    return {key: _Text(text, folded(text)) for key, text in plain.items()}


def _plain(title: str, page: bytes) -> str:
    body = html.fromstring(f"<div>{page.decode()}</div>").xpath("string()")
    return " ".join(f"{title}. {body}".split())


def _found(outline: CourseOutline, activity: Activity, text: _Text, words: Sequence[str]) -> Found:
    at = min(text.folded.index(word) for word in words)
    length = next(len(word) for word in words if text.folded.startswith(word, at))
    first, last = place_of(text.plain, at, length)
    start, end = max(0, first - _AROUND), last + _AROUND
    return Found(
        outline.title,
        activity.title,
        activity.href,
        ("…" if start else "") + text.plain[start:first],
        text.plain[first:last],
        text.plain[last:end] + ("…" if end < len(text.plain) else ""),
    )

"""Search in the lessons of one's own courses (O26) as they are read: words anywhere, capitals and accents aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from lxml import html

from app.curriculum.outline import Activity, CourseOutline
from app.curriculum.queries import lesson_pages
from app.foundation.kept import Kept

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
    words = _folded(typed).split()
    found: list[Found] = []
    for outline in outlines if words else ():
        texts = _texts_of(connection, outline)
        for activity in outline.activities:
            text = texts.get(activity.key)
            if not outline.opens_to(outline.label_of(activity), confirmed=confirmed):
                continue
            if text and all(word in text.folded for word in words):
                found.append(_found(outline, activity, text, words))
    return tuple(found[:MOST])


def _texts_of(connection: sa.Connection, outline: CourseOutline) -> dict[str, _Text]:
    """Return the texts of a frozen version as it is read, kept in the process since they never change."""
    return _texts.get((outline.version_id, outline.read_in), lambda: _read(connection, outline)) or {}


def _read(connection: sa.Connection, outline: CourseOutline) -> dict[str, _Text]:
    pages = lesson_pages(connection, outline)
    titles = {activity.key: activity.title for activity in outline.activities}
    plain = {key: _plain(titles.get(key, ""), page) for key, page in pages.items()}
    return {key: _Text(text, _folded(text)) for key, text in plain.items()}


def _plain(title: str, page: bytes) -> str:
    body = html.fromstring(f"<div>{page.decode()}</div>").xpath("string()")
    return " ".join(f"{title}. {body}".split())


def _found(outline: CourseOutline, activity: Activity, text: _Text, words: Sequence[str]) -> Found:
    at = min(text.folded.index(word) for word in words)
    length = next(len(word) for word in words if text.folded.startswith(word, at))
    start, end = max(0, at - _AROUND), at + length + _AROUND
    return Found(
        outline.title,
        activity.title,
        activity.href,
        ("…" if start else "") + text.plain[start:at],
        text.plain[at : at + length],
        text.plain[at + length : end] + ("…" if end < len(text.plain) else ""),
    )


def _folded(text: str) -> str:
    """Fold each letter to one letter, so that places in the folded and in the plain text are the same."""
    return "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    base = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", letter)).casefold()
    return base[0] if base else letter

"""The language in which a person reads a course, and what a page says where the text is not there in it."""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.outline import Activity, CourseOutline
from app.web.locales import language_name


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a course can be read in; `unreviewed`: a machine's, and nobody has reviewed all of it."""

    code: str
    name: str
    chosen: bool
    unreviewed: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a text is not wholly what the person chose: missing, partly there, or unreviewed. Names are for the page."""

    state: str
    language: str
    source: str
    examination: bool


def languages_of(outline: CourseOutline) -> tuple[Language, ...]:
    """Return the languages of a course, each by its own name; none where there is nothing to choose."""
    if not outline.translations:
        return ()
    return tuple(
        Language(
            code,
            language_name(code),
            code == outline.read_in,
            code in outline.translations and outline.translations[code].unreviewed,
        )
        for code in outline.languages
    )


def notice_of(outline: CourseOutline, activity: Activity, locale: str) -> Notice | None:
    """Return what the page of an activity has to say about its language; nothing where all is as it was chosen."""
    state = outline.words.states.get(activity.key, "") if outline.words else ""
    if not state:
        return None
    names = language_name(outline.read_in, locale), language_name(outline.language, locale)
    return Notice(state, *names, activity.examination)

"""An attempt as its person reads it: in the language of their course, where its form was frozen with words in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.assessment.queries import AttemptRecord
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import outline_of
from app.foundation.errors import NotFound
from app.learning.languages import Notice, notice_of
from app.learning.queries import language_in
from app.learning.vetted import refuse_unvetted
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Reading:
    """The attempt with its title in the language, and the outline of the version that it belongs to.

    `locale` is empty for the source language. `other_languages`: it can be read in another one too. `label` is its TLP.
    """

    attempt: AttemptRecord
    outline: CourseOutline
    locale: str
    other_languages: bool
    notice: Notice | None
    label: str = "CLEAR"


def reading_of(visit: Visit, attempt: AttemptRecord) -> Reading:
    """Return the attempt in the language that the person chose for the course. Raises `NotFound`, `VettingNeeded`."""
    there = {locale for entry in attempt.form for locale in entry.words}
    chosen = language_in(visit.read, visit.me.id, attempt.quiz.owner) if there else ""
    locale = chosen if chosen in there else ""
    outline = outline_of(visit.read, attempt.quiz.edition, locale)
    if outline is None:
        raise NotFound
    refuse_unvetted(visit, outline)
    activity = outline.by_key(attempt.quiz.key)
    quiz = replace(attempt.quiz, title=activity.title) if activity else attempt.quiz
    notice = notice_of(outline, activity, visit.locale) if activity and locale else None
    label = outline.label_of(activity) if activity else outline.tlp
    return Reading(replace(attempt, quiz=quiz), outline, locale, bool(there), notice, label)

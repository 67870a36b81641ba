"""Reads the answers of a journal for marking and for the check page."""

from __future__ import annotations

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question, Response
from app.assessment.domain.unreadable import UnreadableResponse


def readable(question: Question, raw: Response) -> Response:
    """Return the answer as it is marked; one that cannot be read (a number that is no number) earns nothing: `()`."""
    try:
        return type_named(question.type).clean(question, raw)
    except UnreadableResponse:
        return ()


def why_unreadable(question: Question, raw: Response) -> UnreadableResponse | None:
    """Return what is wrong with an answer that cannot be read, for the person to mend; None where it can be."""
    try:
        type_named(question.type).clean(question, raw)
    except UnreadableResponse as error:
        return error
    return None

"""The form of a check question, rendered once with its lesson in the language of the course."""

from __future__ import annotations

from collections.abc import Callable

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.record import public_view
from app.web.rendering import Renderer


def check_form_maker(renderer: Renderer) -> Callable[[Question, str], str]:
    """Return the function that makes the form; it holds the public view alone, so no key stands in a lesson."""

    def make(question: Question, locale: str) -> str:
        template = renderer.environment(locale).get_template("curriculum/check_form.html")
        return template.render(question=public_view(question), template=type_named(question.type).template)

    return make

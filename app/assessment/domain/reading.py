"""Reads the answers of a journal: for marking, for the check page, and for the explanation afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import ExplainedOption, Explanation
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question, Response
from app.assessment.domain.unreadable import UnreadableResponse


def readable(question: Question, raw: Response) -> Response:
    """Return the answer as it is marked.

    One that cannot be read (a number that is no number) earns nothing: `()`. Of an answer in parts, those that can be
    read count.
    """
    kind = type_named(question.type)
    try:
        return kind.clean(question, raw)
    except UnreadableResponse:
        return kind.readable_part(question, raw)


def why_unreadable(question: Question, raw: Response) -> UnreadableResponse | None:
    """Return what is wrong with an answer that cannot be read, for the person to mend; None where it can be."""
    try:
        type_named(question.type).clean(question, raw)
    except UnreadableResponse as error:
        return error
    return None


def parts_open(question: Question, response: Response) -> int:
    """Return how many entries a readable answer lacks: all of them where nothing was answered, 0 where it is whole."""
    return max(type_named(question.type).parts(question) - sum(map(bool, response)), 0)


def explanation(
    question: Question, raw: Response, order: Sequence[str] = (), share: Fraction | None = None
) -> Explanation:
    """Return what the person is told about an answer: options in the order of the paper, the remark that goes with it.

    `share` is what the answer earned when it was marked; without it the answer is marked now.
    """
    kind = type_named(question.type)
    response = readable(question, raw)
    earned = kind.mark(question, response) if share is None else share
    said = kind.explain(question, response)
    return replace(
        said,
        options=_in_order(said.options, order),
        entered="" if why_unreadable(question, raw) is None else ", ".join(filter(None, raw)),
        share=earned,
        remark_html=_remark(question, earned) if response else "",
    )


def _in_order(options: tuple[ExplainedOption, ...], order: Sequence[str]) -> tuple[ExplainedOption, ...]:
    places = {key: place for place, key in enumerate(order)}
    return tuple(sorted(options, key=lambda option: places.get(option.key, 0)))


def _remark(question: Question, earned: Fraction) -> str:
    if earned == 1:
        return question.right_html
    return question.partial_html if earned > 0 else question.wrong_html

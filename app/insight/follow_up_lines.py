"""What officers said three months later, as lines of the partner's page and the board's report (P9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.insight.domain.follow_up import ANSWERED, ANSWERS, HELPED, USED
from app.insight.domain.measures import Row, Table
from app.insight.words import Words


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A course: how many answered, then each question's answers with the figure, or that there are fewer than ten."""

    title: str
    answered: str
    used: tuple[tuple[str, str], ...]
    helped: tuple[tuple[str, str], ...]


def follow_up_lines(words: Words, table: Table, titles: Mapping[str, str]) -> tuple[FollowUpLine, ...]:
    """Return a line for each course of which enough officers answered; `titles` is course key → title."""
    courses = list(dict.fromkeys(str(row["course"]) for row in table))
    return tuple(_line(words, course, [r for r in table if r["course"] == course], titles) for course in courses)


def _line(words: Words, course: str, rows: list[Row], titles: Mapping[str, str]) -> FollowUpLine:
    shown = {(row["question"], row["answer"]): words.written(_number(row)) for row in rows}
    used, helped = (
        tuple(
            (words.text(text), shown.get((question, answer), words.few)) for answer, text in ANSWERS[question].items()
        )
        for question in (USED, HELPED)
    )
    return FollowUpLine(titles.get(course, course), shown.get((ANSWERED, ""), words.few), used, helped)


def _number(row: Row) -> int | None:
    found = row["officers"]
    return found if isinstance(found, int) else None

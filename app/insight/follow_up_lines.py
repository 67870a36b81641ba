"""What officers said three and six months later, as lines of the partner's page and the board's report (P9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.insight.domain.follow_up import ANSWERED, ANSWERS, HELPED, USED
from app.insight.domain.measures import Row, Table
from app.insight.words import Words


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A course: how many answered, then each answer with its figures; where there are fewer than ten, that is said.

    The second figure is that of six months; `answered_six` is empty where fewer than ten have answered then.
    """

    title: str
    answered: str
    answered_six: str
    used: tuple[tuple[str, ...], ...]
    helped: tuple[tuple[str, ...], ...]


def follow_up_lines(words: Words, table: Table, six: Table, titles: Mapping[str, str]) -> tuple[FollowUpLine, ...]:
    """Return a line for each course of which enough officers answered; `titles` is course key → title."""
    courses = list(dict.fromkeys(str(row["course"]) for row in (*table, *six)))
    return tuple(_line(words, course, (_of(table, course), _of(six, course)), titles) for course in courses)


def _of(table: Table, course: str) -> list[Row]:
    return [row for row in table if row["course"] == course]


def _line(words: Words, course: str, at: tuple[list[Row], list[Row]], titles: Mapping[str, str]) -> FollowUpLine:
    shown = [
        {(str(row["question"]), str(row["answer"])): words.written(_number(row)) for row in rows} for rows in at if rows
    ]
    if not at[0]:
        shown.insert(0, {})
    used, helped = (
        tuple(
            (words.text(text), *(figures.get((question, answer), words.few) for figures in shown))
            for answer, text in ANSWERS[question].items()
        )
        for question in (USED, HELPED)
    )
    answered = [figures.get((ANSWERED, ""), words.few) for figures in shown]
    return FollowUpLine(titles.get(course, course), answered[0], "".join(answered[1:]), used, helped)


def _number(row: Row) -> int | None:
    found = row["officers"]
    return found if isinstance(found, int) else None

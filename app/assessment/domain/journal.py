"""Folds the journal of an attempt, one event for each saved answer, into what the officer has answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.assessment.domain.question import Response


@dataclass(frozen=True, slots=True)
class Event:
    """One save. `writer` is a browser window, `sequence` rises with each of its saves, `server_at` is UTC arrival.

    `answer` or `flag` may be None: this save says nothing about it. `()` as answer means that it was cleared.
    """

    writer: str
    sequence: int
    item: str
    answer: Response | None
    server_at: datetime
    flag: bool | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands at the end of the journal: responses by item key (`()` = cleared again), and flagged item keys."""

    responses: dict[str, Response]
    flags: frozenset[str]


def latest(events: Iterable[Event]) -> Answers:
    """Return the standing answers and flags, whatever the order in which the events are read.

    A repeated (writer, sequence) counts as it first arrived, so a resend changes nothing. Within one writer the
    highest sequence stands, even if an older save arrives after it. Between writers the one that arrived last stands.
    """
    first_arrivals = _first_arrivals(events)
    answers = _standing([event for event in first_arrivals if event.answer is not None])
    flags = _standing([event for event in first_arrivals if event.flag is not None])
    return Answers(
        responses={item: event.answer for item, event in answers.items() if event.answer is not None},
        flags=frozenset(item for item, event in flags.items() if event.flag),
    )


def _first_arrivals(events: Iterable[Event]) -> list[Event]:
    """One event for each (writer, sequence): the earliest. Twins of one moment are told apart by what they say."""
    first: dict[tuple[str, int], Event] = {}
    for event in events:
        mark = (event.writer, event.sequence)
        if mark not in first or _arrival(event) < _arrival(first[mark]):
            first[mark] = event
    return list(first.values())


def _standing(events: list[Event]) -> dict[str, Event]:
    own_newest: dict[tuple[str, str], Event] = {}
    for event in sorted(events, key=lambda one: one.sequence):
        own_newest[event.item, event.writer] = event
    last_arrived: dict[str, Event] = {}
    for event in sorted(own_newest.values(), key=lambda one: (one.server_at, one.writer)):
        last_arrived[event.item] = event
    return last_arrived


def _arrival(event: Event) -> tuple[datetime, str, bool, Response, bool, bool]:
    answer, flag = event.answer, event.flag
    return (event.server_at, event.item, answer is None, answer or (), flag is None, bool(flag))

"""Three and six months after a certificate: was it used, and what helped? Counted, never kept of anybody (P9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from app.foundation.words import N_
from app.insight.domain.disclosure import rounded
from app.insight.domain.measures import Exact, Row, Sums, Table

THREE, SIX = 3, 6
"""The months after a certificate at which an officer is asked."""
ASKED_AFTER = timedelta(days=90)
ASKED_AGAIN_AFTER = timedelta(days=92)
"""From the first time on, so that half a year lies between certificate and second time."""
ANSWERED, USED, HELPED = "answered", "used", "helped"
ANSWERS = {
    USED: {
        "often": N_("Used it at work, more than once"),
        "once": N_("Used it at work, once"),
        "not-yet": N_("Not yet"),
    },
    HELPED: {
        "lessons": N_("The lessons"),
        "practice": N_("The practice questions"),
        "examination": N_("Learning for the examination"),
        "practical": N_("The practical exercise"),
        "certificate": N_("Having the certificate"),
    },
}
"""Question → answer → what it says. One answer to what was used, any number to what helped."""
ANSWER = "follow-up:"
ANSWER_AT = {THREE: ANSWER, SIX: "follow-up-six:"}
"""What stands before a question and its answer where officers are summed, by the months."""


def summed(used: str, helped: Collection[str], months: int = THREE) -> tuple[str, ...]:
    """Return what an officer's answers add one to. Raises KeyError for an answer that there is not."""
    chosen = [(USED, used), *((HELPED, one) for one in sorted(set(helped)))]
    if any(answer not in ANSWERS[question] for question, answer in chosen):
        raise KeyError(used)
    at = ANSWER_AT[months]
    return f"{at}{ANSWERED}", *(f"{at}{question}:{answer}" for question, answer in chosen)


def follow_ups(exact: Exact, _before: Table, months: int = THREE) -> Table:
    """Return the rows (course, question, answer, officers) of courses of which ten officers or more have answered.

    Whole tens, from 10 on, as in the funnel; the first row of a course is how many answered.
    """
    at = ANSWER_AT[months]
    courses = sorted({course for course, what in exact.sums if what == f"{at}{ANSWERED}"})
    enough = [course for course in courses if _officers(exact.sums, course, f"{at}{ANSWERED}")]
    return [row for course in enough for row in _rows(exact.sums, course, at)]


def _rows(sums: Sums, course: str, at: str) -> list[Row]:
    wanted = [(ANSWERED, ""), *((question, answer) for question, answers in ANSWERS.items() for answer in answers)]
    return [
        {
            "course": course,
            "question": question,
            "answer": answer,
            "officers": _officers(sums, course, f"{at}{question}:{answer}" if answer else f"{at}{question}"),
        }
        for question, answer in wanted
    ]


def _officers(sums: Sums, course: str, what: str) -> int | None:
    one = sums.get((course, what))
    return rounded(one.officers) if one else None

"""An answer that waited on one device does not undo a newer one from another (O17, O18)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page import Browser
from tests.plugins.instances import Instance
from tests.sitting import questions_of

EXAMINATION = "/courses/cybercrime-first-responder/final-examination/final-examination"
NOW = 1_900_000_000_000
MINUTE = 60_000


Paper = tuple[Browser, str, str, list[str]]
"""An open attempt: its officer, its address, one of its items that has options, the keys of those."""


def started(instance: Instance) -> Paper:
    """Open an attempt at the final examination."""
    officer = instance.signed_in("kofi")
    address = officer.post(f"{EXAMINATION}/start").path
    asked = questions_of(instance, address.rsplit("/", 1)[1])
    question = next(one for one in asked if one.type in {"single", "multiple"})
    return officer, address, question.key, [choice.key for choice in question.choices]


def save(paper: Paper, writer: str, sequence: int, option: int, waited: int = 0) -> Any:
    """Send an answer as the page's script does; `waited` milliseconds after it was given."""
    officer, address, item, options = paper
    body = {"writer": writer, "sequence": sequence, "item": item, "answer": [options[option]], "flag": False}
    answer = officer.json(f"{address}/save", body | {"at": NOW - waited, "sent": NOW})
    return answer.status, (answer.response.json or {}).get("code")


def standing(paper: Paper) -> int:
    """Return which option the paper shows as chosen when it is opened anew."""
    officer, address, item, options = paper
    chosen = officer.get(address).tree.xpath(f"//fieldset[@data-item='{item}']//input[@checked]/@value")
    assert len(chosen) == 1
    return options.index(chosen[0])


@pytest.mark.slow
def test_an_answer_that_waited_while_another_window_gave_a_newer_one_is_refused(demo_on_both: Instance) -> None:
    """O18: the newer answer stands, and the waiting page is told so; what is the same is no conflict."""
    paper = started(demo_on_both)
    assert save(paper, "one", 1, 0) == (200, None)
    assert save(paper, "two", 1, 1) == (200, None)
    assert save(paper, "one", 2, 0, waited=5 * MINUTE) == (409, "stale")
    assert save(paper, "one", 3, 1, waited=5 * MINUTE) == (200, None)
    assert standing(paper) == 1


def test_an_answer_given_after_the_other_window_s_stands(demo: Instance) -> None:
    """Between two windows it counts which answer was given last, not which page was opened last."""
    paper = started(demo)
    assert save(paper, "two", 1, 1) == (200, None)
    assert save(paper, "one", 1, 0) == (200, None)
    assert standing(paper) == 0


def test_the_same_answer_sent_again_after_a_crash_is_no_conflict(demo: Instance) -> None:
    """O17: the page before the crash had sent it; the page after it sends what it finds on the device."""
    paper = started(demo)
    assert save(paper, "before", 1, 1) == (200, None)
    assert save(paper, "after", 1, 1, waited=MINUTE) == (200, None)
    assert standing(paper) == 1


def test_a_waiting_answer_is_kept_where_nothing_newer_came(demo: Instance) -> None:
    """O17: the line was down for an hour, or the device's clock says so."""
    paper = started(demo)
    assert save(paper, "one", 1, 1, waited=60 * MINUTE) == (200, None)
    assert save(paper, "one", 2, 0, waited=30 * MINUTE) == (200, None)
    assert standing(paper) == 0


def test_a_moment_that_no_clock_shows_is_refused(demo: Instance) -> None:
    """Bad input everywhere gets a clear answer."""
    officer, address, item, options = started(demo)
    body = {"writer": "one", "sequence": 1, "item": item, "answer": options[:1], "flag": False}
    for moment in (-1, 2**53, "soon", True):
        assert officer.json(f"{address}/save", body | {"at": NOW, "sent": moment}).status == 400
        assert officer.json(f"{address}/save", body | {"at": moment, "sent": NOW}).status == 400

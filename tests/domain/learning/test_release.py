"""A module opens after another of its course (T11): what is locked for whom, why, and where one goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.curriculum.outline import CourseOutline, outline_record, read_outline
from app.foundation.fixed import Fixed
from app.learning.pages import goes_on, module_rows, next_step
from app.learning.queries import Standing
from app.learning.release import NOT_CONFIRMED, NOT_FINISHED, NOT_LEARNT, NOT_YET, Lock, why_locked

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PARTS = {"a": ("a1", "a2q"), "b": ("b1", "bx"), "c": ("c1",), "d": ("d1",)}
WITH_CHECK = {**PARTS, "b": ("b1", "bx", "bk"), "d": ("dk", "d1")}
AFTER = {"b": "a", "c": "b"}
"""Modules with their activities: q is a practice quiz, x the examination, s one that only a scheme asks, k a check 90
days later, p and t the tests before and after. b opens after a, c after b, d at once."""
MEASURES = {"k": "retention-check", "p": "pre-test", "t": "post-test"}
TESTED = {"a": ("ap", "a1", "a2q"), "d": ("d1", "dt", "dx", "ds")}


def course(amber: str = "", parts: dict[str, tuple[str, ...]] = PARTS) -> CourseOutline:
    """Return the course, one of whose activities may be labelled AMBER."""
    record = dict.fromkeys(("title", "summary", "level", "language", "hours", "partner", "licence", "reviewed"), "")
    modules = [_module(key, keys, amber) for key, keys in parts.items()]
    version = f"{amber} {parts}"  # what is offered next is kept by the version
    return read_outline(
        version, "course", 1, {**record, "authors": [], "outcomes": [], "checks": {}, "modules": modules}
    )


def _module(key: str, keys: tuple[str, ...], amber: str) -> dict[str, object]:
    activities = [
        {"key": one, "slug": one, "kind": "lesson" if one[-1].isdigit() else "quiz", "title": one, "minutes": 5,
         "href": f"/{one}", "module": key, "examination": one[-1] in "xs", "apart": one.endswith("s"),
         "measure": MEASURES.get(one[-1], ""),
         "tlp": "AMBER" if one == amber else "CLEAR"}
        for one in keys
    ]  # fmt: skip
    opened = {"opens_after": AFTER[key]} if key in AFTER else {}
    return {"key": key, "title": key.upper(), "minutes": 9, "activities": activities, **opened}


def standing(done: str) -> Standing:
    """Return the standing of somebody who has done these activities."""
    states = dict.fromkeys(done.split(), "done")
    return Standing("e", "course", "v", "active", 0, "", NOW, None, Fixed(states))


@pytest.mark.parametrize(("days", "opens"), [(None, False), (0, False), (89, False), (90, True), (400, True)])
def test_a_check_opens_ninety_days_after_the_course_and_belongs_to_no_part_of_it(days: int | None, opens: bool) -> None:
    """U15: nothing waits for it, nothing leads to it, and it is left out of what completes the course."""
    outline, everything = course(parts=WITH_CHECK), "a1 a2q b1 bx c1 d1"
    finished = NOW - timedelta(days=days) if days is not None else None
    held = replace(standing(everything), state="completed", first_completed_at=finished)
    for key in ("bk", "dk"):
        check = outline.by_key(key)
        assert check
        assert why_locked(outline, held, check, NOW, NOW) == (None if opens else Lock(NOT_YET))
    assert [one.key for one in outline.to_learn] == ["a1", "a2q", "b1", "c1", "d1"]
    assert next_step(outline, held, NOW) is None
    assert {module.state for module in module_rows(outline, held, NOW, NOW)} == {"done"}
    assert [after.key if (after := outline.after(key)) else None for key in ("bx", "c1", "d1")] == ["c1", "d1", None]


@pytest.mark.parametrize(
    ("done", "following"),
    [
        ("", "ap"),
        ("ap", "a1"),
        ("a1", "a2q"),  # who has begun without the first test is not led back to it
        ("a1 a2q d1", "dx"),  # and without it the second one says nothing
        ("ap a1 a2q", "d1"),
        ("ap a1 a2q d1", "dt"),
        ("ap a1 a2q d1 dt", "dx"),
        ("ap a1 a2q d1 dt dx", None),  # what a scheme asks is no part of the course
    ],
)
def test_what_measures_is_offered_in_its_time_and_never_waited_for(done: str, following: str | None) -> None:
    """T12: the course is done without it."""
    outline = course(parts=TESTED)
    step = next_step(outline, standing(done), NOW)
    assert (step.activity.key if step else None) == following
    assert [one.key for one in outline.to_learn] == ["a1", "a2q", "d1"]
    assert [one.key for one in outline.examinations] == ["dx"]


@pytest.mark.parametrize(("done", "why"), [("a1", NOT_LEARNT), ("a1 a2q d1", "")])
def test_an_examination_that_a_scheme_asks_opens_like_the_other(done: str, why: str) -> None:
    outline = course(parts=TESTED)
    paper = outline.by_key("ds")
    assert paper
    lock = why_locked(outline, standing(done), paper, NOW)
    assert (lock.message if lock else "") == why
    assert (lock.message if (lock := why_locked(outline, standing("a1 a2q d1"), paper, None)) else "") == NOT_CONFIRMED


@pytest.mark.parametrize(
    ("done", "locked", "following"),
    [
        ("", {"b1": ("A", "a1"), "c1": ("B", "a1"), "bx": NOT_LEARNT}, "a1"),
        ("a1", {"b1": ("A", "a2q"), "c1": ("B", "a2q"), "bx": NOT_LEARNT}, "a2q"),
        ("a2q", {"b1": ("A", "a1"), "c1": ("B", "a1"), "bx": NOT_LEARNT}, "a1"),
        ("a1 a2q", {"c1": ("B", "b1"), "bx": NOT_LEARNT}, "b1"),
        ("b1", {"bx": NOT_LEARNT}, "a1"),  # what is done stays open, and counts
        ("a1 a2q b1", {"bx": NOT_LEARNT}, "c1"),
        ("a1 a2q b1 c1", {"bx": NOT_LEARNT}, "d1"),
        ("a1 a2q b1 c1 d1", {}, "bx"),
    ],
)
def test_a_module_is_locked_until_every_lesson_and_practice_of_the_other_is_done(
    done: str, locked: dict[str, object], following: str
) -> None:
    outline, held = course(), standing(done)
    found: dict[str, object] = {}
    for activity in outline.activities:
        lock = why_locked(outline, held, activity, NOW)
        if lock:
            assert lock.message == (NOT_FINISHED if lock.then else NOT_LEARNT)
            found[activity.key] = (lock.title, lock.then.key) if lock.then else lock.message
    assert found == locked
    step = next_step(outline, held, NOW)
    assert step
    assert (step.activity.key, step.locked) == (following, None)
    waiting = [module.title for module in module_rows(outline, held, NOW) if module.waits]
    assert waiting == [key[0].upper() for key, why in locked.items() if isinstance(why, tuple)]


@pytest.mark.parametrize(
    ("amber", "done", "following", "why"),
    [
        ("a1", "", "a2q", ""),  # the label closes a lesson: what is open comes first, though it stands behind
        ("a1", "a2q d1", "a1", NOT_CONFIRMED),  # nothing is open: the first of the rest, with its reason
        ("", "a1 a2q b1 c1 d1", "bx", NOT_CONFIRMED),
    ],
)
def test_the_next_step_is_locked_only_where_nothing_is_open(amber: str, done: str, following: str, why: str) -> None:
    step = next_step(course(amber), standing(done), None)
    assert step is not None
    assert (step.activity.key, step.locked.message if step.locked else "") == (following, why)


@pytest.mark.parametrize(
    ("key", "done", "following"),
    [("a1", "a1", "a2q"), ("a2q", "a2q", "a1"), ("a2q", "a1 a2q", "b1"), ("b1", "b1", "bx"), ("d1", "d1", None)],
)
def test_who_has_done_an_activity_goes_on_where_it_is_open(key: str, done: str, following: str | None) -> None:
    after = goes_on(course(), standing(done), key)
    assert (after.key if after else None) == following


def test_the_outline_keeps_what_opens_a_module_and_reads_old_ones_as_before() -> None:
    record = outline_record(course())
    assert [module["opens_after"] for module in record["modules"]] == ["", "a", "b", ""]
    assert read_outline("v", "course", 1, record).opened_by.keys() == AFTER.keys()
    for module in record["modules"]:
        del module["opens_after"]
    assert not read_outline("v", "course", 1, record).opened_by

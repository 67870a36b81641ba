"""A course of 40 modules and 2,000 items is checked; the floor: its texts rendered as plain CommonMark."""

from __future__ import annotations

from functools import partial

from app.curriculum.domain.course_reading import read_course
from bench.case import CannotMeasure, Figure, Goal, LoneCase
from bench.effort import Effort
from bench.house import House
from bench.large_course import large_course, rendered_plainly, seconds_of
from bench.spread import Spread


def measure(house: House, effort: Effort) -> Figure:
    """Check the folder, each time with texts that the process has not read before: this is a first check."""
    if read_course(large_course()).course is None:
        raise CannotMeasure("the large course has errors")
    courses = [large_course() for _ in range(1 + effort.repeats // 4)]
    values = [seconds_of(partial(read_course, files)) for files in courses]
    floors = [seconds_of(partial(rendered_plainly, files)) for files in courses]
    times = [value / floor for value, floor in zip(values, floors, strict=True)]
    return Figure(
        CASE.name, house.database, CASE.does, "s", Spread.of(values), Spread.of(floors), Spread.of(times), CASE.goals
    )


CASE = LoneCase("course_check", "40 modules, 2,000 items checked (CPU)", (Goal("value", 5),), measure)

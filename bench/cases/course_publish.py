"""That course is published, lessons rendered and items frozen; the floor: its texts rendered as plain CommonMark."""

from __future__ import annotations

from functools import partial

from app.curriculum.check_form import check_form_maker
from app.curriculum.services.drafting import open_draft
from app.curriculum.services.loading import checked_source
from app.curriculum.services.publishing import ShowCheck, publish_version
from app.foundation.transaction import Unit
from bench.case import Figure, Goal, LoneCase
from bench.effort import Effort
from bench.house import House
from bench.large_course import LESSONS, MODULES, fresh_database, large_course, rendered_plainly, seconds_of
from bench.spread import Spread


def measure(house: House, effort: Effort) -> Figure:
    """Publish it into an empty database, each time another, with other texts; it is divided by its lessons."""
    show_check = check_form_maker(house.works.parts["renderer"])
    courses = [large_course() for _ in range(1 + effort.repeats // 4)]
    values = [_publish(files, show_check) for files in courses]
    floors = [_each(seconds_of(partial(rendered_plainly, files))) for files in courses]
    times = [value / floor for value, floor in zip(values, floors, strict=True)]
    return Figure(
        CASE.name, house.database, CASE.does, "ms", Spread.of(values), Spread.of(floors), Spread.of(times), CASE.goals
    )


def _publish(files: dict[str, bytes], show_check: ShowCheck) -> float:
    def work(unit: Unit) -> None:
        version = open_draft(unit, checked_source(files), files, author_id=None)
        taken.append(seconds_of(lambda: publish_version(unit, version, actor="system", show_check=show_check)))

    taken: list[float] = []
    with fresh_database() as database:
        database.write(work)
    return _each(taken[0])


def _each(seconds: float) -> float:
    return seconds * 1000 / (MODULES * LESSONS)


CASE = LoneCase("course_publish", "publishing, for each of 160 lessons (CPU)", (Goal("value", 50),), measure)

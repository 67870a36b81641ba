"""Joining a course, and staying on the version that was joined."""

from __future__ import annotations

import pytest

from app.audit.queries import newest_entries
from app.curriculum.queries import lesson_of, live_courses, outline_of
from app.foundation.errors import NotFound
from app.learning.queries import standing_in, standings_of
from app.learning.services.enrolling import CourseNotOpen, join_course
from tests.domain.curriculum.small_course import LESSON as LESSON_FILE
from tests.domain.curriculum.small_course import changed
from tests.parts.learning.classroom import COURSE, EXAM, LESSON, PRACTICE, Classroom

OLD, NEW = "Look before you touch.", "Look twice before you touch."


def second_version(room: Classroom) -> str:
    """Publish the course with another sentence and one more question in practice; return the version's id."""
    files = changed(LESSON_FILE, OLD, NEW)
    path = "modules/01-first-steps/90-practice.quiz.md"
    files[path] += b"\n## Is it on? {#on for=see}\n\n= true\n  > Right. Look at its lights.\n  > false: No. It is on.\n"
    return room.publish(files).version_id


def test_joining_twice_changes_nothing(room: Classroom) -> None:
    """One open enrolment for each person and course, one entry, one count."""
    first = room.join("ada")
    room.clock.move(hours=1)
    again = room.join("ada")
    assert (again.enrolment_id, again.joined_at) == (first.enrolment_id, first.joined_at)
    assert room.tags("learning:enrolment:joined") == 1
    assert room.ask("SELECT count(*) FROM enrolment")[0][0] == 1


def test_only_an_open_and_published_course_can_be_joined(room: Classroom) -> None:
    """A course by nomination says whom to ask; a missing one is not there."""
    room.do(lambda unit: unit.connection.exec_driver_sql("UPDATE course SET open_to_join = false"))
    with pytest.raises(CourseNotOpen):
        room.join("ada")
    with pytest.raises(NotFound):
        room.do(lambda unit: join_course(unit, person_id=room.people["ada"], course="no-such-course"))
    assert room.read(standings_of, room.people["ada"]) == ()


def test_who_is_under_way_keeps_the_version_they_joined(room: Classroom) -> None:
    """T13, T3: a new version is live; ada reads and sits the old one to its end, ben joins the new one."""
    old = room.join("ada").version_id
    room.finish_lesson("ada")
    new = second_version(room)
    assert new != old
    ada, ben = room.join("ada"), room.join("ben")
    assert (ada.version_id, ben.version_id) == (old, new)
    assert ada.is_done(LESSON)
    texts = {version: room.read(lesson_of, room.read(outline_of, version), LESSON) for version in (old, new)}
    assert texts[old]
    assert texts[new]
    assert OLD in texts[old].html.decode()
    assert NEW in texts[new].html.decode()
    items = {}
    for version in (old, new):
        outline = room.read(outline_of, version)
        assert outline
        activity = outline.by_key(PRACTICE)
        assert activity
        items[version] = activity.items
    assert (items[old], items[new]) == (2, 3)


def test_a_version_is_frozen_when_it_is_live(room: Classroom) -> None:
    """T13: nothing in the house writes to it; loading the same text again makes no version."""
    first = room.outline()
    assert room.publish(changed(LESSON_FILE, OLD, OLD)).version_id == first.version_id
    second_version(room)
    kept = room.read(outline_of, first.version_id)
    assert kept == first
    states = room.ask("SELECT number, state FROM course_version ORDER BY number")
    assert [tuple(row) for row in states] == [(1, "retired"), (2, "live")]
    assert [course.outline.number for course in room.read(live_courses)] == [2]


def test_an_attempt_under_way_keeps_its_paper_when_a_new_version_comes(room: Classroom) -> None:
    """T3, T13: opened on the old version, answered and marked on it, and counted for the same quiz."""
    room.join("ada")
    room.finish_lesson("ada")
    public_id = room.start("ada", PRACTICE)
    second_version(room)
    asked = room.attempt("ada", public_id)
    room.save_form("ada", public_id, room.right("ada", public_id))
    assert room.hand_in("ada", public_id).passed
    assert len(asked.form) == 2
    standing = room.read(standing_in, room.people["ada"], COURSE)
    assert standing
    assert standing.state == "completed"


def test_the_log_names_the_version_that_was_joined(room: Classroom) -> None:
    """T13, S9: one entry in the transaction of the enrolment, with ids alone."""
    standing = room.join("ada")
    entry = room.read(lambda connection: newest_entries(connection, limit=1))[0]
    assert entry.tag == "learning:enrolment:joined"
    assert entry.data == {"course": COURSE, "version": standing.version_id}
    assert EXAM in {one.key for one in room.outline().examinations}

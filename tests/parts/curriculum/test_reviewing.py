"""Two persons stand behind a version: who asks, who approves, who may not, and what the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from app.curriculum.authoring_queries import comments_on, desk_version, version_in_review, versions_waiting
from app.curriculum.queries import live_course, versions_of
from app.curriculum.services import reviewing
from app.curriculum.services.editing import edit_text
from app.curriculum.services.publishing import CourseHasErrors
from app.curriculum.services.reviewing import MoreThanWording, NothingChanged, NotInThisState, OwnWork, Remark
from app.foundation.errors import NotFound, Refusal
from app.foundation.transaction import Database
from tests.parts.curriculum.conftest import COURSE, FILES, LESSON, QUIZ, Staff, show_check

BETTER = FILES[LESSON].decode().replace("Look before", "Look twice before")


def save(database: Database, person: str, text: str = BETTER) -> None:
    database.write(partial(edit_text, course=COURSE, person_id=person, path=LESSON, edit=lambda _before: text))


def do(database: Database, step: Callable[..., Any], person: str, **more: Any) -> None:
    database.write(lambda unit: step(unit, course=COURSE, person_id=person, **more))


def waiting_hash(database: Database) -> str:
    with database.reading() as connection:
        version = version_in_review(connection, COURSE)
    assert version is not None
    return version.source_hash


@pytest.fixture
def asked(database: Database, staff: Staff) -> Staff:
    """A version that the author edited and handed over."""
    save(database, staff.author)
    do(database, reviewing.ask_for_review, staff.author)
    return staff


def approve(database: Database, person: str) -> None:
    do(database, reviewing.approve_and_publish, person, source_hash=waiting_hash(database), show_check=show_check)


def test_another_trainer_approves_and_the_version_goes_live(database: Database, asked: Staff) -> None:
    """T4 T13: the version before it is retired, not changed."""
    with database.reading() as connection:
        assert [one.own for one in versions_waiting(connection, asked.author)] == [True]
        assert [one.own for one in versions_waiting(connection, asked.reviewer)] == [False]
    approve(database, asked.reviewer)
    with database.reading() as connection:
        found = {one.number: (one.state, one.reviewer_id) for one in versions_of(connection, COURSE)}
        live = live_course(connection, COURSE)
        assert found == {1: ("retired", None), 2: ("live", asked.reviewer)}
        assert live is not None
        assert live.outline.number == 2
        assert versions_waiting(connection, asked.reviewer) == ()


def test_an_owner_publishes_what_was_approved(database: Database, asked: Staff) -> None:
    do(database, reviewing.approve, asked.reviewer, source_hash=waiting_hash(database))
    do(database, reviewing.publish_approved, asked.author, show_check=show_check)
    with database.reading() as connection:
        assert [one.state for one in versions_of(connection, COURSE)] == ["live", "retired"]


@pytest.mark.parametrize("who", ["author", "colleague"])
def test_who_had_a_hand_in_a_version_does_not_review_it(database: Database, staff: Staff, who: str) -> None:
    """T4: not the one who opened it, and not another owner who saved a line of it."""
    save(database, staff.author)
    save(database, staff.colleague, BETTER + "\nMore.\n")
    do(database, reviewing.ask_for_review, staff.author)
    person = getattr(staff, who)
    with pytest.raises(OwnWork):
        approve(database, person)
    with pytest.raises(OwnWork):
        do(database, reviewing.send_back, person, note="no")


@pytest.mark.parametrize("who", ["author", "colleague"])
def test_the_database_refuses_a_reviewer_who_edited(database: Database, staff: Staff, who: str) -> None:
    save(database, staff.author)
    save(database, staff.colleague, BETTER + "\nMore.\n")
    update = sa.text("UPDATE course_version SET reviewer_id = :person WHERE state = 'draft'")
    with pytest.raises(sa.exc.DBAPIError), database.engine.begin() as connection:
        connection.execute(update, {"person": getattr(staff, who)})


def test_a_version_sent_back_is_a_draft_again_with_the_reasons(database: Database, asked: Staff) -> None:
    do(database, reviewing.send_back, asked.reviewer, note="Say which law.")
    with database.reading() as connection:
        version = desk_version(connection, COURSE, asked.author)
    assert version is not None
    assert (version.state, version.review_note) == ("draft", "Say which law.")
    save(database, asked.author, BETTER + "\nYour own law.\n")


def test_what_is_approved_is_what_was_looked_at(database: Database, asked: Staff) -> None:
    """A version taken back, changed and handed over again is not approved by an old page."""
    seen = waiting_hash(database)
    do(database, reviewing.take_back, asked.author)
    save(database, asked.author, BETTER + "\nSomething else.\n")
    do(database, reviewing.ask_for_review, asked.author)
    with pytest.raises(NotInThisState):
        do(database, reviewing.approve, asked.reviewer, source_hash=seen)


STEPS: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
    ("live", reviewing.ask_for_review, {}),
    ("live", reviewing.take_back, {}),
    ("live", reviewing.give_up, {}),
    ("draft", reviewing.take_back, {}),
    ("draft", reviewing.publish_approved, {"show_check": show_check}),
    ("in_review", reviewing.ask_for_review, {}),
    ("in_review", reviewing.publish_approved, {"show_check": show_check}),
]


@pytest.mark.parametrize(("state", "step", "more"), STEPS)
def test_a_step_from_a_state_where_it_does_not_begin_is_refused(
    database: Database, staff: Staff, state: str, step: Callable[..., Any], more: dict[str, Any]
) -> None:
    if state != "live":
        save(database, staff.author)
    if state == "in_review":
        do(database, reviewing.ask_for_review, staff.author)
    with pytest.raises(NotInThisState):
        do(database, step, staff.author, **more)


@pytest.mark.parametrize(
    ("text", "refusal"), [(FILES[LESSON].decode() + "\n::: nonsense\n:::\n", CourseHasErrors), (None, NothingChanged)]
)
def test_only_a_version_without_errors_and_with_changes_goes_to_review(
    database: Database, staff: Staff, text: str | None, refusal: type[Refusal]
) -> None:
    save(database, staff.author)
    save(database, staff.author, text or FILES[LESSON].decode())
    with pytest.raises(refusal):
        do(database, reviewing.ask_for_review, staff.author)


def test_a_draft_given_up_leaves_the_live_version_and_makes_room_for_another(database: Database, staff: Staff) -> None:
    save(database, staff.author)
    do(database, reviewing.give_up, staff.author)
    save(database, staff.colleague)
    with database.reading() as connection:
        assert [(one.number, one.state) for one in versions_of(connection, COURSE)] == [
            (3, "draft"),
            (2, "retired"),
            (1, "live"),
        ]


def test_comments_stand_until_an_owner_has_dealt_with_them(database: Database, asked: Staff) -> None:
    do(database, reviewing.comment, asked.reviewer, remark=Remark(LESSON, 7, "Which light?"))
    with database.reading() as connection:
        version = version_in_review(connection, COURSE)
        assert version is not None
        found = comments_on(connection, version.id)
    assert [(one.path, one.line, one.text, one.settled_at) for one in found] == [(LESSON, 7, "Which light?", None)]
    with pytest.raises(NotFound):
        do(database, reviewing.settle, asked.reviewer, comment_id=found[0].id)
    do(database, reviewing.settle, asked.author, comment_id=found[0].id)
    with database.reading() as connection:
        assert comments_on(connection, version.id)[0].settled_at is not None


def test_a_change_of_wording_alone_is_published_by_its_author_and_the_log_says_so(
    database: Database, staff: Staff
) -> None:
    save(database, staff.author)
    do(database, reviewing.publish_wording, staff.author, show_check=show_check)
    with database.reading() as connection:
        assert [(one.number, one.state, one.reviewer_id) for one in versions_of(connection, COURSE)] == [
            (2, "live", None),
            (1, "retired", None),
        ]
        said = connection.exec_driver_sql("SELECT data FROM audit_event WHERE tag = 'curriculum:course:approved'")
        assert "wording_only" in str(said.scalar_one())


def test_more_than_wording_needs_the_second_person(database: Database, staff: Staff) -> None:
    database.write(partial(edit_text, course=COURSE, person_id=staff.author, path=QUIZ, edit=lambda text: text + "\n"))
    with pytest.raises(MoreThanWording):
        do(database, reviewing.publish_wording, staff.author, show_check=show_check)


def test_strangers_do_nothing_with_a_course(database: Database, asked: Staff) -> None:
    for step in (reviewing.ask_for_review, reviewing.take_back, reviewing.give_up):
        with pytest.raises(NotFound):
            do(database, step, asked.reviewer)

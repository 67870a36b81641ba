"""Saving the texts of a course: a draft of its own, every save kept, two people at once."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa

from app.curriculum.authoring_queries import desk_version, revision_text, revisions_of
from app.curriculum.domain.text_files import TEXT_LIMIT
from app.curriculum.queries import source_files, versions_of
from app.curriculum.services.editing import InReview, TextMoved, TextTooLong, edit_text, take_out_text
from app.curriculum.services.reviewing import ask_for_review
from app.foundation.errors import NotFound
from app.foundation.transaction import Database
from tests.parts.curriculum.conftest import COURSE, FILES, LESSON, Staff


def save(database: Database, person: str, text: str, path: str = LESSON) -> None:
    database.write(partial(edit_text, course=COURSE, person_id=person, path=path, edit=lambda _before: text))


def test_the_first_save_opens_a_draft_and_the_live_version_keeps_its_text(database: Database, staff: Staff) -> None:
    """T13."""
    save(database, staff.author, "new text")
    with database.reading() as connection:
        live, draft = sorted(versions_of(connection, COURSE), key=lambda one: one.number)
        assert (live.state, draft.state, draft.number, draft.author_id) == ("live", "draft", 2, staff.author)
        assert source_files(connection, live.id)[LESSON] == FILES[LESSON]
        assert source_files(connection, draft.id)[LESSON] == b"new text"
        assert source_files(connection, draft.id)["course.yml"] == FILES["course.yml"]


def test_every_save_is_kept_with_its_author_and_what_stood_before(database: Database, staff: Staff) -> None:
    for person, text in ((staff.author, "one"), (staff.colleague, "two"), (staff.author, "two")):
        save(database, person, text)
    with database.reading() as connection:
        version = desk_version(connection, COURSE, staff.author)
        assert version is not None
        found = revisions_of(connection, version.id, LESSON)
        assert [(one.number, one.person_id) for one in found] == [
            (2, staff.colleague),
            (1, staff.author),
            (0, staff.author),
        ]
        assert revision_text(connection, version.id, LESSON, 0) == FILES[LESSON].decode()
        assert revision_text(connection, version.id, LESSON, 2) == "two"
        assert revision_text(connection, version.id, LESSON, 3) is None


def test_a_lesson_taken_out_is_kept_among_its_revisions(database: Database, staff: Staff) -> None:
    database.write(partial(take_out_text, course=COURSE, person_id=staff.author, path=LESSON))
    with database.reading() as connection:
        version = desk_version(connection, COURSE, staff.author)
        assert version is not None
        assert LESSON not in source_files(connection, version.id)
        assert revision_text(connection, version.id, LESSON, 0) == FILES[LESSON].decode()
        assert revision_text(connection, version.id, LESSON, 1) is None
    with pytest.raises(NotFound):
        database.write(partial(take_out_text, course=COURSE, person_id=staff.author, path=LESSON))


def test_who_does_not_own_the_course_saves_nothing_and_sees_nothing(database: Database, staff: Staff) -> None:
    with pytest.raises(NotFound):
        save(database, staff.reviewer, "mine now")
    with database.reading() as connection:
        assert desk_version(connection, COURSE, staff.reviewer) is None
        assert len(versions_of(connection, COURSE)) == 1


def test_an_edit_that_refuses_leaves_no_draft_behind(database: Database, staff: Staff) -> None:
    def refuse(before: str | None) -> str:
        raise TextMoved(before)

    with pytest.raises(TextMoved) as moved:
        database.write(partial(edit_text, course=COURSE, person_id=staff.author, path=LESSON, edit=refuse))
    assert moved.value.theirs == FILES[LESSON].decode()
    with database.reading() as connection:
        assert [one.state for one in versions_of(connection, COURSE)] == ["live"]


def test_a_text_longer_than_a_file_may_be_is_refused(database: Database, staff: Staff) -> None:
    with pytest.raises(TextTooLong):
        save(database, staff.author, "é" * (TEXT_LIMIT // 2 + 1))


def test_nothing_is_changed_while_the_version_is_in_review(database: Database, staff: Staff) -> None:
    save(database, staff.author, FILES[LESSON].decode().replace("Look", "Look around"))
    database.write(partial(ask_for_review, course=COURSE, person_id=staff.author))
    with pytest.raises(InReview):
        save(database, staff.colleague, "late")
    with pytest.raises(InReview):
        database.write(partial(take_out_text, course=COURSE, person_id=staff.author, path=LESSON))


def test_a_saved_revision_cannot_be_changed_or_deleted(database: Database, staff: Staff) -> None:
    save(database, staff.author, "one")
    for statement in ("UPDATE source_revision SET number = 9", "DELETE FROM source_revision"):
        with pytest.raises(sa.exc.DBAPIError, match="insert only"), database.engine.begin() as connection:
            connection.exec_driver_sql(statement)

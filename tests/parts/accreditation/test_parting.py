"""The gate between the parts in one accreditation: the service says why not, and the database refuses it too."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accreditation.services.parting import Barred
from app.foundation.ids import new_id
from tests.parts.accreditation.desk import Desk

TRAINED = "SELECT count(*) FROM involvement WHERE part = 'trainer' AND actor_id = :tom"
INSERT = sa.text(
    "INSERT INTO involvement (id, candidate_id, actor_id, part, source, at) VALUES (:id, :c, :a, :p, 's', :at)"
)


def insert(desk: Desk, candidate: str, actor: str, part: str) -> None:
    """Write an involvement past the service."""
    at = desk.room.clock.now.replace(tzinfo=None)
    values = {"id": new_id(), "c": desk.id(candidate), "a": desk.id(actor), "p": part, "at": at}
    desk.do(lambda unit: unit.connection.execute(INSERT, values))


def test_who_owns_a_course_has_trained_who_joined_and_finished_it(desk: Desk) -> None:
    """A12, U3: joining and finishing are noted for each owner; 24 months run from the end."""
    room = desk.room
    room.join("ada")
    assert room.ask(TRAINED, tom=desk.id("tom"))[0][0] == 1
    with pytest.raises(Barred) as refused:
        desk.involve("ada", "tom", "decider")
    assert [(bar.code, bar.part) for bar in refused.value.bars] == [("part", "trainer")]
    room.clock.move(days=700)
    room.finish_lesson("ada")
    room.sit("ada")
    assert room.ask(TRAINED, tom=desk.id("tom"))[0][0] == 2
    room.clock.move(days=100)
    with pytest.raises(Barred):
        desk.involve("ada", "tom", "assessor")
    room.clock.move(days=640)
    desk.involve("ada", "tom", "assessor")


def test_who_joined_before_the_gate_was_built_has_trainers_too(desk: Desk) -> None:
    """A12: an instance that is upgraded knows no involvement; it is read from who owns the course."""
    desk.room.join("ada")
    desk.do(lambda unit: unit.connection.exec_driver_sql("DROP TRIGGER IF EXISTS tr_involvement_no_delete"
            + ("" if unit.connection.dialect.name == "sqlite" else " ON involvement")))  # fmt: skip
    desk.do(lambda unit: unit.connection.exec_driver_sql("DELETE FROM involvement"))
    with pytest.raises(Barred):
        desk.involve("ada", "tom", "decider")
    desk.involve("ada", "dora", "decider")


def test_the_same_part_taken_twice_is_one_and_another_is_refused(desk: Desk) -> None:
    """A11, X6: an assessor decides nothing, a decider hears no appeal; approving goes with deciding."""
    assert desk.involve("ada", "dora", "decider") == desk.involve("ada", "dora", "decider")
    desk.involve("ada", "dora", "approver")
    for part in ("assessor", "marker", "supervisor", "panel"):
        with pytest.raises(Barred):
            desk.involve("ada", "dora", part)
    desk.involve("ben", "dora", "panel")


@pytest.mark.parametrize("part", ["assessor", "marker", "supervisor", "panel"])
def test_the_database_refuses_what_the_service_would(desk: Desk, part: str) -> None:
    """U3: SQL that goes past the service meets the same rule."""
    desk.involve("ada", "dora", "decider")
    with pytest.raises(IntegrityError, match="another part"):
        insert(desk, "ada", "dora", part)
    with pytest.raises(IntegrityError):
        insert(desk, "ada", "ada", part)
    insert(desk, "ada", "emil", part)


def test_what_was_noted_is_never_changed_or_taken_away(desk: Desk) -> None:
    """U3: nobody frees somebody of a part by SQL."""
    desk.involve("ada", "dora", "decider")
    for statement in ("UPDATE involvement SET part = 'panel'", "DELETE FROM involvement"):
        with pytest.raises(IntegrityError):
            desk.do(lambda unit, statement=statement: unit.connection.exec_driver_sql(statement))
    assert desk.count("involvement") == 1


def test_each_scheme_says_who_decides(desk: Desk) -> None:
    """The rule grants at once; a sample and what staff decide wait before the desk, once however often it is asked."""
    desk.room.confirm("ada")
    for _again in range(3):
        desk.consider("ada")
    rows = desk.room.ask("SELECT scheme, state, reason FROM application ORDER BY scheme")
    assert [tuple(row) for row in rows] == [
        ("by-one", "waiting", "requirements-met"),
        ("by-sample", "waiting", "sampled"),
        ("by-two", "waiting", "requirements-met"),
    ]
    assert [row[0] for row in desk.room.ask("SELECT scheme FROM credential")] == ["by-rule"]
    assert desk.room.tags("accreditation:case:opened") == 3

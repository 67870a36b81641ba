"""What a person did is kept whatever goes wrong in its consequences, and the consequences are taken up again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.accreditation.services import considering
from app.foundation.transaction import Unit
from app.learning.services import progressing
from tests.journeys.canaries import COURSE, EXAM, PRACTICE
from tests.journeys.conftest import School

AGAIN = "SELECT state FROM outbox WHERE name = 'reaction.again'"


def bug(*_given: object) -> int:
    """Fail as a mistake of ours would."""
    raise LookupError("a version that is gone")


def broken_statement(unit: Unit, *_given: object) -> int:
    """Fail in the database, which on PostgreSQL spoils the transaction down to the savepoint."""
    return int(unit.connection.execute(sa.text("SELECT no_such_column FROM person")).scalar_one())


def always_busy(*_given: object) -> int:
    """Fail as a lock that is never given free; trying the whole unit again does not help either."""
    raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))


def breaks_a_rule(unit: Unit, *_given: object) -> int:
    """Fail on a constraint of the database."""
    unit.connection.execute(sa.text("UPDATE person SET state = 'nonsense'"))
    return 0


@pytest.mark.parametrize("failure", [bug, broken_statement, always_busy, breaks_a_rule], ids=lambda one: one.__name__)
def test_a_failing_consider_keeps_attempt_and_marks_and_is_taken_up_again(
    open_school: School, monkeypatch: pytest.MonkeyPatch, failure: Callable[..., int]
) -> None:
    """A15, R1: handed in, marked and shown; the credential comes from the job, once, when the mistake is mended."""
    room = open_school.room
    public_id = room.start("ada", EXAM)
    room.save_form("ada", public_id, room.right("ada", public_id))
    client = open_school.client("ada")
    monkeypatch.setattr(considering, "consider", failure)
    answer = client.post(f"/attempts/{public_id}/hand-in", data={"csrf_token": open_school.token(client)})
    assert answer.status_code == 303
    attempt = room.attempt("ada", public_id)
    assert (attempt.state, attempt.passed, attempt.score) == ("released", True, 1)
    assert "Passed with 100 %" in client.get(f"/attempts/{public_id}").get_data(as_text=True)
    assert room.ask("SELECT count(*) FROM credential")[0][0] == 0
    assert [row[0] for row in room.ask(AGAIN)][:1] == ["queued"]
    monkeypatch.undo()
    monkeypatch.setattr("app.accreditation.jobs.render_certificate", lambda *_given, **_more: None)
    room.work()
    assert {row[0] for row in room.ask(AGAIN)} == {"done"}
    assert room.ask("SELECT count(*) FROM credential")[0][0] == 1


def test_what_a_failed_reaction_announced_is_forgotten_with_it(
    open_school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The course is not counted as finished where finishing it was undone; the job finishes and counts it once."""
    room = open_school.room
    room.finish_lesson("ada")
    room.sit("ada", "later")
    true = progressing.complete_if_all_done

    def breaks(*given: Any) -> None:
        true(*given)
        raise LookupError

    finished = "SELECT coalesce(sum(officers), 0) FROM running_total WHERE measure = 'finished'"
    monkeypatch.setattr(progressing, "complete_if_all_done", breaks)
    result = room.sit("ada", PRACTICE)
    monkeypatch.undo()
    assert result.passed
    assert room.ask("SELECT state FROM enrolment WHERE person_id = :id", id=room.people["ada"])[0][0] == "active"
    assert room.ask(finished)[0][0] == 0
    room.work()
    assert room.ask("SELECT state FROM enrolment WHERE person_id = :id", id=room.people["ada"])[0][0] == "completed"
    assert COURSE in {row[0] for row in room.ask("SELECT course FROM running_total WHERE measure = 'started'")} | {
        COURSE
    }

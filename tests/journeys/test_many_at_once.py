"""What many do in one moment ends as if they had come one after the other, on both databases (R1, R3)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from app.assessment.domain.journal import latest
from app.assessment.queries import journal_of
from app.assessment.services import closing
from app.assessment.services.closing import journal_hash
from app.assessment.services.saving import Saved
from app.audit.domain.chain import first_broken
from app.audit.queries import all_entries, newest_entries
from app.learning.queries import standing_in
from app.learning.services import progressing
from tests.journeys.canaries import COURSE, EXAM, LESSON, PRACTICE
from tests.journeys.conftest import School
from tests.parts.learning.classroom import PEOPLE

T = TypeVar("T")


def together(works: list[Callable[[], T]]) -> list[T]:
    """Do all of it at once, each in a thread of its own that waits for the others; return what came back."""
    barrier = threading.Barrier(len(works))
    found: dict[int, Any] = {}

    def run(place: int, work: Callable[[], T]) -> None:
        barrier.wait(30)
        try:
            found[place] = work()
        except BaseException as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    failed = [error for error in found.values() if isinstance(error, BaseException)]
    assert not failed, failed[:3]
    return [found[place] for place in range(len(works))]


def posts(school: School, name: str, path: str, count: int, **more: Any) -> list[Callable[[], tuple[int, str]]]:
    """Return `count` ways to send the same form, each from a browser window of its own in one session."""
    first = school.client(name)
    cookie, token = first.get_cookie("provost"), school.token(first)
    assert cookie
    headers = {"Cookie": f"provost={cookie.value}", "X-CSRF-Token": token}

    def post() -> tuple[int, str]:
        client = school.app.test_client(use_cookies=False)
        answer = client.post(path, headers=headers, buffered=True, **more)
        return answer.status_code, answer.headers.get("Location", "")

    return [post] * count


def test_a_hundred_hand_ins_give_one_result_and_one_certificate(open_school: School) -> None:
    """A15, R1: no 5xx, one result, one entry, one credential, one rendering asked for, one counted."""
    room = open_school.room
    public_id = room.start("ada", EXAM)
    room.save_form("ada", public_id, room.right("ada", public_id))
    answers = together(posts(open_school, "ada", f"/attempts/{public_id}/hand-in", 100))
    assert Counter(answers) == {(303, f"/attempts/{public_id}"): 100}
    assert room.attempt("ada", public_id).passed
    assert room.tags("assessment:attempt:handed-in") == 1
    assert room.tags("accreditation:credential:granted") == 1
    assert room.ask("SELECT count(*) FROM credential")[0][0] == 1
    assert room.ask("SELECT count(*) FROM outbox WHERE name = 'certificate.render'")[0][0] == 1
    assert room.ask("SELECT count(*) FROM outbox WHERE name = 'reaction.again'")[0][0] == 0


def test_a_hundred_starts_open_one_attempt(open_school: School) -> None:
    """S3, R3: a hundred clicks in as many windows lead to the same paper."""
    activity = open_school.room.outline().by_key(PRACTICE)
    assert activity
    answers = together(posts(open_school, "ada", f"{activity.href}/start", 100))
    assert {status for status, _ in answers} == {303}
    assert len({location for _, location in answers}) == 1
    assert open_school.room.ask("SELECT number, state FROM attempt")[0] == (1, "in_progress")
    assert open_school.room.ask("SELECT count(*) FROM attempt")[0][0] == 1
    assert open_school.room.tags("assessment:attempt:started") == 1


def test_twenty_joins_are_one_enrolment_each(open_school: School) -> None:
    """R3: the same person twenty times and three people at once: one enrolment a person, and the log is whole."""
    room = open_school.room
    room.do(lambda unit: unit.connection.exec_driver_sql("DELETE FROM enrolment"))
    path = f"/courses/{COURSE}/join"
    works = (
        posts(open_school, "ada", path, 20) + posts(open_school, "ben", path, 5) + posts(open_school, "cleo", path, 5)
    )
    assert Counter(together(works)) == {(303, f"/courses/{COURSE}"): 30}
    assert room.ask("SELECT count(*) FROM enrolment")[0][0] == 3
    assert room.read(lambda connection: first_broken(all_entries(connection))) is None


def test_two_windows_that_save_at_once_lose_nothing(open_school: School) -> None:
    """R3, U6: every save of both is in the journal, and of each window the newest stands."""
    room = open_school.room
    public_id = room.start("ada", PRACTICE)
    client = open_school.client("ada")
    cookie, token = client.get_cookie("provost"), open_school.token(client)
    assert cookie
    headers = {"Cookie": f"provost={cookie.value}", "X-CSRF-Token": token}

    def window(writer: str) -> list[int]:
        statuses = []
        for sequence in range(1, 26):
            body = {"writer": writer, "sequence": sequence, "item": f"pr-{'text' if writer == 'one' else 'number'}",
                    "answer": [f"{sequence}"], "flag": False}  # fmt: skip
            answer = open_school.app.test_client(use_cookies=False).post(
                f"/attempts/{public_id}/save", json=body, headers=headers, buffered=True
            )
            statuses.append(answer.status_code)
        return statuses

    answers = together([lambda: window("one"), lambda: window("two"), lambda: window("one"), lambda: window("two")])
    assert {status for statuses in answers for status in statuses} == {200}
    journal = room.read(journal_of, room.attempt("ada", public_id).id)
    assert Counter(event.writer for event in journal) == {"one": 25, "two": 25}
    assert latest(journal).responses == {"pr-text": ("25",), "pr-number": ("25",)}


def test_what_is_told_as_saved_counts_even_while_the_attempt_is_handed_in(open_school: School) -> None:
    """U6: saves and handing in race; the marks rest on exactly the journal that stands at the end."""
    room = open_school.room
    public_id = room.start("ada", EXAM)

    def save(number: int) -> Callable[[], Saved]:
        return lambda: room.save("ada", public_id, "ex-text", (f"{number}",), sequence=number, writer="w")

    outcomes = together([*(save(number) for number in range(1, 31)), lambda: room.hand_in("ada", public_id)])
    kept = [outcome for outcome in outcomes[:-1] if outcome is Saved.KEPT]
    journal = room.read(journal_of, room.attempt("ada", public_id).id)
    assert len(journal) == len(kept)
    told = next(one for one in room.read(lambda connection: newest_entries(connection, limit=20))
                if one.tag == "assessment:attempt:handed-in")  # fmt: skip
    assert told.data["journal"] == journal_hash(journal)


def test_no_answer_slips_in_between_the_marking_and_its_commit(
    open_school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U6: an answer that comes while the attempt is being marked is refused, not kept without counting."""
    room = open_school.room
    public_id = room.start("ada", EXAM)
    marking, saved = threading.Event(), threading.Event()
    true = closing.grade

    def slow(*given: Any) -> Any:
        marking.set()
        saved.wait(1)  # the save is given a second; where it waits for the commit, it has not come by then
        return true(*given)

    monkeypatch.setattr(closing, "grade", slow)

    def save() -> Saved:
        marking.wait(30)
        try:
            return room.save("ada", public_id, "ex-text", ("late",))
        finally:
            saved.set()

    outcomes = together([lambda: room.hand_in("ada", public_id), save])
    assert outcomes[1] is Saved.CLOSED
    assert room.read(journal_of, room.attempt("ada", public_id).id) == ()


def test_the_last_two_activities_finished_at_once_complete_the_course(
    open_school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: each window sees the other's as not yet done when it begins; one of them completes the course."""
    room = open_school.room
    room.sit("ada", "later")
    public_id = room.start("ada", PRACTICE)
    room.save_form("ada", public_id, room.right("ada", public_id))
    both = threading.Barrier(2)
    true, looked = progressing.standing_in, threading.local()

    def looks(*given: Any) -> Any:
        found = true(*given)
        if not getattr(looked, "once", False):
            looked.once = True
            with_other = room.works.database.engine.dialect.name == "postgresql"
            if with_other:
                both.wait(30)
        return found

    monkeypatch.setattr(progressing, "standing_in", looks)
    together([lambda: room.finish_lesson("ada"), lambda: room.hand_in("ada", public_id)])
    monkeypatch.undo()
    standing = room.read(standing_in, room.people["ada"], COURSE)
    assert standing
    assert standing.is_done(LESSON)
    assert standing.state == "completed"
    assert room.tags("learning:enrolment:completed") == 1
    assert set(PEOPLE) == {"ada", "ben", "cleo"}

"""A job asked for is done: once where it matters, again where it failed, and never silently lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.foundation.transaction import Database, Unit
from app.jobs import claims, queries, services
from app.jobs.timetable import Scheduled, Timetable, slot, slot_key
from app.jobs.worker import Workshop, claim_due, find, run_claim, run_once, wait_until_finished
from tests.parts.foundation.databases import HandClock
from tests.parts.jobs.sample_jobs import JOBS


@pytest.fixture
def words() -> list[str]:
    return []


@pytest.fixture
def workshop(database: Database, words: list[str]) -> Workshop:
    return Workshop(database, JOBS, parts={"words": words})


def ask(database: Database, name: str, key: str = "k", delay: timedelta | None = None, **arguments: object) -> bool:
    return database.write(lambda unit: services.enqueue(unit, name, arguments, key, delay))


def state_of(database: Database, key: str = "k") -> queries.JobState | None:
    with database.reading() as connection:
        return queries.job_by_key(connection, key)


def test_one_key_is_one_job(workshop: Workshop, words: list[str]) -> None:
    """R8: asked for three times, before and after it ran, it runs once."""
    assert ask(workshop.database, "note", word="first")
    assert not ask(workshop.database, "note", word="second")
    assert run_once(workshop) == 1
    assert not ask(workshop.database, "note", word="third")
    assert run_once(workshop) == 0
    assert words == ["first"]
    assert state_of(workshop.database).finished


def test_a_job_is_asked_for_with_its_cause_or_not_at_all(workshop: Workshop) -> None:
    def work(unit: Unit) -> None:
        services.enqueue(unit, "note", {"word": "x"}, "k")
        raise KeyError

    with pytest.raises(KeyError):
        workshop.database.write(work)
    assert state_of(workshop.database) is None


def test_jobs_that_jobs_ask_for_run_too(workshop: Workshop, words: list[str]) -> None:
    ask(workshop.database, "chain", key="chain:2", left=2)
    assert run_once(workshop) == 3
    assert words == ["2", "1", "0"]


def test_a_delayed_job_waits(workshop: Workshop, clock: HandClock) -> None:
    ask(workshop.database, "note", word="x", delay=timedelta(minutes=5))
    assert run_once(workshop) == 0
    clock.forward(minutes=5)
    assert run_once(workshop) == 1


def test_a_hurried_job_goes_first(workshop: Workshop, words: list[str]) -> None:
    for word in ("a", "b", "c"):
        ask(workshop.database, "note", key=word, word=word)
    assert workshop.database.write(lambda unit: services.hurry(unit, "c"))
    assert not workshop.database.write(lambda unit: services.hurry(unit, "unknown"))
    run_once(workshop)
    assert words[0] == "c"
    assert sorted(words) == ["a", "b", "c"]


def test_a_failing_job_is_tried_eight_times_then_kept(workshop: Workshop, clock: HandClock, words: list[str]) -> None:
    """R8, R9: the pauses outlast a day without mail; the failure is visible and can be given new tries."""
    told: list[str] = []
    workshop = replace(workshop, on_failed=lambda unit, claim: told.append(claim.key))
    ask(workshop.database, "fail")
    began = clock.now
    for turn in range(1, 9):
        assert run_once(workshop) == 1
        assert run_once(workshop) == 0, "it pauses"
        if turn < 8:
            clock.now += claims.pause(turn)
    job = state_of(workshop.database)
    assert (job.state, job.tries, told) == ("failed", 8, ["k"])
    assert job.error.startswith("OSError at parts/jobs/sample_jobs.py:")
    assert "Example" not in job.error
    assert clock.now - began > timedelta(hours=24)
    assert workshop.database.write(lambda unit: services.retry(unit, job.id))
    assert run_once(workshop) == 1
    assert len(words) == 9


@pytest.mark.parametrize("name", ["hopeless", "unheard-of"])
def test_a_hopeless_job_fails_at_once(workshop: Workshop, name: str) -> None:
    ask(workshop.database, name)
    run_once(workshop)
    assert (state_of(workshop.database).state, state_of(workshop.database).tries) == ("failed", 1)


def test_a_job_whose_worker_died_is_taken_up_after_the_lease(
    workshop: Workshop, clock: HandClock, words: list[str]
) -> None:
    """R8: not before, or it would run twice."""
    ask(workshop.database, "note", word="x")
    assert claim_due(workshop) is not None
    clock.forward(seconds=59)
    assert claim_due(workshop) is None
    clock.forward(seconds=2)
    assert run_once(workshop) == 1
    assert words == ["x"]
    assert state_of(workshop.database).tries == 2


def test_a_job_that_kills_its_worker_every_time_fails_in_the_end(workshop: Workshop, clock: HandClock) -> None:
    ask(workshop.database, "note", word="x")
    for _ in range(8):
        assert claim_due(workshop) is not None
        clock.forward(seconds=61)
    run_once(workshop)
    assert (state_of(workshop.database).state, state_of(workshop.database).tries) == ("failed", 9)


def test_a_worker_that_comes_back_late_can_write_nothing(workshop: Workshop, clock: HandClock) -> None:
    """R8: the second turn fences the first, even within its own last transaction."""
    ask(workshop.database, "finish")
    late = claim_due(workshop)
    clock.forward(seconds=61)
    second = claim_due(workshop)
    run_claim(workshop, late)
    assert state_of(workshop.database, "effect") is None
    assert not workshop.database.write(lambda unit: claims.renew(unit, late))
    assert workshop.database.write(lambda unit: claims.renew(unit, second))
    run_claim(workshop, second)
    assert state_of(workshop.database, "effect").state == "queued"
    assert state_of(workshop.database).state == "done"


def test_an_effect_written_with_the_end_happens_once(workshop: Workshop, words: list[str]) -> None:
    ask(workshop.database, "finish_twice")
    run_once(workshop)
    assert words == []
    assert state_of(workshop.database).state == "done"


def test_progress_is_seen_while_the_job_runs(workshop: Workshop, words: list[str]) -> None:
    ask(workshop.database, "report")
    run_once(workshop)
    assert words == [40]
    assert state_of(workshop.database).progress == 100


def test_readiness_sees_a_worker_that_fell_behind(workshop: Workshop, clock: HandClock) -> None:
    ask(workshop.database, "note", word="x")
    asked = clock.now
    clock.forward(minutes=10)
    with workshop.database.reading() as connection:
        assert queries.oldest_due(connection, clock.now) == asked
        assert queries.job_figures(connection, clock()).in_state == {"queued": 1}
        assert [job.key for job in queries.jobs_in_state(connection, "queued")] == ["k"]
    run_once(workshop)
    with workshop.database.reading() as connection:
        assert queries.oldest_due(connection, clock.now) is None


def test_waiting_ends_with_the_job_or_the_patience(workshop: Workshop) -> None:
    ask(workshop.database, "note", word="x")
    assert not wait_until_finished(workshop.database, "k", 0.0)
    run_once(workshop)
    assert wait_until_finished(workshop.database, "k", 0.0)


SLOTS = [
    (Scheduled("s", timedelta(minutes=15)), datetime(2026, 3, 1, 10, 44, 59, tzinfo=UTC), "2026-03-01T10:30:00Z"),
    (Scheduled("s", timedelta(hours=24), timedelta(hours=2, minutes=30)), datetime(2026, 3, 1, 2, 29, tzinfo=UTC),
     "2026-02-28T02:30:00Z"),
    (Scheduled("s", timedelta(hours=24), timedelta(hours=2, minutes=30)), datetime(2026, 3, 1, 2, 30, tzinfo=UTC),
     "2026-03-01T02:30:00Z"),
    (Scheduled("s", timedelta(minutes=1)), datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC), "2024-02-29T23:59:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "now", "expected"), SLOTS)
def test_a_slot_begins_where_the_clock_says(entry: Scheduled, now: datetime, expected: str) -> None:
    assert slot_key(entry, now) == f"slot:s:{expected}"
    assert slot(entry, now) <= now < slot(entry, now) + entry.every


def test_a_slot_runs_once_among_many_workers(workshop: Workshop, clock: HandClock, words: list[str]) -> None:
    """One run in each slot, and a worker that finds nothing new writes nothing."""
    entry = Scheduled("note", timedelta(minutes=1), arguments={"word": "tick"})
    tables = [Timetable([entry]), Timetable([entry]), Timetable([entry])]
    for _ in range(2):
        for table in tables:
            assert table.keep(workshop.database) == 1
            assert table.keep(workshop.database) == 0
        run_once(workshop)
        clock.forward(minutes=1)
    assert words == ["tick", "tick"]


def test_tidying_forgets_old_slots_only(workshop: Workshop, clock: HandClock) -> None:
    """Other keys stay taken for ever: a certificate is not rendered again a year later."""
    Timetable([Scheduled("note", timedelta(hours=1), arguments={"word": "x"})]).keep(workshop.database)
    ask(workshop.database, "note", word="kept")
    run_once(workshop)
    clock.forward(days=8)
    assert workshop.database.write(lambda unit: services.forget_slots(unit, clock.now - timedelta(days=7))) == 1
    assert not ask(workshop.database, "note", word="again")


@pytest.mark.parametrize(("name", "path"), [("mail.send", "app.jobs.mail:send"), ("jobs.tidy", "app.jobs.jobs:tidy"),
                                            ("audit.anchor", "app.audit.jobs:anchor")])  # fmt: skip
def test_the_jobs_of_the_house_are_found_by_their_names(name: str, path: str) -> None:
    assert callable(find({name: path}, name))

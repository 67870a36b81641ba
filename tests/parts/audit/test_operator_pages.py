"""The operator's two pages and the job of the anchors, over a small house."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa

from app.audit import queries
from app.audit.anchors import anchor_file
from app.audit.events import AuditTag
from app.audit.jobs import anchor
from app.audit.keys import KEY_FILE, key_id, read_key
from app.audit.pages import anchor_line, backup_line, check_of_end, disk_line
from app.audit.services import SYSTEM, record
from app.audit.work_lines import failures_line, key_lines, mail_line, restore_line
from app.foundation.crypto import Keyring
from app.foundation.data_keys import DataKeys
from app.foundation.transaction import Database
from app.jobs.claims import Claim
from app.jobs.context import GiveUp, JobContext
from app.jobs.models import Outbox
from app.jobs.queries import JobFigures, job_figures
from app.jobs.services import enqueue
from tests.parts.foundation.databases import HandClock
from tests.parts.web.small_house import Page, SmallHouse, make_house


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[SmallHouse]:
    made = make_house(tmp_path, clock)
    yield made
    made.database.engine.dispose()


def write_entries(
    database: Database, count: int, tag: AuditTag = AuditTag.SIGN_IN_SUCCEEDED, subject: str = "person:p1"
) -> None:
    database.write(lambda unit: [record(unit, tag, actor="p1", subject=subject, place=n) for n in range(count)])


def tried(database: Database, *, ok: bool) -> None:
    """Note that a backup of the day before was tried out."""
    made = (database.clock() - timedelta(days=1)).isoformat()
    database.write(
        lambda unit: record(unit, AuditTag.BACKUP_TESTED, actor=SYSTEM, subject="instance", ok=ok, made_at=made)
    )


def fail_a_job(house: SmallHouse) -> str:
    """Put a job into the outbox that has used up its tries."""
    house.database.write(lambda unit: enqueue(unit, "mail.send", {}, key="mail:1"))
    failed = {"state": "failed", "tries": 5, "error": "OSError: no route"}
    house.database.write(lambda unit: unit.connection.execute(sa.update(Outbox.__table__).values(failed)))
    with house.database.reading() as connection:
        return str(connection.execute(sa.select(Outbox.id)).scalar_one())


def job_context(house: SmallHouse, **parts: object) -> JobContext:
    claim = Claim("j1", "audit.anchor", {}, "slot:1", 1)
    return JobContext(house.database, None, house.parts | parts, claim)


@pytest.mark.parametrize("address", ["/status", "/audit"])
@pytest.mark.parametrize("role", ["officer", "trainer", "accreditation", "partner", "coordinator"])
def test_only_operators_open_these_pages(house: SmallHouse, address: str, role: str) -> None:
    assert house.browser(role).get(address).status_code == 403
    assert house.browser().get(address).status_code == 303


@pytest.mark.parametrize("address", ["/status", "/audit", "/audit?subject=nobody"])
def test_every_word_of_these_pages_comes_from_the_catalogue(house: SmallHouse, address: str) -> None:
    write_entries(house.database, 60)
    fail_a_job(house)
    page = Page(house.browser("operator", locale="ar-XB").get(address).text)
    assert len(page.headings) == 1
    assert page.bare == []
    assert page.inline == []


def test_the_status_page_says_what_does_not_work_and_what_to_do(house: SmallHouse) -> None:
    house.parts["readiness"] = {"database": lambda: "ok", "queue": lambda: "a job has been due for 300 s"}
    page = house.browser("operator").get("/status").text
    assert "It reports: a job has been due for 300 s" in page
    assert "Start ./provost work again" in page
    assert "3 things need you now." in page  # the worker; no backup was ever made, nor tried


def test_the_status_page_is_calm_when_all_is_well(house: SmallHouse) -> None:
    write_entries(house.database, 1, AuditTag.BACKUP_MADE)
    tried(house.database, ok=True)
    page = house.browser("operator").get("/status").text
    assert "No job has failed" in page
    assert "All works. Looked at" in page


def test_a_failed_job_is_given_new_tries_once_and_that_is_recorded(house: SmallHouse) -> None:
    """S9: the retry and its entry stand in one transaction."""
    job, browser = fail_a_job(house), house.browser("operator")
    page = browser.get("/status").text
    assert "OSError: no route" in page
    address, token = f"/status/jobs/{job}/retry", {"csrf_token": house.token_of(browser)}
    assert f'action="{address}"' in page
    assert browser.post(address).status_code == 400  # without the form's token
    assert browser.post(address, data=token).location == "/status"
    assert browser.post(address, data=token).status_code == 404
    with house.database.reading() as connection:
        assert connection.execute(sa.select(Outbox.state)).scalar_one() == "queued"
        entries = queries.entries_by(connection, "tag", AuditTag.JOB_RETRIED.value)
    assert [(entry.actor, entry.subject) for entry in entries] == [("p1", job)]


def test_the_log_is_paged_by_number_and_no_entry_is_lost_or_shown_twice(house: SmallHouse) -> None:
    write_entries(house.database, 120)
    browser, seen, address = house.browser("operator"), [], "/audit"
    while address:
        page = browser.get(address).text
        seen += [int(number) for number in re.findall(r'<th scope="row" class="log">(\d+)</th>', page)]
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == list(range(120, 0, -1))


def test_the_log_is_filtered_by_kind_and_by_identifier(house: SmallHouse) -> None:
    write_entries(house.database, 3)
    write_entries(house.database, 2, AuditTag.COURSE_PUBLISHED, "course:c1")
    write_entries(house.database, 1, AuditTag.COURSE_EDITED, "course:c2")
    browser = house.browser("operator")

    def numbers(address: str) -> list[str]:
        return re.findall(r'<th scope="row" class="log">(\d+)</th>', browser.get(address).text)

    assert numbers("/audit?family=curriculum") == ["6", "5", "4"]
    assert numbers("/audit?subject=course:c1") == ["5", "4"]
    assert numbers("/audit?family=curriculum&before=6") == ["5", "4"]
    assert numbers("/audit?subject=nobody") == []
    assert browser.get("/audit?family=unknown").status_code == 404
    assert browser.get("/audit?before=x").status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=p1", [7, 6, 5, 4, 3, 2, 1]),
        ("who=nobody", []),
        ("tag=curriculum:course:published", [5, 4]),
        ("tag=curriculum:course:published&who=p1&subject=course:c1", [5, 4]),
        ("tag=curriculum:course:published&subject=person:p1", []),
        ("first=2000-01-01&last=2100-01-01&subject=course:c2", [7, 6]),
        ("last=2000-01-01", []),
    ],
)
def test_the_log_is_searched_by_who_what_on_what_and_when_and_the_search_is_logged(
    house: SmallHouse, query: str, found: list[int]
) -> None:
    """All that is given must fit; paging keeps it; who searched for what stands in the log."""
    write_entries(house.database, 3)
    write_entries(house.database, 2, AuditTag.COURSE_PUBLISHED, "course:c1")
    write_entries(house.database, 2, AuditTag.COURSE_EDITED, "course:c2")
    answer = house.browser("operator").get(f"/audit?{query}", buffered=True)
    assert [int(one) for one in re.findall(r'<th scope="row" class="log">(\d+)</th>', answer.text)] == found
    with house.database.reading() as connection:
        (noted,) = queries.entries_by(connection, "tag", AuditTag.LOG_SEARCHED.value)
    assert {name: str(text) for name, text in noted.data["sought"].items()} == dict(parse_qsl(query))


def test_a_day_that_is_none_is_said_at_its_box(house: SmallHouse) -> None:
    answer = house.browser("operator").get("/audit?first=yesterday&who=p1")
    assert answer.status_code == 422
    assert "such as 2026-11-26" in answer.text
    assert 'value="yesterday"' in answer.text


def test_the_families_hold_every_tag() -> None:
    assert {tag.value.split(":")[0] for tag in AuditTag} == set(queries.FAMILIES)


@pytest.mark.parametrize(
    ("change", "reason", "number"),
    [
        ("UPDATE audit_event SET subject = 'person:p9' WHERE sequence = 7", "altered", 7),
        ("DELETE FROM audit_event WHERE sequence = 4", "missing", 4),
        ("DELETE FROM audit_event WHERE sequence > 8", "missing", 9),
        ("DELETE FROM audit_event", "missing", 1),
        ("UPDATE audit_anchor SET hash = 'x'", "not_as_anchored", 12),
    ],
)
def test_a_change_near_the_end_is_named(house: SmallHouse, change: str, reason: str, number: int) -> None:
    """X4: the page finds it without the whole log being read; the guard of the database is taken off first."""
    write_entries(house.database, 12)
    anchor(job_context(house))
    with house.database.reading() as connection:
        assert check_of_end(connection).reason == ""
        assert check_of_end(connection, most=5).checked == 5
    with house.database.engine.begin() as connection:
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in triggers:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql(change)
    with house.database.reading() as connection:
        found = check_of_end(connection)
    assert (found.reason, found.broken_sequence) == (reason, number)
    assert f"The log is broken at entry {number}" in house.browser("operator").get("/audit").text


def test_an_anchor_is_signed_into_table_and_file_once_for_the_same_end(house: SmallHouse, tmp_path: Path) -> None:
    """U19."""
    write_entries(house.database, 3)
    anchor(job_context(house))
    anchor(job_context(house))
    lines = anchor_file(tmp_path).read_text().splitlines()
    key = read_key(tmp_path / "keys" / KEY_FILE).public_key()
    assert [(json.loads(line)["sequence"], json.loads(line)["key"]) for line in lines] == [(3, key_id(key))]


def test_outside_a_demonstration_a_missing_key_is_noticed_and_none_is_made(house: SmallHouse, tmp_path: Path) -> None:
    write_entries(house.database, 1)
    with pytest.raises(GiveUp, match=KEY_FILE):
        anchor(job_context(house, demo=False))
    assert not (tmp_path / "keys" / KEY_FILE).exists()


def test_an_entry_that_waits_for_its_anchor_over_half_an_hour_is_pointed_out(
    house: SmallHouse, clock: HandClock
) -> None:
    write_entries(house.database, 1)
    with house.database.reading() as connection:
        assert anchor_line(connection, clock() + timedelta(minutes=29)).state == "good"
        assert anchor_line(connection, clock() + timedelta(minutes=31)).state == "watch"
    anchor(job_context(house))
    with house.database.reading() as connection:
        assert anchor_line(connection, clock() + timedelta(days=2)).state == "good"


@pytest.mark.parametrize(("hours", "state"), [(0, "good"), (26, "good"), (27, "watch"), (168, "watch"), (169, "bad")])
def test_a_backup_is_late_after_a_day_and_missing_after_a_week(
    house: SmallHouse, clock: HandClock, hours: int, state: str
) -> None:
    """X10."""
    with house.database.reading() as connection:
        assert backup_line(connection, clock()).state == "bad"
    house.database.write(lambda unit: record(unit, AuditTag.BACKUP_MADE, actor=SYSTEM, subject="instance"))
    with house.database.reading() as connection:
        assert backup_line(connection, clock() + timedelta(hours=hours)).state == state


def test_the_disk_line_gives_figures_in_gigabytes(tmp_path: Path) -> None:
    line = disk_line(tmp_path)
    assert 0 <= float(str(line.values["free"])) <= float(str(line.values["total"]))


@pytest.mark.parametrize(
    ("days", "ok", "state", "says"),
    [
        (None, True, "bad", "never restored"),
        (1, True, "good", "restored whole"),
        (36, True, "watch", "restored whole"),
        (101, True, "bad", "restored whole"),
        (1, False, "bad", "could not be restored"),
    ],
)
def test_the_trial_of_a_backup_ages_and_fails_in_words(
    house: SmallHouse, clock: HandClock, days: int | None, ok: bool, state: str, says: str
) -> None:
    """R11: an untried backup counts as none; what failed is said whatever came before it."""
    if days is not None:
        tried(house.database, ok=True)
        tried(house.database, ok=ok)
    with house.database.reading() as connection:
        line = restore_line(connection, clock() + timedelta(days=days or 0))
    assert line.state == state
    assert says in line.says
    assert bool(line.advice) == (state != "good")


@pytest.mark.parametrize(
    ("figures", "failures", "mail"),
    [
        (JobFigures(0, 0, 9, 0, 0, 3, None), "good", "good"),
        (JobFigures(0, 1, 9, 2, 0, 0, timedelta(minutes=5)), "watch", "good"),
        (JobFigures(1, 1, 9, 2, 0, 0, timedelta(hours=2)), "watch", "watch"),
        (JobFigures(5, 5, 9, 0, 1, 0, None), "bad", "watch"),
    ],
)
def test_failed_work_and_letters_have_a_word(clock: HandClock, figures: JobFigures, failures: str, mail: str) -> None:
    """Many failures in an hour are bad, one in a day wants a look; so does a letter that failed or waits an hour."""
    since = None if figures.mail_since is None else clock() - figures.mail_since
    figures = replace(figures, mail_since=since)
    assert (failures_line(figures).state, mail_line(figures, clock()).state) == (failures, mail)


def test_the_figures_are_those_of_the_last_hour_and_day(house: SmallHouse, clock: HandClock) -> None:
    """Counted in one statement; what failed the day before yesterday counts no more."""
    for key, name, state, hours in (
        ("1", "mail.send", "failed", 0.5), ("2", "audit.anchor", "failed", 5), ("3", "audit.anchor", "failed", 50),
        ("4", "mail.send", "done", 2), ("5", "mail.send", "done", 50),
    ):  # fmt: skip
        house.database.write(lambda unit, key=key, name=name: enqueue(unit, name, {}, key=key))
        ended = {"state": state, "done_at": clock() - timedelta(hours=hours)}
        one = sa.update(Outbox).where(Outbox.key == key).values(ended)
        house.database.write(lambda unit, one=one: unit.connection.execute(one))
    house.database.write(lambda unit: enqueue(unit, "mail.send", {}, key="6"))
    with house.database.reading() as connection:
        assert job_figures(connection, clock()) == JobFigures(1, 2, 1, 1, 1, 1, clock())


def test_each_key_says_its_age(house: SmallHouse, clock: HandClock, tmp_path: Path) -> None:
    """A key is to be looked at after two years or three months before its end, and one whose end has come at once."""
    now = clock()

    def signing(days: int, left: int) -> list[dict[str, str]]:
        return [{"kind": "qr", "valid_from": (now - timedelta(days=days)).isoformat(),
                 "valid_until": (now + timedelta(days=left)).isoformat()}]  # fmt: skip

    for days, left, state in ((10, 300, "good"), (731, 300, "watch"), (10, 80, "watch"), (400, -1, "bad")):
        (line,) = key_lines(Keyring(bytes(32)), None, tmp_path, signing(days, left), now)
        assert (line.state, line.values["days"]) == (state, days)
    (tmp_path / "data.key").write_text("x")
    (line,) = key_lines(Keyring(bytes(32)), tmp_path, tmp_path, [], now)
    assert line.title == "Data key"
    (line,) = key_lines(Keyring(DataKeys(2, {1: bytes(32), 2: bytes(32)}, bytes(64))), tmp_path, tmp_path, [], now)
    assert (line.state, "keys retire" in line.says) == ("watch", True)

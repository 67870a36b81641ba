"""A copy of everything that is held about oneself: whole, for nobody else, without secrets, gone after a day (O34)."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import sqlalchemy as sa

from app import wiring
from app.jobs.services import enqueue
from app.jobs.worker import run_once
from app.schema import METADATA
from tests.page import Browser
from tests.parts.identity.conftest import House
from tests.plugins.instances import Instance

PERSON = re.compile(r"(_by|^actor|^decider|^approver|^second|person_id|_person_id|author_id|reviewer_id|_actor_id)$")
"""What columns are called that say who: those that refer to a person say it by their foreign key too."""

NO_ONE = {"acknowledge_by", "answer_by", "closed_by"}
"""Columns that sound so, and hold a day or the word `deadline`."""

DEED = "what somebody does as staff stands in their part of the log, and the row is about another person or about none"
SEARCH = "keyed hashes of the words of a name, which stands in `person`"
SECRET_WHILE_OPEN = "a colleague's view before anything is decided; the decision and its reasons are in the copy"
ELSEWHERE = "it is about the person who is held by it or looked at, whose rows are in their copy by another column"
EXCEPTIONS = {
    "audit_event": "by `what-you-did` and `who-looked-or-changed`, which need more than one column",
    "person_name_token": SEARCH,
    "legal_hold": "a hold may belong to an inquiry that its subject must not learn of; operators answer for it",
    "setting_change": DEED,
    "grant_batch": DEED,
    "proposal": SECRET_WHILE_OPEN,
    "proposal_answer": SECRET_WHILE_OPEN,
    "scheme_change": DEED,
    "scheme_change_answer": DEED,
    "issuer_profile": DEED,
    "partner_grant": DEED,
    "source_file": "texts of courses: which files somebody saved is in the copy, what stands in them is not about them",
    "lesson_text": "texts of courses",
    "course_owner": "by `courses-owned`, which is the course itself",
    "course_quota": "about an agency",
    "running_total": "counts of many, from which nobody can be told",
}
"""Tables that hold somebody, or hang on a table of the copy, and are not in it themselves: why."""

DEEDS = {
    "account_lock.locked_by", "account_recovery.asked_by", "account_recovery.answered_by",
    "person.identity_confirmed_by", "vetting_record.recorded_by", "vetting_record.withdrawn_by",
    "nomination.nominated_by", "nomination.approved_by",
    "nomination.decided_by", "application.claimed_by", "decision.decider", "decision.approver",
    "credential_event.actor",
    "credential_event.second", "evidence.recorded_by", "evidence_ruling.ruled_by", "evidence_request.ended_by",
    "appeal_event.actor", "appeal_panel_member.named_by", "assessor_appointment.appointed_by",
    "reader_report.answered_by", "cohort.made_by", "practical_day.planned_by", "practical_day_seat.noted_by",
    "role_proposal.asked_by", "role_proposal.answered_by",
    "mandate.given_by",
    "mandate.ended_by",
    "officer_quote.checked_by", "extra_attempt.granted_by", "regrade.marked_by",
}  # fmt: skip
"""Columns of tables in the copy that say which colleague acted: for them it is `DEED`, as their log has it."""

SECRET_ABOUT = {"conflict_declaration.about_person_id": "who fears a conflict must be able to say so in confidence"}


def copy_of(browser: Browser, demo: Instance) -> tuple[str, zipfile.ZipFile]:
    """Ask for the copy, let the worker make it, and return its address and the file."""
    assert browser.post("/account/copy", {}).sees("Your copy is being made")
    demo.work()
    address = browser.get("/account/copy").link("Download the copy")
    answer = browser.get(address)
    assert (answer.status, answer.response.mimetype) == (200, "application/zip")
    assert "no-store" in answer.response.headers["Cache-Control"]
    return address, zipfile.ZipFile(io.BytesIO(answer.body))


def people_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the columns that say who."""
    refer = [
        column for column in table.columns if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
    return refer + [
        one for one in table.columns if one.name not in NO_ONE and one not in refer and PERSON.search(one.name)
    ]


def test_every_table_about_a_person_is_in_the_copy_or_stands_in_the_table_of_exceptions() -> None:
    """O34: a new table, or a new column that names somebody, fails here until somebody decides."""
    records = wiring.OWN_RECORDS
    held = {one.table.name for one in records} | {"course_owner"}
    whose = {f"{one.whose.class_.__table__.name}.{one.whose.key}" for one in records}
    forgotten = set()
    for table in METADATA.tables.values():
        hangs = {key.column.table.name for key in table.foreign_keys} & (
            held - {"agency", "course", "course_version", "person"}
        )
        columns = people_columns(table)
        if (columns or hangs) and table.name not in held | set(EXCEPTIONS):
            forgotten.add(table.name)
        if table.name in held:
            named = {f"{table.name}.{column.name}" for column in columns} - whose - DEEDS - set(SECRET_ABOUT)
            forgotten |= named
    assert forgotten == set()
    assert {name for name in EXCEPTIONS if name not in METADATA.tables} == set()
    assert len({one.key for one in records}) == len(records)
    assert [one.key for one in records for name in one.left_out if name not in one.table.columns] == []


def test_a_copy_is_whole_and_tells_no_secret_and_nobody_else(demo: Instance) -> None:
    """O34, X5: certificates with their files, every answer, who looked and why; nobody else."""
    hashed = demo.works.keyring.search_hash("person.sign_in_name", "youssef")
    number_of = "SELECT c.number FROM credential c JOIN person p ON p.id = c.person_id WHERE p.sign_in_hash = :hashed"
    with demo.works.database.reading() as connection:
        number = connection.scalar(sa.text(number_of), {"hashed": hashed})
    staff = demo.signed_in("staff")
    staff.get(f"/accreditation/register/{number}").response.close()  # the look is noted once the answer has gone
    staff.post("/accreditation/register/by-name", {"name": "Youssef", "reason": "appeal"})
    browser = demo.signed_in("youssef")
    address, archive = copy_of(browser, demo)
    record = json.loads(archive.read("record.json"))
    rows = {key: section["rows"] for key, section in record["sections"].items()}
    assert rows["person"][0]["name"].startswith("Youssef")
    assert rows["certificates"][0]["statement"]["holder"]
    assert {one["passed"] for one in rows["marks"]} == {True, False}
    assert rows["answers"][0]["answer"]
    assert {"form", "result", "score"} <= record["sections"]["attempts"]["left_out"].keys()
    assert archive.read(rows["certificate-files"][0]["file"]).startswith(b"%PDF-")
    looks = {one["tag"].rpartition(":")[2]: one for one in rows["who-looked-or-changed"]}
    assert (looks["looked-up-by-number"]["role"], looks["looked-up-by-name"]["why"]) == ("accreditation", "appeal")
    page = archive.read("index.html").decode()
    assert "Youssef" in page
    assert "<script" not in page
    with demo.works.database.reading() as connection:
        others = set(connection.scalars(sa.text("SELECT id FROM person")))
        secrets = set(connection.scalars(sa.text("SELECT token_hash FROM session")))
    text = archive.read("record.json").decode() + page
    assert [one for one in (*others, *secrets) if one in text] == []

    assert browser.post("/account/copy", {}).sees("You asked within this hour already")
    assert demo.signed_in("amara").get(address).status == 404
    told = [one["tag"] for one in rows["what-you-did"]]
    assert "identity:person:exported" in told


def test_a_copy_is_gone_after_a_day(house: House) -> None:
    """O34: the address answers nothing, the worker takes the file and its job away; then another can be asked for."""
    house.person("ama", "officer", shown="Ama Owusu")
    browser = house.signed_in("ama")
    assert browser.post("/account/copy", {}).sees("Your copy is being made")
    run_once(house.works.workshop())
    address = browser.get("/account/copy").link("Download the copy")
    assert browser.get(address).status == 200
    assert len(list(house.works.parts["storage"].files.keys())) == 1
    house.clock.move(hours=25)
    browser = house.signed_in("ama")
    assert browser.get(address).status == 404
    house.do(lambda unit: enqueue(unit, "account.forget-copies", {}, "the hour"))
    run_once(house.works.workshop())
    assert list(house.works.parts["storage"].files.keys()) == []
    assert house.scalar("SELECT count(*) FROM outbox WHERE name = 'account.copy'") == 0
    assert browser.post("/account/copy", {}).sees("Your copy is being made")
    assert house.tags().count("identity:person:exported") == 3

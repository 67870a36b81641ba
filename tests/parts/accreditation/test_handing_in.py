"""An answer that is a file: handed in for a practical, marked by a person on its sheet, answered in words."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.accreditation.domain.judged import UnreadableScheme
from app.accreditation.domain.sheet import read_sheet
from app.accreditation.services.asking import NewRequest, ask
from app.identity.services.actor import Actor
from tests.page import Browser, Page
from tests.parts.accreditation.holders import entries
from tests.parts.accreditation.work import ASK, CRITERIA, asking_for_work, pdf, person, photograph
from tests.plugins.instances import Instance

MISSING, GOOD = "The window of days is missing.", "Clear and complete."


def hand_in(browser: Browser, *files: bytes, **typed: str) -> Page:
    """Send the form; made in memory, for a large one would leave a file open behind it."""
    sent: MultiDict[str, Any] = MultiDict({"csrf_token": browser.token(), "note": "", **typed})
    for content in files:
        sent.add("files", FileStorage(io.BytesIO(content), "work", "files"))
    boundary, body = encode_multipart(sent)
    return browser._send("POST", ASK, True, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def counted(demo: Instance, table: str) -> int:
    with demo.works.database.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608


@pytest.fixture
def house(demo: Instance, tmp_path: Path) -> Instance:
    asking_for_work(demo, tmp_path)
    return demo


def fetched(browser: Browser, address: str) -> bytes:
    """Return a file; only once its answer is closed it stands in the log."""
    answer = browser.client.get(address)
    content = answer.data
    answer.close()
    return content


def files_on(page: Page) -> list[str]:
    return [str(one) for one in page.tree.xpath("//main//a/@href") if "/files/" in one or "/handed-in/" in one]


def sheet(met: int, **typed: str) -> Mapping[str, str]:
    """Return a filled sheet whose last criteria are not met."""
    marks = {f"met-{number}": "yes" if number <= met else "no" for number in range(1, CRITERIA + 1)}
    return {**marks, "token": "sheet00000000001", **typed}


def test_a_file_is_handed_in_marked_by_a_person_and_answered_in_words(house: Instance) -> None:
    """T7: criteria are there before, files come with sizes, the mark is a person's, and its words reach the officer."""
    kofi, reviewer = house.signed_in("kofi"), house.signed_in("reviewer")
    before = kofi.get(ASK)
    assert before.sees("Nothing in them may hold a full card number")
    assert before.sees("Marks each step of the trace as fact or as guess (critical)")
    asked = hand_in(kofi, pdf(), photograph(), note="Times are in UTC.")
    own = files_on(asked)
    assert [kofi.client.get(one).mimetype for one in own] == ["application/pdf", "image/jpeg"]
    assert asked.sees("File 1 (1 KB)")
    assert not asked.tree.xpath("//input[@type='file']"), "what was handed in stands until it is taken back"

    address = next(one for one in reviewer.get("/practicals").tree.xpath("//main//a/@href")
                   if reviewer.get(one).sees("From a complaint to three requests"))  # fmt: skip
    page = reviewer.get(address)
    assert files_on(page) == own
    assert page.sees("Times are in UTC.")
    assert not page.tree.xpath("//input[@name='place' or @name='witness' or @type='file']")
    assert fetched(reviewer, own[0]) == pdf()
    silent = reviewer.post(address, sheet(9))
    assert (silent.status, silent.sees("Write to the officer what is good and what is missing")) == (422, True)
    sent = reviewer.post(address, sheet(9, note=MISSING))
    assert sent.h1 == "Sheet sent: Passed"
    assert len(files_on(sent)) == 2
    assert reviewer.post(address, sheet(9, note=MISSING)).path == sent.path, "sent twice, it is recorded once"

    assert kofi.get("/messages").link("Read what the assessor wrote") == ASK
    told = kofi.get(ASK)
    assert told.sees(f"The assessor wrote: {MISSING}")
    marks = [
        " ".join(one.text_content().split()) for one in told.tree.xpath("//main//ol/li") if ": " in one.text_content()
    ]
    assert sum(one.endswith(": Met") for one in marks) == 9
    assert sum(one.endswith(": Not met") for one in marks) == 3
    assert [kofi.client.get(one).status_code for one in files_on(told)] == [200, 200]
    assert kofi.get("/accreditation/evidence").link("What the assessor wrote") == ASK
    staff = house.signed_in("staff")
    assert pdf() in [fetched(staff, one) for one in files_on(told)], "who decides reads the evidence"
    assert len(entries(house.works, "accreditation:evidence-file:handed-out")) == 3, "others' readings are in the log"


def test_work_is_read_by_its_officer_and_by_who_may_assess_it_and_by_nobody_else(house: Instance) -> None:
    """T7 U3: not appointed, barred, another officer, and nobody but the officer once it was taken back."""
    kofi, reviewer = house.signed_in("kofi"), house.signed_in("reviewer")
    work = files_on(hand_in(kofi, pdf()))[0]
    others = {name: house.signed_in(name) for name in ("amara", "coordinator", "staff", "trainer")}
    assert {name: one.client.get(work).status_code for name, one in others.items()} == dict.fromkeys(others, 404)
    assert reviewer.client.get(work).status_code == 200
    sheets = [
        one for one in reviewer.get("/practicals").tree.xpath("//main//a/@href") if one.startswith("/practicals/")
    ]
    barred = others["trainer"].get("/practicals")
    assert barred.sees("Not for you")
    assert not barred.tree.xpath("//a[starts-with(@href, '/practicals/')]")
    address = next(one for one in sheets if files_on(reviewer.get(one)))
    taken = kofi.get(ASK).tree.xpath("//form[contains(@action, '/take-back')]/@action")[0]
    kofi.post(taken)
    assert reviewer.client.get(work).status_code == 404
    assert reviewer.post(address, sheet(12, note=GOOD)).status == 409
    assert kofi.client.get(work).status_code == 200
    assert kofi.get(ASK).tree.xpath("//input[@type='file']"), "handed in again, it is other work"


REFUSED = {
    "nothing": ((), "Choose a file: a PDF or a photograph."),
    "a text": ((b"My trace.",), "One file is neither a PDF nor a picture"),
    "a script": ((pdf("app.alert(1)"),), "The PDF holds programs, files or actions"),
    "five": ((pdf(),) * 5, "Choose at most 4 files."),
    "beside a right one": ((pdf(), b"PK\3\4"), "One file is neither a PDF nor a picture"),
}


def test_what_cannot_be_taken_is_refused_in_words_and_nothing_is_asked(house: Instance) -> None:
    """T7: judged by content; what was typed is kept."""
    kofi, waiting = house.signed_in("kofi"), counted(house, "evidence_request")
    for name, (files, words) in REFUSED.items():
        page = hand_in(kofi, *files, note="Times are in UTC.")
        assert (page.status, page.sees(words)) == (422, True), name
        assert page.form(ASK)["note"] == ["Times are in UTC."], name
    long = hand_in(kofi, pdf(), note="x" * 501)
    assert (long.status, long.sees("Choose the files again")) == (422, True)
    assert (counted(house, "evidence_request"), counted(house, "handed_in_file")) == (waiting, 0)


def test_what_arrived_first_stands_however_often_it_is_sent(house: Instance) -> None:
    """T7: another tab, a second press."""
    kofi, waiting = house.signed_in("kofi"), counted(house, "evidence_request")
    first = hand_in(kofi, pdf(), pdf(), token="handed0000000001")
    hand_in(kofi, pdf(), token="handed0000000001")
    last = hand_in(kofi, photograph())
    assert files_on(last) == files_on(first)
    assert (len(files_on(last)), counted(house, "evidence_request")) == (1, waiting + 1)


def test_a_request_from_before_the_sheet_asked_for_files_waits_for_them(house: Instance) -> None:
    """T7: nobody can be marked on nothing; the files are added to what was asked."""
    kofi, reviewer = house.signed_in("kofi"), house.signed_in("reviewer")
    officer = Actor(person(house, "kofi"), "officer")
    new = NewRequest("asked00000000001", "practical", "practice", "case-file", "")
    house.works.database.write(lambda unit: ask(unit, officer, new))
    address = f"/practicals/{new.public_id}"
    assert reviewer.get(address).sees("Nothing has been handed in yet")
    assert reviewer.post(address, sheet(12, note=GOOD)).status == 409
    assert len(files_on(hand_in(kofi, pdf()))) == 1
    assert reviewer.post(address, sheet(12, note=GOOD)).h1 == "Sheet sent: Passed"


def test_a_sheet_may_say_what_is_handed_in() -> None:
    """T7: one line of its file makes the difference; an empty one is an error."""
    written = {"title": "T", "instructions": "I", "minutes": 5, "criteria": ["One"]}
    assert read_sheet("s", written).handed_in == ""
    assert read_sheet("s", {**written, "handed-in": " A PDF "}).handed_in == "A PDF"
    for wrong in ({"handed-in": ""}, {"handed-in": ["A PDF"]}, {"handed_in": "A PDF"}):
        with pytest.raises(UnreadableScheme):
            read_sheet("s", {**written, **wrong})

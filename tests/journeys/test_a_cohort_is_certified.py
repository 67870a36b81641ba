"""A class of officers is certified together, page by page: dry run, second person, work, file and table (A14)."""

from __future__ import annotations

import csv
import io
import zipfile
from hashlib import sha256
from io import BytesIO

from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover
from app.identity.services.people import NewPerson, add_agency, add_person
from tests.journeys.test_the_desk_decides import Office, office, sent
from tests.page import Browser, Page

__all__ = ["office"]
LIST = {"who": "list", "title": "Class of November"}


def check(browser: Browser, scheme: str, names: str, **more: str) -> Page:
    """Name a cohort and read what would come of it."""
    return browser.post("/accreditation/batches/check", {**LIST, "scheme": scheme, "names": names, **more})


def test_what_cannot_be_read_comes_back_with_everything_that_was_typed(office: Office) -> None:
    """Clear errors beside their fields; unknown and ambiguous numbers are named on the dry run."""
    dora, room = office.visitor("dora"), office.desk.room
    page = check(dora, "", "ada\nben", title="")
    assert page.status == 422
    assert page.sees("Choose an accreditation.")
    assert page.form("check")["names"] == ["ada\nben"]
    for more, said in (({"names": " \n"}, "Paste service numbers"), ({"names": "\n".join(map(str, range(501)))}, "500"),
                       ({"who": "course", "course": "none"}, "Choose a course."), ({"who": "all"}, "Choose whom"),
                       ({"title": "x" * 10_000}, "too long")):  # fmt: skip
        page = check(dora, **{"scheme": "by-one", "names": "ada", **more})
        assert (page.status, page.sees(said)) == (422, True), said
    file = (BytesIO(b"\xff\xfe\x00"), "list.csv")
    page = dora.post("/accreditation/batches/check", {**LIST, "scheme": "by-one", "file": file})
    assert page.sees("This file is no text")

    def twins(unit: object) -> None:
        for country in ("GH", "MA"):
            agency = add_agency(unit, name=f"Agency of {country}", country=country)  # type: ignore[arg-type]
            new = NewPerson(agency, f"twin-{country}", f"Twin {country}", service_number="7")
            add_person(unit, room.works.keyring, new)  # type: ignore[arg-type]

    room.do(twins)
    page = check(dora, "by-one", "ada, 7, nobody-here")
    assert page.sees("Nobody here has these numbers or names: nobody-here")
    assert page.sees("More than one person has these numbers; write their sign-in names instead: 7")
    assert page.sees("Nobody can be granted the certificate now")


def test_a_class_is_granted_its_certificates(office: Office) -> None:
    """A14: the dry run says who and why not; confirmed once or twice it is one batch; file and table are handed out
    and logged; who was given a cover name since is not named in the file (X7)."""
    office.meet("ada", "ben")
    dora, desk = office.visitor("dora"), office.desk
    upload = {**LIST, "scheme": "by-one", "file": (BytesIO(b"sign_in_name;n\nada;1\nben;2\ncleo;3\n"), "class.csv")}
    page = dora.post("/accreditation/batches/check", upload)
    assert page.sees("2 people would be granted the certificate. Nothing is granted yet.")
    assert page.sees("Person cleo")
    assert page.sees("Not met: Identity and service confirmed by your agency")
    stale = {key: one[0] for key, one in page.form("batches").items()} | {"seen": "0" * 64}
    changed = dora.post("/accreditation/batches", stale)
    assert (changed.status, changed.sees("Something changed since you looked")) == (409, True)
    assert desk.count("grant_batch") == 0
    twice = [sent(dora, page, "batches"), sent(dora, page, "batches")]
    assert desk.count("grant_batch") == 1
    assert twice[1].sees("0 of 3 people decided on") or twice[1].sees("1 of 3 people decided on")
    here = twice[1].path
    assert dora.get(f"{here}/certificates.zip").status == 404
    desk.room.work()
    page = dora.get(here)
    assert page.sees("3 of 3 people decided on")
    assert page.sees("Granted: PRV-")
    page = sent(dora, page, "archive")
    assert page.sees("The file with all certificates is being made")
    assert not dora.get(f"{here}?show=granted").sees("Person cleo")
    desk.room.work()
    page = dora.get(here)
    packed = dora.get(page.link("Download all certificates"))
    archive = zipfile.ZipFile(BytesIO(packed.raw))
    made = "SELECT number, sha256 FROM credential c JOIN certificate_file f ON f.credential_id = c.id"
    known = {row.number: row.sha256 for row in desk.room.ask(made)}
    assert {name: sha256(archive.read(name)).hexdigest() for name in archive.namelist()} == {
        f"{number}.pdf": digest for number, digest in known.items()
    }
    desk.do(lambda unit: cover(unit, desk.room.works.keyring, desk.room.people["ben"], "Grace Obeng", SYSTEM))
    fewer = dora.get(f"{here}/certificates.zip")
    mine = str(desk.room.ask("SELECT number FROM credential WHERE person_id = :p", p=desk.room.people["ada"])[0].number)
    assert zipfile.ZipFile(BytesIO(fewer.raw)).namelist() == [f"{mine}.pdf"]
    table = dora.get(f"{here}/results.csv")
    rows = list(csv.reader(io.StringIO(table.raw.decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["granted", "granted", "refused"]
    assert "Identity and service confirmed" in rows[3][6]
    for one in (packed, fewer, table):
        one.response.close()
    assert desk.room.tags("accreditation:batch:handed-out") == 3
    assert desk.room.tags("accreditation:batch:archived") == 1
    assert dora.get("/accreditation/batches").sees("2 of 3")
    assert office.visitor("ada", "officer").get("/certificates").sees("Scheme by-one")


def test_a_class_waits_for_a_second_person(office: Office) -> None:
    """U3: the second reads whom they may not decide on, agrees or objects with words; the first only takes back."""
    office.meet("ada", "ben")
    dora, emil, desk = office.visitor("dora"), office.visitor("emil"), office.desk
    desk.involve("ben", "emil", "assessor")
    page = sent(dora, check(dora, "by-two", "ada\nben"), "batches")
    here = page.path
    assert page.sees("2 certificates wait for a second person.")
    assert page.form("answer")["csrf_token"]
    assert dora.post(f"{here}/answer", {"answer": "approve"}).status == 409
    page = emil.get(here)
    assert page.sees("Left out if you agree: Assessed this officer.")
    assert emil.post(f"{here}/answer", {"answer": "object", "note": ""}).status == 422
    assert emil.post(f"{here}/answer", {"answer": "object", "note": "x" * 501}).status == 422
    sent(emil, page, "answer", answer="approve")
    desk.room.work()
    page = emil.get(here)
    assert page.sees("The second person may not decide on this officer: Assessed this officer.")
    assert desk.count("credential", "scheme = 'by-two'") == 1
    other = sent(dora, check(dora, "by-one", "ada"), "batches")
    assert other.status == 200

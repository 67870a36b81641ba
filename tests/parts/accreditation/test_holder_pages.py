"""The holder's pages: what is left to do, own certificates, the PDF for those who may have it."""

from __future__ import annotations

import hashlib
import time

import pytest
import sqlalchemy as sa

from app.accreditation import holder_routes
from tests.parts.accreditation.holders import entries, grant_to, grant_to_somebody, scalar
from tests.plugins.instances import Instance


def number_of(demo: Instance, name: str) -> str:
    """Return the number that a demo person holds."""
    hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
    return str(scalar(
        demo.works,
        "SELECT number FROM credential JOIN person ON person.id = person_id WHERE sign_in_hash = :hash", hash=hashed,
    ))  # fmt: skip


def test_an_officer_sees_each_requirement_with_its_state_and_reason(demo: Instance) -> None:
    """O7: met, not met and waiting each say why, and where to go."""
    page = demo.signed_in("luis").get("/certificates")
    rows = {
        row.xpath("string(span[1]//bdi)"): row.xpath("string(span[2])").strip()
        for row in page.tree.xpath("//main//ul/li")
    }
    assert rows["Identity and service confirmed by your agency"] == "Waiting"
    assert rows["Complete the course: Cybercrime First Responder"] == "Met"
    assert page.sees("Ask your agency coordinator to confirm it")
    assert page.sees("2 of 4 requirements met") or page.sees("1 of 4 requirements met")
    assert page.sees("You have no certificates yet")


def test_a_holder_sees_state_days_left_and_the_address_to_check(demo: Instance) -> None:
    """O29: number, state, days left, download, address."""
    number = number_of(demo, "amara")
    page = demo.signed_in("amara").get("/certificates")
    assert page.sees(number)
    assert page.sees("days left")
    assert page.link("Download PDF") == f"/certificates/{number}.pdf"
    assert page.link("http://localhost/verify/") == f"/verify/{number}"


def test_home_shows_requirements_and_certificates_within_its_budget(demo: Instance) -> None:
    """O7: two panels cost two statements, for a beginner and for a holder."""
    for name in ("amara", "efua", "rosa"):
        visitor = demo.signed_in(name)
        visitor.get("/")
        page = visitor.get("/")
        assert page.sees("Accreditation: Cybercrime First Responder")
        assert page.sees("Certificates")
        assert len(page.statements) <= 4


CHANGES = {
    "the agency confirms who they are": (
        "UPDATE person SET identity_confirmed_at = '2026-03-04 05:06:07', identity_confirmed_by = id WHERE id = :who",
        "Confirmed on 4 March 2026",
    ),
    "a course was completed on another day": (
        "UPDATE enrolment SET completed_at = '2026-03-05 05:06:07' WHERE person_id = :who",
        "Completed on 5 March 2026",
    ),
    "a part of it is to be learnt again": (
        "UPDATE enrolment SET completed_at = NULL WHERE person_id = :who",
        "parts done",
    ),
    "a claim was entered": (
        "INSERT INTO evidence (id, public_id, person_id, kind, key, happened_on, body, recorded_by, token,"
        " created_at) VALUES ('e1', 'e1', :who, 'code-of-conduct', '1', '2026-03-06', X'00', :who, 't1',"
        " '2026-03-06 05:06:07')",
        "Accepted on 6 March 2026",
    ),
    "a practical was asked for": (
        "INSERT INTO evidence_request (id, public_id, person_id, kind, scheme, key, note, asked_at) VALUES"
        " ('r1', 'r1', :who, 'practical', 'cfr-1', 'scene-exercise', X'00', '2026-03-07 05:06:07')",
        "Asked for on 7 March 2026",
    ),
    "a case lies with staff": (
        "INSERT INTO application (id, public_id, person_id, scheme, cycle, turn, scheme_version_id, reason, state,"
        " evidence_hash, opened_at, changed_at) SELECT 'a1', 'a1', :who, scheme, 1, 1, id, 'sampled', 'waiting', '',"
        " '2026-03-08 05:06:07', '2026-03-08 05:06:07' FROM scheme_version WHERE scheme = 'cfr-1' LIMIT 1",
        "lies with them since 8 March 2026",
    ),
    "the scheme has a new version": (
        "INSERT INTO scheme_version (id, scheme, number, hash, document, created_at) SELECT 'v9', scheme, 9, '',"
        " replace(document, 'knowledge certificate', 'certificate of the ninth'), '2026-03-09 05:06:07'"
        " FROM scheme_version WHERE scheme = 'cfr-knowledge' AND number = 2",
        "certificate of the ninth",
    ),
}
"""What the requirements on the home page hang on: a change of it, and what is there from then on."""


def test_what_changes_in_the_record_is_on_the_home_page_at_once(demo: Instance) -> None:
    """O7: what was judged once is kept by its evidence; whatever of it changes, the next page is judged anew."""
    hashed = demo.works.keyring.search_hash("person.sign_in_name", "luis")
    who = scalar(demo.works, "SELECT id FROM person WHERE sign_in_hash = :hash", hash=hashed)
    visitor = demo.signed_in("luis")
    for change, (statement, words) in CHANGES.items():
        assert not visitor.get("/").sees(words), change
        with demo.works.database.engine.begin() as connection:
            connection.execute(sa.text(statement), {"who": who} if ":who" in statement else {})
        assert visitor.get("/").sees(words), change


@pytest.mark.parametrize(("who", "status"), [("amara", 200), ("staff", 200), ("youssef", 404), ("trainer", 404),
                                              ("coordinator", 404), ("operator", 404), ("partner", 404)])  # fmt: skip
def test_the_pdf_is_for_its_holder_and_for_staff(demo: Instance, who: str, status: int) -> None:
    """A3, T14: for all others there is no such page, and it looks like one that never was."""
    number = number_of(demo, "amara")
    page = demo.signed_in(who).get(f"/certificates/{number}.pdf")
    page.response.close()
    assert page.status == status
    handed_out = entries(demo.works, "accreditation:certificate-file:handed-out")
    assert [one["number"] for one in handed_out] == ([number] if who == "staff" else [])
    if status == 200:
        headers = page.response.headers
        assert headers["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
        assert headers["Cache-Control"] == "private, no-store"
        assert hashlib.sha256(page.raw).hexdigest() == scalar(
            demo.works,
            "SELECT sha256 FROM certificate_file JOIN credential ON id = credential_id WHERE number = :n",
            n=number,
        )


def test_a_stranger_is_asked_to_sign_in(demo: Instance) -> None:
    """T14: the address of a PDF is no secret."""
    answer = demo.visitor().client.get(f"/certificates/{number_of(demo, 'amara')}.pdf")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_who_asks_before_the_pdf_is_made_waits_and_is_then_told(
    demo: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A3: the same job is waited for; without a worker the page says so, with a way to try again and no script."""
    monkeypatch.setattr(holder_routes, "WAIT_SECONDS", 0.3)
    hashed = demo.works.keyring.search_hash("person.sign_in_name", "rosa")
    rosa = scalar(demo.works, "SELECT id FROM person WHERE sign_in_hash = :hash", hash=hashed)
    number = demo.works.database.write(lambda unit: grant_to(unit, demo.works, rosa))
    visitor = demo.signed_in("rosa")
    began = time.monotonic()
    page = visitor.get(f"/certificates/{number}.pdf")
    assert time.monotonic() - began >= 0.3
    assert (page.status, page.response.headers["Retry-After"]) == (202, "10")
    assert page.link("Refresh") == f"/certificates/{number}.pdf"
    demo.work()
    assert visitor.get(f"/certificates/{number}.pdf").response.mimetype == "application/pdf"


def test_a_number_of_somebody_else_or_of_nobody_gives_the_same_answer(demo: Instance) -> None:
    """A18: an officer cannot find out whether a number was given."""
    other = grant_to_somebody(demo.works, seed=4).number
    visitor = demo.signed_in("amara")
    answers = [visitor.get(f"/certificates/{number}.pdf") for number in (other, "PRV-0000-0000-0000-0000-0")]
    assert [page.status for page in answers] == [404, 404]
    assert answers[0].h1 == answers[1].h1

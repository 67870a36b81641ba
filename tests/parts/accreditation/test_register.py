"""The register for staff: by number, by PDF, by name with a reason; every look stands in the log."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.parts.accreditation.holders import Holder, add_events, entries, grant_to_somebody, scalar
from tests.plugins.instances import Instance

LOOKED_UP = "accreditation:register:looked-up-by-"


@pytest.fixture
def holder(demo: Instance) -> Holder:
    return grant_to_somebody(demo.works, seed=11)


@pytest.mark.parametrize("who", ["amara", "coordinator", "operator", "partner"])
@pytest.mark.parametrize("path", ["/accreditation/register", "/accreditation/register/PRV-0000-0000-0000-0000-0"])
def test_only_accreditation_staff_open_the_register(demo: Instance, who: str, path: str) -> None:
    """A30: the register is searched under a mandate."""
    assert demo.signed_in(who).get(path).status == 403


def test_the_front_page_lists_the_newest_without_names(demo: Instance, holder: Holder) -> None:
    """A30: a list names nobody; a name costs a reason."""
    page = demo.signed_in("staff").get("/accreditation/register")
    assert page.sees(holder.number)
    assert not [word for word in holder.words if word in page.text]


def test_a_number_leads_to_one_page_with_everything(demo: Instance, holder: Holder) -> None:
    """A13, U14: statement, evidence, decision made again, history, fingerprints, log; the look itself is kept."""
    demo.work()
    add_events(demo.works, holder.number, "suspended")
    visitor = demo.signed_in("staff")
    page = visitor.get(f"/accreditation/register?number={holder.number.lower()}")
    page.response.close()
    sha256 = scalar(
        demo.works, "SELECT sha256 FROM certificate_file JOIN credential ON id = credential_id WHERE number = :n",
        n=holder.number,
    )  # fmt: skip
    shown = (holder.number, holder.name, "same outcome", "attempt attempt-1: 9/10", sha256, "Suspended", "because",
             "This system", "accreditation:credential:granted", "accreditation:certificate-file:stored",
             "Rule of the scheme")  # fmt: skip
    for words in shown:
        assert page.sees(words), words
    assert page.tree.xpath("//main//span[@class='tag rev']/text()") == ["Suspended"]
    assert [one["number"] for one in entries(demo.works, LOOKED_UP + "number")] == [holder.number]


def test_an_unknown_number_is_an_error_at_its_field(demo: Instance) -> None:
    """A30: what was typed stays in the box."""
    page = demo.signed_in("staff").get("/accreditation/register?number=PRV-0000-0000-0000-0000-0")
    assert page.status == 404
    assert page.tree.xpath("//*[@id='f-number-error']")
    assert page.tree.xpath("//*[@id='f-number']/@value") == ["PRV-0000-0000-0000-0000-0"]


@pytest.mark.parametrize(("values", "field"), [
    ({"name": "", "reason": "appeal"}, "name"),
    ({"name": "Somebody", "reason": ""}, "reason"),
    ({"name": "Somebody", "reason": "curiosity"}, "reason"),
    ({"name": "Somebody", "reason": "appeal", "case": "Mr Somebody again"}, "case"),
])  # fmt: skip
def test_a_name_is_looked_up_for_a_reason_only(demo: Instance, values: dict[str, str], field: str) -> None:
    """A30: without a reason of the list nobody is looked up; the reference of a case cannot hold a name."""
    page = demo.signed_in("staff").post("/accreditation/register/by-name", values)
    assert page.status == 422
    assert page.tree.xpath(f"//*[@id='f-{field}-error']")
    assert entries(demo.works, LOOKED_UP + "name") == []


def test_a_name_finds_certificates_and_the_log_keeps_why(demo: Instance, holder: Holder) -> None:
    """A30, X5: the log holds the reason, ids and a keyed hash, never the name."""
    page = demo.signed_in("staff").post(
        "/accreditation/register/by-name", {"name": holder.words[0].lower(), "reason": "appeal", "case": "A-12/2026"}
    )
    assert page.sees(holder.name)
    assert page.link(holder.number) == f"/accreditation/register/{holder.number}"
    (kept,) = entries(demo.works, LOOKED_UP + "name")
    credential = scalar(demo.works, "SELECT id FROM credential WHERE number = :n", n=holder.number)
    assert (kept["reason"], kept["case"], kept["found"]) == ("appeal", "A-12/2026", [credential])
    assert not [word for word in holder.words if word.casefold() in str(kept).casefold()]


def test_names_are_looked_up_thirty_times_an_hour_at_most(demo: Instance) -> None:
    """A30: nobody copies the register name by name; what was refused shows nothing and is not in the log."""
    visitor = demo.signed_in("staff")
    values = {"name": "Nobody", "reason": "appeal"}
    answers = [visitor.post("/accreditation/register/by-name", values).status for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert len(entries(demo.works, LOOKED_UP + "name")) == 30
    assert demo.signed_in("staff2").post("/accreditation/register/by-name", values).status == 200


def test_a_pdf_leads_to_its_certificate(demo: Instance, holder: Holder) -> None:
    """A20, A30: by its fingerprint; another file is told what it is, and both looks are kept."""
    demo.work()
    key = scalar(
        demo.works, "SELECT storage_key FROM certificate_file JOIN credential ON id = credential_id WHERE number = :n",
        n=holder.number,
    )  # fmt: skip
    pdf, visitor = demo.works.parts["storage"].get(key), demo.signed_in("staff")
    page = visitor.post("/accreditation/register/by-file", {"file": (BytesIO(pdf), "a.pdf")})
    assert page.path == f"/accreditation/register/{holder.number}"
    other = visitor.post("/accreditation/register/by-file", {"file": (BytesIO(b"something else"), "a.pdf")})
    assert other.sees("This file is not in the register")
    assert visitor.post("/accreditation/register/by-file", {}).status == 422
    assert len(entries(demo.works, LOOKED_UP + "pdf")) == 2

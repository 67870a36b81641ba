"""The coordinator's page of certificates that end: own officers only, reasons, one press that counts once."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa

from app.accreditation.expiring_page import COLUMNS
from app.accreditation.models import SchemeVersion
from app.foundation.flat_table import csv_bytes
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from tests.page import Page
from tests.parts.accreditation.holders import add_events, entries, grant_to
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
RENEWAL = {"all": [
    {"identity-confirmed": {}},
    {"examination-passed": {"course": COURSE, "quiz": "final-examination", "cut": "80%"}},
]}  # fmt: skip
EARLY, OPEN = {"opens-months": 1, "grace-days": 30}, {"opens-months": 6, "grace-days": 30}


def grant(instance: Instance, names: tuple[str, ...], valid_months: int, renewal: dict[str, Any] | None) -> list[str]:
    """Put a version of the scheme in force, grant it to these people of the demonstration; return the numbers."""
    works = instance.works

    def work(unit: Unit) -> list[str]:
        newest = sa.select(SchemeVersion).where(SchemeVersion.scheme == "cfr-knowledge")
        old = unit.session.scalars(newest.order_by(SchemeVersion.number.desc())).first()
        assert old
        document = {**old.document, "version": old.number + 1, "valid-months": valid_months, "requirements": RENEWAL}
        document |= {"renewal": {**renewal, "requirements": RENEWAL}} if renewal else {}
        unit.session.add(SchemeVersion(id=new_id(), scheme=old.scheme, number=old.number + 1, hash=new_id() * 2,
                                       document=document, created_at=unit.now))  # fmt: skip
        unit.session.flush()
        return [grant_to(unit, works, person_of(unit, works, name)) for name in names]

    return works.database.write(work)


def person_of(unit: Unit, works: Any, name: str) -> str:
    hashed = works.keyring.search_hash("person.sign_in_name", name)
    return str(unit.connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :hash"), {"hash": hashed}))


def shown(page: Page) -> set[str]:
    return {str(one) for one in page.tree.xpath("//section/h2/a/bdi/text()")}


def test_a_coordinator_has_own_officers_renew_once_and_nobody_elsewhere(demo_on_both: Instance) -> None:
    """X1 O30 O36 U20: what ends stands there with what its renewal asks; one press enrols and tells, once."""
    demo = demo_on_both
    efua, far = grant(demo, ("efua", "salma"), 4, OPEN)
    coordinator = demo.signed_in("coordinator")
    page = coordinator.get("/people/expiring?scheme=cfr-knowledge&show=open")
    assert shown(page) == {"Efua Asante (demo)"}
    assert page.sees("What the renewal asks: 1 of 2 met") or page.sees("What the renewal asks: 0 of 2 met")
    assert far not in page.text
    sent = {**page.form("/renew"), "certificate": [efua, far]}
    done = coordinator.post("/people/expiring/renew", sent)
    assert done.sees("1 officer was asked to renew")
    assert done.sees("joined Cybercrime First Responder")
    assert "Salma" not in done.text
    again = coordinator.post("/people/expiring/renew", sent)
    assert again.sees("0 officers were asked to renew")
    assert again.sees("was asked before")
    assert len(entries(demo.works, "accreditation:renewal:asked")) == 1
    assert coordinator.get("/people/expiring?show=open").sees("The officer was asked on")
    inbox = demo.signed_in("efua").get("/messages")
    assert inbox.text.count("asks you to renew") == 1
    assert not inbox.sees("2027-0")
    address = "/people/expiring.csv?scheme=cfr-knowledge&show=open"
    table = coordinator.client.get(address).get_data().decode("utf-8-sig")
    assert page.link("(CSV, 1 row)") == address
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["name"], row["number"], row["state"]) for row in rows] == [("Efua Asante (demo)", efua, "valid")]
    assert set(rows[0]) == set(COLUMNS)
    assert csv_bytes(["name"], [["=1+1"]]).endswith(b"\r\n'=1+1\r\n")


@pytest.mark.parametrize(("months", "renewal", "events", "said", "refused"), [
    (8, EARLY, (), "Its renewal opens on", "its renewal is not open yet"),
    (8, None, (), "has no shorter renewal", "has no shorter renewal"),
    (4, OPEN, ("suspended",), "It is suspended", "it is suspended"),
])  # fmt: skip
def test_who_cannot_renew_today_is_refused_with_the_reason(
    demo: Instance, months: int, renewal: dict[str, Any] | None, events: tuple[str, ...], said: str, refused: str
) -> None:
    """O30: the page says it beside the officer, and so does the answer to a form that asks all the same."""
    (number,) = grant(demo, ("efua",), months, renewal)
    add_events(demo.works, number, *events)
    coordinator = demo.signed_in("coordinator")
    page = coordinator.get("/people/expiring?scheme=cfr-knowledge")
    assert page.sees(said)
    assert not page.tree.xpath(f"//input[@value='{number}']")
    assert coordinator.post("/people/expiring/renew", {"certificate": number}).sees(refused)
    assert entries(demo.works, "accreditation:renewal:asked") == []


def test_whatever_is_asked_there_is_a_page_and_what_is_over_is_not_on_it(demo: Instance) -> None:
    """X1: odd addresses show the list; a withdrawn certificate is on none; nobody ticked is said plainly."""
    (number,) = grant(demo, ("efua",), 2, OPEN)
    add_events(demo.works, number, "withdrawn")
    coordinator = demo.signed_in("coordinator")
    for query in ("scheme=none", "show=x&after=zzz", "after=%F0%9F%91%AE", "scheme=cfr-knowledge&show=ended"):
        page = coordinator.get(f"/people/expiring?{query}")
        assert page.status == 200
        assert number not in page.text
    assert coordinator.post("/people/expiring/renew", {}).sees("Nobody was ticked")

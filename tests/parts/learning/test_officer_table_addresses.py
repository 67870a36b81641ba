"""E-mail addresses in a coordinator's table: proposed to the officer, and good for nothing before (O36, X3)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from tests.page import Browser
from tests.plugins.instances import Instance

TABLE = "name,service number,E-mail\nNana Table,N-1,Nana@Police.Example\nYaa Table,N-2,\nKojo Table,N-3,kojo at police"
PASSWORD = "eleven quiet harbours"


def _brought(coordinator: Browser) -> list[list[str]]:
    checked = coordinator.post("/people/table", {"table": TABLE, "fresh_codes": "1"})
    assert checked.sees("2 officers are new") or checked.sees("2 officers are there already")
    assert checked.sees("Column email: This is no whole e-mail address")
    form = {**checked.form("/people/table"), "step": "confirm"}
    slips = coordinator.post("/people/table", form).tree.xpath("//ul[@class='slips']/li")
    return [slip.xpath(".//span[@class='code']/text()") for slip in slips]


def _letters(demo: Instance) -> list[str]:
    demo.work()
    return [path.read_text() for path in Path(demo.works.settings.instance).glob("mail/*.eml")]


def _scalar(demo: Instance, statement: str) -> object:
    with demo.works.database.reading() as connection:
        return connection.scalar(sa.text(statement))


def test_an_address_in_the_table_is_used_for_nothing_before_its_owner_gives_it(demo_on_both: Instance) -> None:
    """O36, X3, S12: sealed, in no letter, on no page of the coordinator; the officer is asked, and may forget it."""
    demo = demo_on_both
    before, coordinator = len(_letters(demo)), demo.signed_in("coordinator")
    [(name, code), _] = _brought(coordinator)
    assert len(_letters(demo)) == before, "not even a code"
    assert _scalar(demo, "SELECT count(*) FROM mail_address WHERE proposed IS NOT NULL") == 1
    assert b"olice" not in bytes(_scalar(demo, "SELECT proposed FROM mail_address WHERE proposed IS NOT NULL"))
    assert _scalar(demo, "SELECT count(*) FROM mail_address WHERE waiting IS NOT NULL") == 0

    demo.visitor().post("/let-in", {"name": name, "code": code, "new": PASSWORD, "again": PASSWORD})
    officer = demo.visitor()
    officer.sign_in(name, PASSWORD)
    assert officer.get("/account").sees("say whether it is yours")
    page = officer.get("/account/email")
    assert page.sees("Your coordinator entered Nana@police.example")
    sent = officer.post("/account/email/address", page.form("/account/email/address"))
    assert sent.sees("Waits for its code")
    assert not sent.sees("Is this your address?")
    new = [text for text in _letters(demo) if "Nana@police.example" in text]
    assert len(new) == 1

    assert _brought(coordinator)[0][0] != name, "she has a password and gets no other code"
    assert _scalar(demo, "SELECT count(*) FROM mail_address WHERE proposed IS NOT NULL") == 0, "and is not asked again"
    assert not coordinator.get(coordinator.get("/people?name=nana").link("Nana Table")).sees("olice.example")


def test_an_address_that_is_not_theirs_is_forgotten(demo: Instance) -> None:
    """O36"""
    [(name, code), _] = _brought(demo.signed_in("coordinator"))
    demo.visitor().post("/let-in", {"name": name, "code": code, "new": PASSWORD, "again": PASSWORD})
    officer = demo.visitor()
    officer.sign_in(name, PASSWORD)
    assert officer.post("/account/email/remove", {}).sees("The address is removed")
    assert _scalar(demo, "SELECT count(*) FROM mail_address WHERE proposed IS NOT NULL") == 0
    assert not officer.get("/account/email").sees("Is this your address?")

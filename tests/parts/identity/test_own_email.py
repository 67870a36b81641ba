"""One's own e-mail address: in use after its code alone, changed and removed with the former one told (O36)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from app.foundation.mail import Letter
from app.identity.addresses import own_address
from app.identity.domain.mail_addresses import deliverable, shown_part
from app.identity.models import MailAddress, Person
from app.identity.services.actor import Actor
from app.identity.services.ending import end_roles
from app.identity.services.leaving import leave
from app.identity.services.messaging import mail_of, tell
from app.identity.services.unreachable import note_unreachable
from app.jobs.worker import run_once
from tests.parts.identity.conftest import House, Visitor

AT, CODE = "/account/email", re.compile(r"^(\d{6}) is the code for letters from Provost\.")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUBJECTS = {"A code for you", "Letters go elsewhere now", "A message for you"}


def letters(house: House, folder: Path) -> list[tuple[str, str]]:
    """Have the worker send what waits; return address and words of what went since the last call."""
    run_once(house.works.workshop())
    found = []
    for path in sorted((folder / "mail").glob("*.eml"), key=lambda one: one.stat().st_mtime_ns):
        message: Any = message_from_bytes(path.read_bytes(), policy=default)
        assert message["Subject"] in SUBJECTS
        found.append((message["To"], " ".join(message.get_content().split())))
        path.unlink()
    return found


def given(house: House, folder: Path, browser: Visitor, address: str) -> str:
    """Enter an address and return the code that was sent there, and nowhere else."""
    assert browser.post(f"{AT}/address", {"address": address}).sees("Waits for its code")
    [(to, words)] = letters(house, folder)
    code = CODE.match(words)
    assert code
    assert (to, "Person" in words, "http" in words) == (address.strip().lower(), False, False)
    return code[1]


def reached(house: House, person_id: str) -> str | None:
    """Return where letters to somebody would go."""
    with house.works.database.reading() as connection:
        found = own_address(connection, person_id)
    return found.email if found else None


def entered(house: House, folder: Path, address: str) -> Visitor:
    """Return the browser of Ama, a day later, who entered an address and its code."""
    house.clock.move(days=1)
    browser = house.signed_in("ama")
    code = given(house, folder, browser, address)
    assert browser.post(f"{AT}/code", {"code": f"{code[:3]} {code[3:]}"}).sees("Letters go to this address now")
    return browser


def test_an_address_is_sealed_and_in_use_after_its_own_code_alone(house_on_both: House, tmp_path: Path) -> None:
    """O36, S12: five tries a code, half an hour, three codes a day; until then the account is as it was."""
    house = house_on_both
    person_id = house.person("ama", "officer")
    browser = house.signed_in("ama")
    assert browser.get("/account").sees("None. You need none")
    assert browser.post(f"{AT}/address", {"address": "ama at police"}).sees("one whole address")
    assert browser.post(f"{AT}/code", {"code": "000000"}).sees("not right or too old")
    right = given(house, tmp_path, browser, "ama@police.example")
    assert b"police" not in bytes(house.scalar("SELECT waiting FROM mail_address"))
    assert "police" not in str(house.scalar("SELECT arguments FROM outbox WHERE name = 'mail.send'"))
    for code in (*[f"{(int(right) + 1) % 10**6:06}"] * 5, right):
        assert browser.post(f"{AT}/code", {"code": code}).sees("not right or too old")
    late = given(house, tmp_path, browser, " ama@police.example ")
    house.clock.move(minutes=31)
    assert browser.post(f"{AT}/code", {"code": late}).sees("not right or too old")
    assert browser.get("/account").sees("waits for its code")
    assert reached(house, person_id) is None
    browser = house.signed_in("ama")
    right = given(house, tmp_path, browser, "ama@police.example")
    assert browser.post(f"{AT}/code", {"code": right}).sees("In use since")
    page = browser.get("/account")
    assert (page.sees("a•••@police.example"), "ama@" in page.text) == (True, False)
    assert reached(house, person_id) == "ama@police.example"
    assert browser.post(f"{AT}/code", {"code": right}).sees("not right or too old")
    assert browser.post(f"{AT}/address", {"address": "b@police.example"}).sees("Three codes were sent today")
    house.clock.now = MONDAY
    house.do(lambda unit: tell(unit, person_id, "enrolled", "one", course="Secret", course_key="s"))
    assert house.do(lambda unit: mail_of(unit, house.works.keyring, person_id, "http://localhost"))
    [(to, words)] = letters(house, tmp_path)
    assert (to, "Secret" in words) == ("ama@police.example", False)


def test_a_change_counts_with_its_code_can_be_dropped_and_is_told_to_the_former(
    house_on_both: House, tmp_path: Path
) -> None:
    """O36: letters that got lost are forgotten with the address they were lost at, and nothing goes there."""
    house = house_on_both
    person_id = house.person("ama", "officer")
    house.do(lambda unit: setattr(unit.session.get(Person, person_id), "email", "Old@police.example"))
    browser = house.signed_in("ama")
    assert browser.get(AT).sees("entered when your account was made")
    code = given(house, tmp_path, browser, "new@police.example")
    assert reached(house, person_id) == "Old@police.example"
    assert not browser.post(f"{AT}/keep", {}).sees("Waits for its code")
    assert browser.post(f"{AT}/code", {"code": code}).sees("not right or too old")
    entered(house, tmp_path, "old@police.example")
    assert letters(house, tmp_path) == []
    entered(house, tmp_path, "new@police.example")
    [(to, words)] = letters(house, tmp_path)
    assert to == "old@police.example"
    assert words.startswith("This address was changed or removed")
    house.do(lambda unit: note_unreachable(unit, "new@police.example", "bounced"))
    assert house.signed_in("ama").get(AT).sees("Letters do not arrive since")
    browser = entered(house, tmp_path, "third@police.example")
    assert letters(house, tmp_path) == []
    assert reached(house, person_id) == "third@police.example"
    given(house, tmp_path, browser, "fourth@police.example")
    assert browser.post(f"{AT}/remove", {}).sees("The address is removed")
    assert [to for to, _ in letters(house, tmp_path)] == ["third@police.example"]
    assert (reached(house, person_id), house.scalar("SELECT waiting FROM mail_address")) == (None, None)
    browser.post(f"{AT}/remove", {})
    assert letters(house, tmp_path) == []
    tags = house.tags()
    acts = {"given": 5, "confirmed": 3, "kept": 1, "removed": 1}
    assert {act: tags.count(f"identity:mail-address:{act}") for act in acts} == acts


@pytest.mark.parametrize(
    "end", [lambda unit, who: leave(unit, who, Actor("boss", "coordinator")), end_roles], ids=["left", "roles ended"]
)
def test_what_waits_for_its_code_ends_with_the_access(
    house: House, tmp_path: Path, end: Callable[[Any, str], Any]
) -> None:
    person_id = house.person("ama", "officer")
    given(house, tmp_path, house.signed_in("ama"), "ama@police.example")
    house.do(lambda unit: end(unit, person_id))
    with house.works.database.reading() as connection:
        assert connection.scalar(MailAddress.__table__.select().with_only_columns(MailAddress.waiting)) is None


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Ama.Owusu+x@Police.Example ", "Ama.Owusu+x@police.example"),
        ("\u200fama@police.example\u202c", "ama@police.example"),
        ("ama@bücher.example", "ama@xn--bcher-kva.example"),
        *[(wrong, None) for wrong in (
            "ama", "@police.example", "ama@", "ama@police", "ama@@police.example", "ama@police..example",
            "a b@c.example", ".ama@police.example", "ama.@police.example", "ama@-police.example", "ama@192.0.2.1",
            "ama@[192.0.2.1]", "Ama <ama@police.example>", "ama@police.example,b@c.example",
            "ama\nBcc: b@police.example", "آما@police.example", "a" * 65 + "@police.example",
            "ama@" + "p" * 64 + ".example", "ama@" + "police." * 40 + "example",
        )],
    ],
)  # fmt: skip
def test_an_address_is_one_that_every_mail_server_takes(written: str, address: str | None) -> None:
    """RFC 5321: one mailbox, so that no second reader and no header comes along; what is taken makes a letter."""
    assert deliverable(written) == address
    if address:
        assert Letter(address, "s", "t").to == address
        assert shown_part(address).startswith(address[0] + "•••@")

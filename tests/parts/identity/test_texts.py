"""Texts to phones: after a code only, fixed words, when a letter would go, and never to who left (O36)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.foundation.texting import BadText, ShortText, TextProgram
from app.identity.domain.phone_numbers import international
from app.identity.models import Agency, TextNumber
from app.identity.services.actor import Actor
from app.identity.services.ending import end_roles
from app.identity.services.leaving import leave
from app.identity.services.messaging import mail_of, tell
from app.jobs.queries import job_figures
from app.jobs.worker import run_once
from config import BadSettings, Settings
from tests.parts.identity.conftest import House, Visitor

MONDAY, TUESDAY = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
PHONE = "+447700900123"


def gateway(house: House, folder: Path, ends: int = 0) -> Path:
    """Put a program in the place of the operator's that writes down what it is given."""
    program = folder / "send-text"
    program.write_text(f'#!/bin/sh\n{{ printf "%s|" "$*"; cat; }} >> {folder}/sent\nenv > {folder}/env\nexit {ends}\n')
    program.chmod(0o700)
    house.works.parts["texts"] = TextProgram(program)
    return program


def sent(folder: Path) -> list[dict[str, Any]]:
    """Return what went, in order; nothing of it stood in the program's arguments."""
    path = folder / "sent"
    lines = path.read_text().splitlines() if path.exists() else []
    assert all(line.startswith("|") for line in lines)
    return [json.loads(line[1:]) for line in lines]


def given(house: House, folder: Path, name: str = "ama") -> Visitor:
    """Return the browser of somebody who gave a number and entered the code."""
    browser = house.signed_in(name)
    assert browser.post("/messages/texts/number", {"number": "0044 7700 900-123"}).sees("Waits for its code")
    run_once(house.works.workshop())
    code = re.match(r"\d{6}", sent(folder)[-1]["text"])
    assert code
    assert browser.post("/messages/texts/code", {"code": code[0][:3] + " " + code[0][3:]}).sees("In use since")
    return browser


def due(house: House, person_id: str) -> bool:
    """Have the letter or text go that is due, as the worker does every ten minutes."""
    keyring, texts = house.works.keyring, house.works.parts["texts"] is not None
    posted = house.do(lambda unit: mail_of(unit, keyring, person_id, "http://localhost", texts=texts))
    run_once(house.works.workshop())
    return posted


CASES = [
    ("enrolled", MONDAY, True, False, True),
    ("enrolled", MONDAY, False, False, False),
    ("reminded", TUESDAY, True, False, True),
    ("enrolled", TUESDAY, True, False, False),
    ("reminded", TUESDAY, True, True, False),
]
"""Kind of message, now, whether the weekly letter is wanted, whether the agency is quiet → whether a text goes."""


def test_a_text_goes_when_a_letter_would_and_names_nobody(house: House, tmp_path: Path) -> None:
    """O36: weekly things on Mondays, none in quiet days; once, and always in the same words."""
    gateway(house, tmp_path)
    house.clock.now = MONDAY
    people = [house.person(f"ama{number}", "officer") for number in range(len(CASES))]
    for number, person_id in enumerate(people):
        kind, house.clock.now, digest, quiet, goes = CASES[number]
        given(house, tmp_path, f"ama{number}").post("/messages/letter", {"digest": "1" if digest else ""})
        before = len(sent(tmp_path))

        def prepare(unit: Any, person_id: str = person_id, kind: str = kind, quiet: bool = quiet) -> None:
            if quiet:
                agency = unit.session.get(Agency, house.agencies["north"])
                agency.quiet_from, agency.quiet_until = date(2026, 11, 20), date(2026, 11, 30)
            tell(unit, person_id, kind, person_id, course="Secret course", course_key="secret")

        house.do(prepare)
        assert [due(house, person_id), due(house, person_id)] == [goes, False], CASES[number]
        told = [(one["to"], one["text"]) for one in sent(tmp_path)[before:]]
        assert told == [(PHONE, "There is a message for you in Provost.")] * goes


def test_a_number_is_sealed_given_by_its_code_alone_and_forgotten_at_once(house_on_both: House, tmp_path: Path) -> None:
    """O36, S12: three codes a day, five tries each; who removes it or leaves gets no text."""
    house = house_on_both
    gateway(house, tmp_path)
    person_id = house.person("ama", "officer")
    browser = house.signed_in("ama")
    assert browser.post("/messages/texts/number", {"number": "07700 900123"}).sees("with its country code")
    assert browser.post("/messages/texts/number", {"number": PHONE}).sees("Waits for its code")
    assert b"7700" not in bytes(house.scalar("SELECT number FROM text_number"))
    assert "7700" not in str(house.scalar("SELECT arguments FROM outbox WHERE name = 'text.send'"))
    run_once(house.works.workshop())
    right = sent(tmp_path)[0]["text"][:6]
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for code in (*[wrong] * 5, right):
        assert browser.post("/messages/texts/code", {"code": code}).sees("not right or too old")
    house.do(lambda unit: tell(unit, person_id, "reminded", "one", course="C", course_key="c"))
    assert due(house, person_id) is False
    browser = given(house, tmp_path)
    page = browser.get("/messages/texts")
    assert page.sees("•••123")
    assert PHONE not in page.text
    browser.post("/messages/texts/remove", {})
    assert house.scalar("SELECT number FROM text_number") is None
    given(house, tmp_path)
    assert browser.post("/messages/texts/number", {"number": PHONE}).sees("Three codes were sent today")
    ends = (
        lambda unit: leave(unit, person_id, Actor("boss", "coordinator")),
        lambda unit: end_roles(unit, person_id),
    )
    for number, end in enumerate(ends):
        house.do(lambda unit: setattr(unit.session.get(TextNumber, person_id), "number", PHONE))
        house.do(end)
        assert house.scalar("SELECT number FROM text_number") is None, number
        house.do(lambda unit: tell(unit, person_id, "reminded", "two", course="C", course_key="c"))
        assert due(house, person_id) is False
    assert {f"identity:text-number:{act}" for act in ("given", "confirmed", "removed")} <= set(house.tags())
    assert "PROVOST" not in (tmp_path / "env").read_text()


@pytest.mark.parametrize(("ends", "state"), [(1, "queued"), (67, "failed"), (None, "failed")])
def test_a_text_that_fails_is_tried_again_unless_no_try_can_help(
    house: House, tmp_path: Path, ends: int | None, state: str
) -> None:
    """O36: a refused number is not tried again; without a gateway nothing is sent and the pages offer nothing."""
    gateway(house, tmp_path, ends or 0)
    person_id = house.person("ama", "officer")
    browser = house.signed_in("ama")
    browser.post("/messages/texts/number", {"number": PHONE})
    if ends is None:
        house.works.parts["texts"] = None
    run_once(house.works.workshop())
    assert house.scalar("SELECT state FROM outbox WHERE name = 'text.send'") == state
    with house.works.database.reading() as connection:
        figures = job_figures(connection, house.clock.now)
    assert (figures.texts_waiting, figures.texts_failed_day, figures.mail_failed) == (
        state == "queued",
        state == "failed",
        0,
    )
    if ends is None:
        assert browser.get("/messages/texts").sees("sends no texts at present")
        assert browser.post("/messages/texts/number", {"number": PHONE}).status == 404
        assert due(house, person_id) is False
        browser.post("/messages/texts/remove", {})
        assert not browser.get("/messages").sees("Texts to your phone")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+44 7700 900123", PHONE),
        ("0044 (7700) 900-123", PHONE),
        ("\u200e+44\u00a07700\u2009900.123", PHONE),
        ("07700 900123", None),
        ("+44 7700 900123 ext 4", None),
        ("+٤٤٧٧٠٠٩٠٠١٢٣", None),
        ("+1234567", None),
        ("+1234567890123456", None),
    ],
)
def test_a_number_has_its_country_code_however_it_is_written(written: str, number: str | None) -> None:
    assert international(written) == number


def test_what_is_no_text_never_reaches_the_queue_and_no_program_is_no_setting(house: House, tmp_path: Path) -> None:
    for to, text in (("07700900123", "x"), (PHONE, "a\nb"), (PHONE, "x" * 161), (PHONE, "")):
        with pytest.raises(BadText):
            ShortText(to, text)
    program = gateway(house, tmp_path)
    assert replace(house.works.settings, sms_command=str(program)).sms_command
    good = {"PROVOST_INSTANCE": str(tmp_path), "PROVOST_SMS_COMMAND": str(program)}
    assert Settings.from_env(good, demo=True).sms_command == str(program)
    for wrong in ("send-text", f"{program} --now", str(tmp_path), str(tmp_path / "none")):
        with pytest.raises(BadSettings, match="PROVOST_SMS_COMMAND"):
            Settings.from_env(good | {"PROVOST_SMS_COMMAND": wrong}, demo=True)

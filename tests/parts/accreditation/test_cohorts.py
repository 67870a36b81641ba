"""Cohorts and practical days: own officers only, no more than places, told, on a sheet, noted by another."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.page import Browser, Page
from tests.parts.accreditation.holders import entries, scalar
from tests.plugins.instances import Instance

NEW = {"name": "Spring", "scheme": "cfr-knowledge", "starts-day": "1", "starts-month": "3", "starts-year": "2030",
       "ends-day": "1", "ends-month": "9", "ends-year": "2030"}  # fmt: skip


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def cohort_with(coordinator: Browser, *names: str) -> Page:
    made = coordinator.post("/people/cohorts", NEW)
    assert made.h1 == "Spring", made.text[:3000]
    return coordinator.post(f"{made.path}/officers", {"names": "\n".join(names)})


def day_of(coordinator: Browser, cohort: str, instance: Instance, seats: str = "2") -> Page:
    held = boxes("held", instance.works.database.clock().date())
    return coordinator.post(f"{cohort}/days", {**held, "place": "Yard 4, 09:00", "seats": seats, "hours": "7.5"})


def people(page: Page) -> dict[str, str]:
    """Return name → the value that ticks it."""
    rows = page.tree.xpath("//label[input[@name='officer']]")
    return {row.xpath("string(.//bdi)"): row.xpath("string(input/@value)") for row in rows}


def test_a_cohort_practises_from_the_plan_to_the_hours(demo_on_both: Instance) -> None:
    """X1 X7: places for own officers, each told; the sheet by cover name; hours that wait for another's word."""
    demo, works = demo_on_both, demo_on_both.works
    coordinator = demo.signed_in("coordinator")
    page = cohort_with(coordinator, "efua", "kofi", "salma", "nobody")
    assert page.status == 422
    assert page.sees("None of your officers is called so: salma, nobody")
    cohort = page.path.removesuffix("/officers")
    assert "Salma" not in coordinator.get(cohort).text
    tomorrow = works.database.clock() + timedelta(days=1)
    held = boxes("held", tomorrow.date())
    day = coordinator.post(f"{cohort}/days", {**held, "place": "Yard 4, 09:00", "seats": "1", "hours": "7.5"})
    ticks = people(day)
    assert set(ticks) == {"Efua Asante (demo)", "Kofi Boateng (demo)"}
    refused = coordinator.post(day.path, {"act": "places", "officer": list(ticks.values())})
    assert refused.status == 422
    assert refused.sees("There are 1 places on this day and you ticked 2 officers")
    efua = ticks["Efua Asante (demo)"]
    coordinator.post(day.path, {"act": "places", "officer": efua})
    assert demo.signed_in("efua").get("/messages").sees("You have a place on the practical day of")
    assert demo.signed_in("efua").get("/certificates").sees("Yard 4, 09:00")
    person = scalar(works, "SELECT id FROM person WHERE public_id = :p", p=efua)
    coordinator.post(f"/people/{efua}/cover-name", {"cover": "Ama Cover"})
    sheet = coordinator.get(f"{day.path}/sheet")
    assert sheet.sees("Ama Cover")
    assert "Efua" not in sheet.text
    early = coordinator.post(day.path, {"act": "there", "officer": efua})
    assert early.status == 422
    works.database.clock = lambda: datetime.combine(tomorrow.date(), time(18), UTC)
    move_sessions(works, works.database.clock())
    done = coordinator.post(day.path, {"act": "there", "officer": efua})
    assert done.sees("Was there")
    assert coordinator.post(day.path, {"act": "there"}).status == 409
    assert (
        scalar(works, "SELECT minutes FROM evidence WHERE person_id = :p AND kind = 'contact-hours'", p=person) == 450
    )
    assert scalar(works, "SELECT count(*) FROM evidence_ruling r JOIN evidence e ON e.id = r.evidence_id "
                         "WHERE e.person_id = :p AND e.kind = 'contact-hours'", p=person) == 0  # fmt: skip
    assert [len(one["there"]) for one in entries(works, "accreditation:practical-day:attended")] == [1]


def move_sessions(works: Any, now: datetime) -> None:
    """Keep everybody signed in although the clock went on."""
    move = sa.text("UPDATE session SET created_at = :at, last_seen = :at, proven_at = :at")
    at = now if works.database.engine.dialect.name == "postgresql" else now.replace(tzinfo=None)
    works.database.write(lambda unit: unit.connection.execute(move, {"at": at}))


def test_progress_is_narrowed_to_a_cohort_and_a_day_called_off_is_told(demo: Instance) -> None:
    """X1: the same table, of the cohort's officers alone; a closed cohort narrows nothing that is offered."""
    coordinator = demo.signed_in("coordinator")
    cohort = cohort_with(coordinator, "kofi")
    day = day_of(coordinator, cohort.path, demo)
    progress = coordinator.get(cohort_link(coordinator, cohort.path))
    assert progress.tree.xpath("//tbody//th//a/bdi/text()") == ["Kofi Boateng (demo)"]
    assert coordinator.get(cohort_link(coordinator, cohort.path) + "&show=not-enrolled").sees("Every officer")
    assert day.sees("Who was there")
    later = boxes("held", demo.works.database.clock().date() + timedelta(days=9))
    day = coordinator.post(f"{cohort.path}/days", {**later, "place": "Hall", "seats": "3", "hours": ""})
    coordinator.post(day.path, {"act": "places", "officer": list(people(day).values())})
    assert coordinator.post(day.path, {"act": "off"}).sees("This day was called off")
    assert demo.signed_in("kofi").get("/messages").sees("is called off")
    coordinator.post(f"{cohort.path}/close")
    assert not coordinator.get("/people/progress?scheme=cfr-knowledge").tree.xpath("//select[@name='cohort']")


def test_a_closed_cohort_stays_as_it_was(demo_on_both: Instance) -> None:
    """X1: nobody is put in or taken out, no day is planned, and its page offers none of it."""
    coordinator = demo_on_both.signed_in("coordinator")
    cohort = cohort_with(coordinator, "kofi")
    kofi = cohort.tree.xpath("string(//button[@name='out']/@value)")
    coordinator.post(f"{cohort.path}/close")
    held = boxes("held", demo_on_both.works.database.clock().date())
    for act, form in (
        ("officers", {"names": "efua"}),
        ("officers", {"out": kofi}),
        ("days", {**held, "place": "Hall", "seats": "3", "hours": "6"}),
    ):
        answer = coordinator.post(f"{cohort.path}/{act}", form)
        assert (answer.status, answer.sees("This cohort is closed and stays as it was")) == (409, True)
    page = coordinator.get(cohort.path)
    assert page.sees("Kofi Boateng (demo)")
    assert not page.tree.xpath("//main//button | //main//textarea")


def cohort_link(coordinator: Browser, cohort: str) -> str:
    return coordinator.get(cohort).link("See its progress")


@pytest.mark.parametrize(("wrong", "said"), [
    ({"name": ""}, "Give it a name"),
    ({"scheme": "none"}, "Choose an accreditation"),
    ({"starts-day": "32"}, "Enter a day"),
    ({"ends-year": "2029"}, "not before the first"),
])  # fmt: skip
def test_what_is_wrong_with_a_cohort_is_said_and_kept(demo: Instance, wrong: dict[str, str], said: str) -> None:
    """Nothing is made of half a form."""
    page = demo.signed_in("coordinator").post("/people/cohorts", NEW | wrong)
    assert (page.status, page.sees(said)) == (422, True)
    assert scalar(demo.works, "SELECT count(*) FROM cohort") == 0


@pytest.mark.parametrize(("wrong", "said"), [
    ({"held-year": "2020"}, "Enter today or a day to come"),
    ({"place": ""}, "Say where"),
    ({"seats": "0"}, "how many places"),
    ({"hours": "25"}, "Enter hours from 0 to 24"),
])  # fmt: skip
def test_what_is_wrong_with_a_day_is_said_and_kept(demo: Instance, wrong: dict[str, str], said: str) -> None:
    """Nothing is planned of half a form."""
    coordinator = demo.signed_in("coordinator")
    cohort = cohort_with(coordinator, "efua").path
    right = {"held-day": "1", "held-month": "3", "held-year": "2031", "place": "Hall", "seats": "3", "hours": "6"}
    page = coordinator.post(f"{cohort}/days", right | wrong)
    assert (page.status, page.sees(said)) == (422, True)
    assert scalar(demo.works, "SELECT count(*) FROM practical_day") == 0

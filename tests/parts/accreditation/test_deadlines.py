"""The officer's home shows what is to be kept by a day: one list, the first one first, and none without any (O7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accreditation.queries import credentials_of
from tests.page import Page
from tests.parts.accreditation.holders import add_events, scalar
from tests.parts.accreditation.test_cohorts import boxes, cohort_with, people
from tests.parts.accreditation.test_holder_pages import number_of
from tests.parts.accreditation.test_renewing import on, renewable
from tests.plugins.instances import Instance


def dates(page: Page) -> list[str]:
    """Return the lines of the list, in their order."""
    found = page.tree.xpath("//section[h2='Dates to keep']//li")
    return [" ".join(one.text_content().split()) for one in found]


def change(demo: Instance, statement: str, **values: Any) -> None:
    demo.works.database.write(lambda unit: unit.connection.execute(sa.text(statement), values))


def person(demo: Instance, name: str) -> str:
    hashed = demo.works.keyring.search_hash("person.sign_in_name", name)
    return str(scalar(demo.works, "SELECT id FROM person WHERE sign_in_hash = :h", h=hashed))


def test_all_dates_stand_in_one_list_in_their_order(demo_on_both: Instance) -> None:
    """O7: an attempt's end, a place on a practical day, the cohort's last day, and until when one may appeal."""
    demo, now = demo_on_both, demo_on_both.works.database.clock()
    coordinator = demo.signed_in("coordinator")
    cohort = cohort_with(coordinator, "amara").path.removesuffix("/officers")
    held = boxes("held", (now + timedelta(days=9)).date())
    day = coordinator.post(f"{cohort}/days", {**held, "place": "Hall", "seats": "3", "hours": ""})
    coordinator.post(day.path, {"act": "places", "officer": list(people(day).values())})
    add_events(demo.works, number_of(demo, "amara"), "suspended")
    attempt = "(SELECT min(id) FROM attempt WHERE person_id = :who)"
    change(
        demo,
        f"UPDATE attempt SET state = 'in_progress', submitted_at = NULL, deadline = :at WHERE id = {attempt}",
        who=person(demo, "amara"),
        at=now.replace(tzinfo=None) + timedelta(minutes=1),
    )
    amara = demo.signed_in("amara")
    found = dates(amara.get("/"))
    assert [line.partition(":")[0] for line in found] == [
        "Hand in",
        "Practical day",
        "Last day to appeal about",
        "Your cohort wants to be through",
    ]
    assert "(in 9 days)" in found[1]
    assert "(in 30 days)" in found[2]
    assert "1 September 2030" in found[3]
    assert amara.get(amara.get("/").link("Hand in")).path.startswith("/attempts/")

    coordinator.post(day.path, {"act": "off"})
    about = f"certificate-{number_of(demo, 'amara')}"
    filed = amara.post(
        "/appeals/new", {**amara.get("/appeals/new").form("/appeals/new"), "about": about, "grounds": "It"}
    )
    assert filed.path.startswith("/appeals/")
    change(
        demo,
        "UPDATE attempt SET deadline = :at WHERE state = 'in_progress'",
        at=now.replace(tzinfo=None) - timedelta(seconds=1),
    )
    assert [line.partition(":")[0] for line in dates(amara.get("/"))] == ["Your cohort wants to be through"]


def test_a_renewal_has_a_day_to_be_kept_and_who_has_none_sees_no_list(demo: Instance) -> None:
    """O7, O30: four statements, with a date and without."""
    renewable(demo)
    with demo.works.database.reading() as connection:
        (own, *_) = credentials_of(connection, person(demo, "amara"))
    kofi = demo.signed_in("kofi")
    kofi.get("/")
    page = kofi.get("/")
    assert (dates(page), page.sees("Dates to keep"), len(page.statements) <= 4) == ([], False, True)
    for left, word in ((20, "Renew"), (-5, "Last day to renew, it has expired")):
        on(demo, own.valid_until - timedelta(days=left))
        amara = demo.signed_in("amara")
        amara.get("/")
        page = amara.get("/")
        [line] = dates(page)
        assert line.startswith(f"{word}: ")
        assert (f"(in {left} days)" in line) == (left > 0)
        assert len(page.statements) <= 4

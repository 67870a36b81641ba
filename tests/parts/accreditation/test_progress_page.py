"""The coordinator's page of progress: own officers only, who stands still first, a reminder once a week."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.page import Page
from tests.plugins.instances import Instance


def names(page: Page) -> list[str]:
    return [str(name) for name in page.tree.xpath("//tbody//th//a/bdi/text()")]


def cells(page: Page, name: str) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in page.tree.xpath(f"//tr[th//bdi='{name}']/td")]


def test_words_say_how_far_each_officer_of_the_own_agency_is(demo_on_both: Instance) -> None:
    """X1 O2: the same judgement as on the officer's own page; nobody of another agency stands here."""
    coordinator = demo_on_both.signed_in("coordinator")
    page = coordinator.get("/people/progress?scheme=cfr-knowledge")
    shown = names(page)
    assert set(shown) == {"Kofi Boateng (demo)", "Kwame Owusu (demo)", "Adjoa Mensah (demo)", "Amara Nkemelu (demo)"}
    amara, kofi = cells(page, "Amara Nkemelu (demo)"), cells(page, "Kofi Boateng (demo)")
    assert amara[:-2].count("Met") == len(amara) - 3
    assert "Valid" in amara
    assert {"Met", "Not met"} <= set(kofi)
    assert len(page.statements) <= 12
    assert names(coordinator.get("/people/progress?scheme=cfr-knowledge&show=not-enrolled")) == ["Efua Asante (demo)"]


def test_who_stands_still_for_more_than_14_days_comes_first_and_is_reminded_once_a_week(demo: Instance) -> None:
    """O36 X1: a ready-made word that the officer reads here; an officer elsewhere hears nothing."""
    database = demo.works.database
    long_ago = database.clock() - timedelta(days=60)
    move = sa.text(
        "UPDATE enrolment SET moved_at = :at WHERE state = 'active' AND person_id IN "
        "(SELECT id FROM person WHERE rank = 'Inspector')"
    ).bindparams(sa.bindparam("at", long_ago.replace(tzinfo=None)))
    database.write(lambda unit: unit.connection.execute(move))
    coordinator = demo.signed_in("coordinator")
    page = coordinator.get("/people/progress?show=stuck")
    assert names(page) == ["Kwame Owusu (demo)", "Adjoa Mensah (demo)"]
    assert names(coordinator.get("/people/progress"))[0] == "Kwame Owusu (demo)"
    form = page.form("/remind")
    with database.reading() as connection:
        far = connection.execute(sa.text("SELECT public_id FROM person WHERE rank = 'Inspectrice'")).scalar()
    sent = coordinator.post("/people/progress/remind", {**form, "officer": [*form["officer"], far]})
    assert sent.sees("2 officers were reminded")
    assert coordinator.post("/people/progress/remind", form).sees("0 officers were reminded")
    kwame = demo.signed_in("kwame")
    inbox = kwame.get("/messages")
    assert inbox.sees("Your coordinator reminds you of “Cybercrime First Responder”")
    assert inbox.link("Go on with the course") == "/courses/cybercrime-first-responder"
    read = kwame.post("/messages/read")
    assert not read.tree.xpath("//form[@action='/messages/read']")
    assert demo.signed_in("salma").get("/messages").sees("Nothing has been said yet")


@pytest.mark.parametrize("query", ["scheme=none", "show=x&after=zzz", "after=%F0%9F%91%AE", "told=x", "told=99999999"])
def test_whatever_the_address_says_there_is_a_page(demo: Instance, query: str) -> None:
    """X1"""
    assert demo.signed_in("coordinator").get(f"/people/progress?{query}").status == 200

"""A mandate lets a coordinator act for another agency until a day: refused before, allowed during, refused after."""

from __future__ import annotations

import pytest

from tests.parts.identity.conftest import House


def form_for(house: House, key: str, days: int) -> dict[str, str]:
    last = house.clock.now.date().fromordinal(house.clock.now.date().toordinal() + days)
    public_id = house.scalar("SELECT public_id FROM agency WHERE id = :id", id=house.agencies[key])
    return {"agency": public_id, "last-day": str(last.day), "last-month": str(last.month), "last-year": str(last.year),
            "reason": "Their coordinator is away."}  # fmt: skip


def setting(house: House) -> tuple[str, str, str]:
    """Return the addresses of an officer elsewhere, of one of the own agency, and of the coordinator's mandates."""
    house.agency("far-post")
    house.person("cora", "coordinator")
    house.person("olu", "operator")
    own = house.public_id(house.person("mine", "officer"))
    far = house.public_id(house.person("away", "officer", agency="far-post"))
    cora = house.scalar("SELECT p.public_id FROM person p JOIN role_grant r ON r.person_id = p.id "
                        "WHERE r.role = 'coordinator'")  # fmt: skip
    return f"/people/{far}", f"/people/{own}", f"/users/{cora}/mandates"


@pytest.mark.parametrize("ends", ["by itself", "early"])
def test_another_agency_is_refused_before_allowed_during_and_refused_after(house_on_both: House, ends: str) -> None:
    """X1: in one place, the session; the own agency is closed while one acts for another, and open again after."""
    house = house_on_both
    far, own, mandates = setting(house)
    house.clock.now = house.clock.now.replace(hour=23, minute=45)
    operator, cora = house.signed_in("olu"), house.signed_in("cora")
    assert [cora.get(path).status for path in (far, own)] == [404, 200]
    given = operator.post(mandates, form_for(house, "far-post", 0))
    assert given.sees("In force")
    assert cora.get(far).status == 404, "a mandate is taken up first"
    page = cora.get("/people/mandates")
    chosen = page.form("/people/mandates")
    number = page.tree.xpath("//button[@name='mandate']/@value")[0]
    assert cora.post("/people/mandates", {**chosen, "mandate": number}).sees("Agency far-post")
    assert [cora.get(path).status for path in (far, own)] == [200, 404]
    if ends == "early":
        operator.post(given.tree.xpath("//form[contains(@action, '/end')]/@action")[0])
    else:
        house.clock.move(minutes=15)  # midnight, in the same session
        assert cora.post("/people/mandates", {"mandate": number}).status == 404
    assert [cora.get(path).status for path in (far, own)] == [404, 200]
    assert "identity:mandate:given" in house.tags()


def test_nobody_acts_under_what_is_not_theirs_and_only_coordinators_are_given_one(house: House) -> None:
    """X1: another's mandate is as if there were none; a wrong form gives nothing."""
    far, _own, mandates = setting(house)
    operator = house.signed_in("olu")
    for wrong in ({"last-year": "2020"}, {"last-year": "2090"}, {"reason": ""}, {"agency": "none"}):
        assert operator.post(mandates, form_for(house, "far-post", 5) | wrong).status == 422
    officer = house.public_id(house.person("plain", "officer"))
    assert operator.post(f"/users/{officer}/mandates", form_for(house, "far-post", 5)).status == 422
    assert house.scalar("SELECT count(*) FROM mandate") == 0
    operator.post(mandates, form_for(house, "far-post", 5))
    house.person("other", "coordinator")
    other = house.signed_in("other")
    number = house.scalar("SELECT public_id FROM mandate")
    assert other.post("/people/mandates", {"mandate": number}).status == 404
    assert other.get(far).status == 404

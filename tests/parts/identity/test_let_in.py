"""Back in without e-mail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parts.identity.conftest import PASSWORD, SECRET, House, Visitor

NEW = "nine blue windmills"


def _code(house: House, coordinator: Visitor, person_id: str) -> str:
    page = coordinator.post(f"/people/{house.public_id(person_id)}/let-in")
    return str(page.tree.xpath("string(//div[@class='panel']//p[@class='code'])"))


def _use(house: House, name: str, code: str, new: str = NEW) -> Any:
    return house.visitor().post("/let-in", {"name": name, "code": code, "new": new, "again": new})


def test_a_coordinators_code_lets_an_officer_back_in(house_on_both: House) -> None:
    """O5"""
    house = house_on_both
    house.person("cora", "coordinator")
    officer = house.person("ama", "officer", totp=SECRET, agency="north-harbour")
    code = _code(house, house.signed_in("cora"), officer)
    page = _use(house, "ama", code.upper().replace("-", ""))
    assert page.h1 == "Your password is set"
    assert page.sees("Your second factor was removed")
    assert house.give_name(house.visitor(), "ama", NEW).response.headers["Location"] == "/"
    assert house.give_name(house.visitor(), "ama", PASSWORD).status == 422
    assert {"identity:let-back-in:made", "identity:let-back-in:used"} <= set(house.tags())


def test_a_code_works_once_and_only_the_newest(house: House) -> None:
    """O5"""
    house.person("cora", "coordinator")
    officer = house.person("ama", "officer")
    coordinator = house.signed_in("cora")
    first, second = _code(house, coordinator, officer), _code(house, coordinator, officer)
    assert _use(house, "ama", first).status == 422
    assert _use(house, "ama", second).status == 200
    assert _use(house, "ama", second, "yet another secret").status == 422


@pytest.mark.parametrize(("hours", "status"), [(23.9, 200), (24.1, 422)])
def test_a_code_is_valid_for_a_day(house: House, hours: float, status: int) -> None:
    """O5"""
    house.person("cora", "coordinator")
    code = _code(house, house.signed_in("cora"), house.person("ama", "officer"))
    house.clock.move(hours=hours)
    assert _use(house, "ama", code).status == status


def test_making_a_code_signs_the_officer_out_everywhere(house: House) -> None:
    """O5: whoever holds the lost device is out at once."""
    house.person("cora", "coordinator")
    officer = house.person("ama", "officer")
    browser = house.signed_in("ama")
    _code(house, house.signed_in("cora"), officer)
    assert browser.get("/account", follow=False).status == 303


def test_one_coordinator_cannot_open_an_account_with_a_staff_role(house: House) -> None:
    """O5, S8: such an account is opened by two people."""
    house.person("cora", "coordinator")
    officer = house.person("ama", "officer", "trainer")
    coordinator = house.signed_in("cora")
    address = f"/people/{house.public_id(officer)}"
    assert coordinator.get(address).sees("one coordinator alone cannot")
    assert coordinator.post(f"{address}/let-in").sees("This account holds a staff role.")
    assert house.scalar("SELECT count(*) FROM authenticator WHERE kind='let_in'") == 0


def test_a_code_made_before_a_staff_role_was_granted_is_worth_nothing(house: House) -> None:
    """S8"""
    house.person("cora", "coordinator")
    officer = house.person("ama", "officer")
    code = _code(house, house.signed_in("cora"), officer)
    from_now = "INSERT INTO role_grant (id, person_id, role, scope, valid_from) SELECT 'x', person_id, 'trainer', '', valid_from FROM role_grant WHERE person_id='{}'"  # fmt: skip  # noqa: E501
    house.do(lambda unit: unit.connection.exec_driver_sql(from_now.format(officer)))
    assert _use(house, "ama", code).sees("This account holds a staff role.")
    assert house.give_name(house.visitor(), "ama").status == 303


@pytest.mark.parametrize("name", ["ama", "nobody"])
def test_a_wrong_code_does_not_tell_whether_the_name_exists(house: House, name: str) -> None:
    """O5, S8"""
    house.person("ama", "officer")
    page = _use(house, name, "00000-00000")
    assert page.status == 422
    assert page.sees("The name and the code do not fit together")
    assert house.tags(1) == ["identity:sign-in:failed"]


def test_codes_cannot_be_guessed(house: House) -> None:
    """S8"""
    house.person("ama", "officer")
    assert [_use(house, "ama", "00000-00000").status for _ in range(11)] == [422] * 10 + [429]


def test_a_password_that_is_refused_does_not_use_up_the_code(house: House) -> None:
    """O5"""
    house.person("cora", "coordinator")
    code = _code(house, house.signed_in("cora"), house.person("ama", "officer"))
    assert _use(house, "ama", code, "too short").status == 422
    assert _use(house, "ama", code).status == 200

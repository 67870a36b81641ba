"""How often may be guessed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.identity import passwords
from app.identity.one_time_codes import current_code
from app.identity.services.throttling import PER_ACCOUNT, PER_NETWORK, network_bucket, sweep
from tests.parts.identity.conftest import PASSWORD, SECRET, House


def _guess(house: House, name: str, network: str = "10.0.0.1", password: str = "a wrong password") -> int:
    browser = house.visitor()
    values = {"name": name, "password": password, "csrf_token": browser.token()}
    return browser.client.post("/sign-in", data=values, environ_overrides={"REMOTE_ADDR": network}).status_code


@pytest.mark.parametrize("name", ["ama", "nobody"])
def test_the_eleventh_guess_at_an_account_waits_whether_it_exists_or_not(house: House, name: str) -> None:
    """S8"""
    house.person("ama", "officer")
    answers = [_guess(house, name, f"10.0.0.{number}") for number in range(11)]
    assert answers == [422] * PER_ACCOUNT + [429]


def test_the_right_password_waits_too_and_the_page_says_how_long(house: House) -> None:
    """S8"""
    house.person("ama", "officer", number="GH-1")
    for number in range(PER_ACCOUNT):
        _guess(house, "ama" if number % 2 else "GH-1", f"10.0.0.{number}")
    house.clock.move(minutes=5)
    page = house.give_name(house.visitor(), "ama")
    assert page.status == 429
    assert page.response.headers["Retry-After"] == "600"
    assert page.sees("Wait 600 seconds")
    house.clock.move(minutes=10, seconds=1)
    assert house.give_name(house.visitor(), "ama").status == 303


def test_signing_in_clears_the_failures_of_the_account(house: House) -> None:
    """S8"""
    house.person("ama", "officer")
    for _ in range(3):
        for number in range(PER_ACCOUNT - 1):
            assert _guess(house, "ama", f"10.0.0.{number}") == 422
        assert _guess(house, "ama", password=PASSWORD) == 303


def test_a_network_that_guesses_at_many_accounts_waits(house: House) -> None:
    """S8"""
    house.person("ama", "officer")
    answers = [_guess(house, f"name{number}") for number in range(PER_NETWORK)]
    assert set(answers) == {422}
    assert _guess(house, "ama", password=PASSWORD) == 429
    assert _guess(house, "ama", "10.9.9.9", PASSWORD) == 303


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("10.0.0.1", "10.0.0.2", False),
        ("", "", True),
    ],
)
def test_one_line_of_ipv6_counts_as_one_network(house: House, one: str, other: str, same: bool) -> None:
    """S8"""
    keyring = house.works.keyring
    assert (network_bucket(keyring, one) == network_bucket(keyring, other)) is same


def test_of_a_hundred_guesses_at_once_ten_are_looked_at(house_on_both: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """S8: the try is counted before it is judged, so those that come together find no gap."""
    house_on_both.person("ama", "officer")
    looked_at: list[str] = []
    monkeypatch.setattr(passwords, "is_right", lambda stored, password: bool(looked_at.append(password)))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: _guess(house_on_both, "ama", f"10.0.{number}.1"), range(100)))
    assert answers.count(422) == len(looked_at) == PER_ACCOUNT
    assert answers.count(429) == 100 - PER_ACCOUNT


def test_codes_cannot_be_guessed_by_giving_the_right_password_again_and_again(house: House) -> None:
    """S8, O4"""
    house.person("kofi", "coordinator")
    answers = []
    for _ in range(PER_ACCOUNT + 1):
        browser = house.visitor()
        house.give_name(browser, "kofi")
        answers.append(browser.post("/sign-in", {"code": "000000"}, follow=False).status)
    assert answers == [422] * PER_ACCOUNT + [429]
    browser = house.visitor()
    house.give_name(browser, "kofi")
    code = current_code(SECRET, house.clock.now)
    assert browser.post("/sign-in", {"code": code}, follow=False).status == 429


def test_a_refused_try_is_not_counted_so_the_wait_does_not_grow(house: House) -> None:
    """S8"""
    house.person("ama", "officer")
    for number in range(PER_ACCOUNT + 5):
        _guess(house, "ama", f"10.0.0.{number}")
    assert house.scalar("SELECT count(*) FROM sign_in_failure") == 3 * PER_ACCOUNT


def test_failures_that_no_longer_count_are_swept(house: House) -> None:
    """S8: nothing is kept longer than it is needed."""
    _guess(house, "ama")
    house.clock.move(minutes=16)
    _guess(house, "efua")
    assert house.do(sweep) == 3
    assert house.scalar("SELECT count(*) FROM sign_in_failure") == 3


def test_the_password_is_asked_for_again_under_the_same_limit(house: House) -> None:
    """S8: a session left open does not let its finder guess the password."""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    values = {"password": "a wrong password", "new": "nine blue windmills", "again": "nine blue windmills"}
    answers = [browser.post("/account/password", values, follow=False).status for _ in range(PER_ACCOUNT + 1)]
    assert answers == [422] * PER_ACCOUNT + [429]

"""Which new passwords are taken, and how a password is kept."""

from __future__ import annotations

import pytest

from app.identity import passwords
from app.identity.passwords import OBVIOUS, TOO_LONG, TOO_SHORT, TOO_SHORT_ALONE, problem_with

pytestmark = pytest.mark.usefixtures("dear_passwords")

OWN = ("Ama Owusu-Boateng", "a.owusu", "GH-104422")


@pytest.mark.parametrize(
    ("password", "second_factor", "expected"),
    [
        ("seven green kettles", False, None),
        ("fourteen chars", False, TOO_SHORT_ALONE),
        ("fifteen  chars!", False, None),
        ("plum tractor", True, None),
        ("plum tracto", True, TOO_SHORT),
        ("x" * 129, False, TOO_LONG),
        ("q7" + "moth lantern " * 9 + "abcdefghi", False, None),
        ("كلمة سر طويلة جدا هنا", False, None),
        ("PasswordPassword1", False, OBVIOUS),
        ("P@ssw0rd-P@ssw0rd", False, OBVIOUS),
        ("provost-2026-police", False, OBVIOUS),
        ("aaaaaaaaaaaaaaaaaaaa", False, OBVIOUS),
        ("xk7xk7xk7xk7xk7xk7", False, OBVIOUS),
        ("123456789012345678", False, OBVIOUS),
        ("abcdefghijklmnopqrst", False, OBVIOUS),
        ("poiuytrewqlkjhgfdsa", False, OBVIOUS),
        ("ama.owusu.boateng.1", False, OBVIOUS),
        ("104422-104422-104422", False, OBVIOUS),
        ("ama owusu grows leeks", False, None),
    ],
)
def test_a_new_password_is_long_enough_and_not_the_first_guess(
    password: str, second_factor: bool, expected: str | None
) -> None:
    """S8: NIST SP 800-63B-4: 15 characters alone, 12 beside a second factor, no rules of composition."""
    assert problem_with(password, second_factor=second_factor, own=OWN) == expected


def test_a_password_is_kept_as_argon2id_and_recognised() -> None:
    """S8"""
    stored = passwords.hashed("seven green kettles")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(stored, "seven green kettles")
    assert not passwords.is_right(stored, "Seven green kettles")


def test_two_ways_to_type_one_letter_are_one_password() -> None:
    """S8: an accent may reach us as one character or as two."""
    assert passwords.is_right(passwords.hashed("caf\u00e9 au lait noir"), "cafe\u0301 au lait noir")


def test_where_nothing_is_stored_no_password_is_right_but_the_work_is_done() -> None:
    """S8: an unknown name takes as long as a known one: the stand-in has today's settings."""
    assert not passwords.is_right(None, "seven green kettles")
    assert not passwords.needs_new_hash(passwords._NOBODY)
    assert passwords._NOBODY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_that_cannot_be_read_is_a_wrong_password() -> None:
    """S8"""
    assert not passwords.is_right("not a hash", "seven green kettles")

"""Codes that work once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.foundation.crypto import Keyring
from app.identity.devices import device_label
from app.identity.one_time_codes import code_hash, current_code, matched_step, new_code, proposed_secret
from app.identity.square_code import square_code

NOW = datetime(2026, 11, 24, 9, 0, 10, tzinfo=UTC)
# The key of RFC 6238 appendix B in base 32, and what it gives at 59 seconds (its last six digits).
RFC_SECRET, RFC_AT, RFC_CODE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC), "287082"


def test_a_code_is_the_one_of_rfc_6238() -> None:
    """O4"""
    assert current_code(RFC_SECRET, RFC_AT) == RFC_CODE


@pytest.mark.parametrize(("seconds", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_the_code_of_the_half_minute_before_and_after_is_taken(seconds: int, taken: bool) -> None:
    """O4"""
    code = current_code(RFC_SECRET, NOW + timedelta(seconds=seconds))
    assert (matched_step(RFC_SECRET, code, NOW) is not None) is taken


@pytest.mark.parametrize("code", ["", "28708", "2870822", "٢٨٧٠٨٢", "abcdef", "287 082 x"])
def test_what_is_no_code_fits_nothing(code: str) -> None:
    """O4"""
    assert matched_step(RFC_SECRET, code, RFC_AT) is None


def test_a_code_may_be_typed_with_spaces() -> None:
    """O4"""
    assert matched_step(RFC_SECRET, " 287 082 ", RFC_AT) == 1


def test_a_printed_code_has_fifty_random_bits_without_letters_to_confuse() -> None:
    """O4, O5"""
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert not set("".join(codes)) & set("ilou")
    assert all(len(code) == 11 and code[5] == "-" for code in codes)


@pytest.mark.parametrize("typed", ["7k2m0-x9d41", "7K2M0X9D41", " 7k2m0 x9d41 ", "7k2mo-x9d4l", "7k2mO x9d4I"])
def test_a_printed_code_is_read_however_it_is_typed(typed: str, keyring: Keyring) -> None:
    """O4, O5"""
    assert code_hash(keyring, "p1", typed) == code_hash(keyring, "p1", "7k2m0-x9d41")


def test_a_printed_code_opens_one_person_only(keyring: Keyring) -> None:
    """O5"""
    assert code_hash(keyring, "p1", "7k2m0-x9d41") != code_hash(keyring, "p2", "7k2m0-x9d41")


def test_the_secret_offered_is_one_for_a_session_and_another_for_the_next(keyring: Keyring) -> None:
    """O4: a GET writes nothing, so the page must be able to offer the same secret again."""
    assert proposed_secret(keyring, "a" * 64) == proposed_secret(keyring, "a" * 64)
    assert proposed_secret(keyring, "a" * 64) != proposed_secret(keyring, "b" * 64)
    assert len(proposed_secret(keyring, "a" * 64)) == 32


def test_the_square_code_has_its_quiet_zone() -> None:
    """O4"""
    code = square_code("otpauth://totp/Provost:ama?secret=ABC&issuer=Provost")
    assert code.path.startswith("M4 4h7v1h-7z")
    assert code.side > 21 + 8


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605", "Safari, Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.1", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(user_agent: str, label: str) -> None:
    """O6"""
    assert device_label(user_agent) == label

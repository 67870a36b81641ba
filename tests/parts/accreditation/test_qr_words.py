"""The signed words of the QR code: what they say, that nobody else can say them, how small they are."""

from __future__ import annotations

import base64
import dataclasses
from datetime import date
from random import Random
from typing import Any

import cbor2
import pytest
import segno

from app.accreditation.domain.disclosure import Disclosure, commitment
from app.accreditation.domain.number import make_number
from app.accreditation.signing.ed25519 import SigningKey, make_key
from app.accreditation.signing.public_keys import KeyKind
from app.accreditation.signing.qr_code import BadCode, CodeClaims, claims_of, qr_text, read_code
from app.printing.qr import _segments, qr_payload
from tests.parts.accreditation.badges import AT, BASE, NAME, NAMING, NUMBER, SALT, qr_key, record

PUBLIC = [qr_key().public]


def text(disclosure: Disclosure = Disclosure.FULL, key: SigningKey | None = None, **said: Any) -> str:
    one = record(disclosure, **said)
    return qr_text(claims_of(one, 1, 94_567), one.verify_url, key or qr_key())


def code_of(whole: str) -> bytes:
    letters = whole.partition("#")[2]
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def letters_of(code: bytes) -> str:
    return base64.b32encode(code).rstrip(b"=").decode()


def test_a_code_says_what_stands_on_the_certificate() -> None:
    """U4, A21."""
    expected = CodeClaims(
        number=NUMBER, name=NAME, commitment=None, scheme="cfr-1:2", issued_on=date(2026, 11, 23),
        valid_until=date(2029, 11, 22), status_list=1, status_index=94_567, key_id=qr_key().key_id,
    )  # fmt: skip
    whole = text()
    assert read_code(whole, PUBLIC) == expected
    assert read_code(whole.partition("#")[2].lower(), PUBLIC) == expected
    assert whole.startswith(f"{BASE}/verify/{NUMBER}#")


def test_a_protected_holder_is_in_the_code_as_a_commitment_that_no_guess_confirms() -> None:
    """U2: the salt stays in the house; with it, the issuer can open the commitment."""
    found = read_code(text(Disclosure.PROTECTED), PUBLIC)
    assert found.name is None
    assert found.commitment == commitment(NAME, SALT)
    assert found.commitment not in (commitment(NAME, bytes(16)), commitment("Somebody Else", SALT))
    for disclosure in Disclosure:
        held = code_of(text(disclosure)) + text(disclosure).encode()
        named = [word for word in NAMING if word.encode() in held]
        assert bool(named) is (disclosure is Disclosure.FULL)
    for salt in (None, b"", bytes(15)):
        with pytest.raises(ValueError, match="salt"):
            commitment(NAME, salt)


def test_no_flipped_bit_of_a_code_is_accepted() -> None:
    """U4: a thousand bits, drawn at random and each one of the ends."""
    code = code_of(text())
    places = {0, 1, len(code) * 8 - 1, *Random(7).sample(range(len(code) * 8), 1000)}
    for place in places:
        changed = bytearray(code)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(BadCode):
            read_code(letters_of(bytes(changed)), PUBLIC)


def test_the_same_words_in_other_bytes_are_refused() -> None:
    header, _, payload, signature = cbor2.loads(code_of(text())).value
    for value in (
        [header, {}, payload, signature],  # without its tag
        cbor2.CBORTag(18, [header, {1: 2}, payload, signature]),
        cbor2.CBORTag(17, [header, {}, payload, signature]),
        cbor2.CBORTag(18, [header, {}, payload, signature, b""]),
        cbor2.CBORTag(18, [header, {}, payload, signature.hex()]),
    ):
        with pytest.raises(BadCode):
            read_code(letters_of(cbor2.dumps(value)), PUBLIC)
    with pytest.raises(BadCode):
        read_code(letters_of(code_of(text()) + b"\0"), PUBLIC)


@pytest.mark.parametrize(
    "words", ["", "#", "hello", "A" * 5000, "https://x.example/verify/PRV", "#MFRGG1", "ÄÖÜ", "M" * 64]
)
def test_what_is_no_code_is_refused_without_a_fault(words: str) -> None:
    with pytest.raises(BadCode):
        read_code(words, PUBLIC)


def test_a_key_of_somebody_else_and_an_address_of_another_certificate_are_refused() -> None:
    other = make_key(KeyKind.QR, at=AT)
    with pytest.raises(BadCode, match="one of this issuer"):
        read_code(text(key=other), PUBLIC)
    assert read_code(text(key=other), [*PUBLIC, other.public]).key_id == other.key_id
    stolen = dataclasses.replace(other, public=dataclasses.replace(other.public, key_id=qr_key().key_id))
    with pytest.raises(BadCode, match="signature"):
        read_code(text(key=stolen), PUBLIC)
    another = make_number(lambda count: bytes(range(7, 7 + count)))
    with pytest.raises(BadCode, match="another certificate"):
        read_code(text().replace(NUMBER, another), PUBLIC)


@pytest.mark.parametrize("disclosure", Disclosure)
def test_a_code_is_no_bigger_than_version_10_at_level_m(disclosure: Disclosure) -> None:
    """U4: 57 by 57 modules, as certificates.md measured; it scans from paper of 42 mm."""
    segments: Any = _segments(qr_payload(text(disclosure)))
    assert int(segno.make(segments, error="m", boost_error=False, mask=2, micro=False).version) <= 10

"""The status list: its bits, its text, what stands in it."""

from __future__ import annotations

import base64
import gzip
from random import Random

import pytest

from app.accreditation.domain.life import CredentialState
from app.accreditation.domain.status_list import (
    ENTRIES,
    Purpose,
    bitstring,
    decoded,
    encoded,
    is_set,
    list_credential,
    list_url,
    purpose_of,
    set_indices,
)
from app.accreditation.signing.data_integrity import proof_holds, with_proof
from tests.parts.accreditation.badges import AT, BASE, ISSUER_ID, credential_key, keys


def test_the_first_index_is_the_highest_bit_of_the_first_byte() -> None:
    """Bitstring Status List 1.0, section 3.2."""
    bits = bitstring([0, 9, ENTRIES - 1])
    assert (bits[0], bits[1], bits[-1], len(bits)) == (0x80, 0x40, 0x01, 16_384)
    assert [index for index in range(16) if is_set(bits, index)] == [0, 9]


@pytest.mark.parametrize("count", [0, 1, 700, ENTRIES])
def test_what_is_put_into_a_list_is_read_out_of_it(count: int) -> None:
    drawn = sorted(Random(count).sample(range(ENTRIES), count))
    text = encoded(bitstring(drawn))
    assert list(set_indices(decoded(text))) == drawn
    assert text == encoded(bitstring(reversed(drawn)))


def test_an_empty_list_is_small_and_no_list_is_refused() -> None:
    assert len(encoded(bitstring([]))) < 80
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(50_000_000))).decode().rstrip("=")
    assert len(decoded(bomb)) <= 16 * 16_384
    for text in ("", "zabc", "u", "uAAAA", "u!!"):
        with pytest.raises(ValueError, match=r"."):
            decoded(text)
    for index in (-1, ENTRIES):
        with pytest.raises(IndexError):
            bitstring([index])
        with pytest.raises(IndexError):
            is_set(bitstring([]), index)


def test_each_state_stands_in_the_list_that_says_it() -> None:
    """U1: withdrawn and replaced for ever, suspended for a time; expiry is told by the date alone."""
    assert {state: purpose_of(state) for state in CredentialState} == {
        CredentialState.VALID: None,
        CredentialState.EXPIRED: None,
        CredentialState.SUSPENDED: Purpose.SUSPENSION,
        CredentialState.WITHDRAWN: Purpose.REVOCATION,
        CredentialState.SUPERSEDED: Purpose.REVOCATION,
    }


def test_a_list_is_signed_with_its_date_and_its_bits() -> None:
    """A29, A21."""
    url = list_url(BASE, 1, Purpose.SUSPENSION)
    listed = list_credential(url, Purpose.SUSPENSION, [5], ISSUER_ID, AT)
    signed = with_proof(listed, credential_key(), issuer=ISSUER_ID, at=AT)
    assert proof_holds(signed, keys())
    assert signed["validFrom"] == "2026-11-23T12:00:00Z"
    subject = {**signed["credentialSubject"], "encodedList": encoded(bitstring([]))}
    assert not proof_holds({**signed, "credentialSubject": subject}, keys())
    assert not proof_holds({**signed, "validFrom": "2026-12-23T12:00:00Z"}, keys())

"""The signed words of the QR code: COSE_Sign1 (RFC 9052) in base 32, behind the `#` of the address that a phone opens.

A browser keeps what stands behind `#` to itself, so the name on the paper is never sent to the server.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.accreditation.domain.disclosure import COMMITMENT_BYTES, DisclosedRecord
from app.accreditation.domain.number import parse_number
from app.accreditation.domain.status_list import ENTRIES
from app.accreditation.signing.public_keys import PublicKey
from app.accreditation.signing.signer import Signer

_ALGORITHM, _KEY_ID, _EDDSA = 1, 4, -8  # RFC 9052, table 3; RFC 9053, section 2.2
_SIGN1 = 18
_NUMBER, _NAME, _SCHEME, _ISSUED, _UNTIL, _PLACE = 1, 2, 3, 4, 5, 6
_EPOCH = date(1970, 1, 1)
_LONGEST = 4000


class BadCode(Exception):
    """The words of a QR code are not what the issuer signed; the message says in one line why."""


@dataclass(frozen=True, slots=True)
class CodeClaims:
    """What a signed QR code says. `name` is None for a protected identity, which has a `commitment` instead."""

    number: str
    name: str | None
    commitment: bytes | None
    scheme: str
    issued_on: date
    valid_until: date
    status_list: int
    status_index: int
    key_id: str = ""


def claims_of(record: DisclosedRecord, status_list: int, status_index: int) -> CodeClaims:
    """Return what the code of a certificate says, from the one record that all its artefacts are made of."""
    return CodeClaims(
        number=record.number,
        name=record.holder.name if record.holder else None,
        commitment=record.commitment,
        scheme=f"{record.scheme}:{record.scheme_version}",
        issued_on=record.issued_on,
        valid_until=record.valid_until,
        status_list=status_list,
        status_index=status_index,
    )


def qr_text(claims: CodeClaims, verify_url: str, signer: Signer) -> str:
    """Return what the QR code holds: the address of the check, `#`, and the signed words."""
    header = cbor2.dumps({_ALGORITHM: _EDDSA, _KEY_ID: bytes.fromhex(signer.key_id)}, canonical=True)
    payload = cbor2.dumps(_payload(claims), canonical=True)
    signed = [header, {}, payload, signer.sign(_to_be_signed(header, payload))]
    code = cbor2.dumps(cbor2.CBORTag(_SIGN1, signed), canonical=True)
    return f"{verify_url}#{base64.b32encode(code).rstrip(b'=').decode()}"


def read_code(text: str, keys: Sequence[PublicKey]) -> CodeClaims:
    """Return what a code says, where one of `keys` signed it; raises `BadCode`.

    `text` is the whole content of the code or what stands behind its `#`. Only the one form that `qr_text` writes is
    accepted: the same words in other bytes are refused.
    """
    code = _bytes(text)
    header, payload, signature = _parts(code)
    key = _key(header, keys)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, _to_be_signed(header, payload))
    except InvalidSignature as error:
        raise BadCode("the signature does not fit the words") from error
    claims = _claims(payload, key.key_id)
    if number_beside(text) not in {None, claims.number}:
        raise BadCode("the address names another certificate than the signed words")
    return claims


def number_beside(text: str) -> str | None:
    """Return the number in the address before the `#`; None where there is no address."""
    address, found, _ = text.rpartition("#")
    return (parse_number(address) or "") if found else None


def _payload(claims: CodeClaims) -> dict[int, Any]:
    return {
        _NUMBER: claims.number.replace("-", "")[3:],
        _NAME: claims.name if claims.name is not None else claims.commitment,
        _SCHEME: claims.scheme,
        _ISSUED: (claims.issued_on - _EPOCH).days,
        _UNTIL: (claims.valid_until - _EPOCH).days,
        _PLACE: claims.status_list * ENTRIES + claims.status_index,
    }


def _bytes(text: str) -> bytes:
    letters = text.strip().rpartition("#")[2].upper()
    if len(letters) > _LONGEST:
        raise BadCode("this is too long for a QR code of ours")
    try:
        code = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:
        raise BadCode("this is not the text of a signed QR code") from error
    if base64.b32encode(code).rstrip(b"=").decode() != letters:
        raise BadCode("this is not the text of a signed QR code")
    return code


def _parts(code: bytes) -> tuple[bytes, bytes, bytes]:
    try:
        message = cbor2.loads(code)
        header, unprotected, payload, signature = message.value
        again = cbor2.dumps(cbor2.CBORTag(_SIGN1, [header, {}, payload, signature]), canonical=True)
    except Exception as error:  # whatever the decoder meets in foreign bytes means the same here
        raise BadCode("this is not the text of a signed QR code") from error
    if again != code or unprotected or not all(isinstance(part, bytes) for part in (header, payload, signature)):
        raise BadCode("this is not the text of a signed QR code")
    return header, payload, signature


def _key(header: bytes, keys: Sequence[PublicKey]) -> PublicKey:
    for key in keys:
        if header == cbor2.dumps({_ALGORITHM: _EDDSA, _KEY_ID: bytes.fromhex(key.key_id)}, canonical=True):
            return key
    raise BadCode("it is signed with a key that is not one of this issuer")


def _claims(payload: bytes, key_id: str) -> CodeClaims:
    said = cbor2.loads(payload)
    name = said[_NAME]
    status_list, status_index = divmod(said[_PLACE], ENTRIES)
    return CodeClaims(
        number=parse_number(said[_NUMBER]) or "",
        name=name if isinstance(name, str) else None,
        commitment=name if isinstance(name, bytes) and len(name) == COMMITMENT_BYTES else None,
        scheme=said[_SCHEME],
        issued_on=_EPOCH + timedelta(days=said[_ISSUED]),
        valid_until=_EPOCH + timedelta(days=said[_UNTIL]),
        status_list=status_list,
        status_index=status_index,
        key_id=key_id,
    )


def _to_be_signed(header: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", header, b"", payload], canonical=True)

"""Checks the bytes that a PDF signature cannot cover, its own container: they may hold that one signature and no more.

The signature covers the whole file but the place where it stands itself. In there, a bit could be turned in the padding
or in a field of the container that nobody signs. So the container is written anew from its signed parts and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asn1crypto import cms

from app.accreditation.signing.timestamping import plain_token


def container_is_plain(pdf: bytes, byte_range: Sequence[int], contents: bytes) -> bool:
    """Whether the gap of the byte range is exactly `<`, the hexadecimal container, zeros, `>`, and the rest is covered.

    `byte_range` is (0, length, start, length) as the file says it; `contents` is the container as it was read.
    """
    if len(byte_range) != 4 or byte_range[0] != 0:
        return False
    _, gap_start, gap_end, rest = byte_range
    gap = pdf[gap_start:gap_end]
    expected = b"<" + _rewritten(contents).hex().upper().encode() + b">"
    return gap_end + rest == len(pdf) and gap == expected


def _rewritten(contents: bytes) -> bytes:
    """Return the container as `sign` writes it, from the signed attributes, signature, certificate and time stamp."""
    data = cms.ContentInfo.load(contents)["content"]
    (signer,) = data["signer_infos"]
    (certificate,) = data["certificates"]
    written = cms.ContentInfo(
        {"content_type": "signed_data", "content": _signed_data(signer, certificate.chosen)}
    ).dump()
    return bytes(written.ljust(len(contents), b"\0"))


def _signed_data(signer: Any, certificate: Any) -> cms.SignedData:
    sha256 = {"algorithm": "sha256"}
    return cms.SignedData({
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [{
            "version": "v1",
            "sid": {"issuer_and_serial_number": {
                "issuer": certificate.issuer, "serial_number": certificate.serial_number,
            }},
            "digest_algorithm": sha256,
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signer["signature"],
            **_unsigned(signer),
        }],
    })  # fmt: skip


def _unsigned(signer: Any) -> dict[str, Any]:
    """Return the one thing that may stand in a signature without being signed by it: a time stamp, written plainly."""
    token = time_stamp(signer)
    if token is None:
        return {}
    return {"unsigned_attrs": [{"type": "signature_time_stamp_token", "values": [plain_token(token)]}]}


def time_stamp(signer: Any) -> cms.ContentInfo | None:
    """Return the time stamp of a signature, None where there is none."""
    for attribute in signer["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]
    return None

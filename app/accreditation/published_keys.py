"""The public halves of the issuer's keys as other systems read them; a private key is never opened here."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from cryptography import x509

from app.accreditation.signing.multibase import multikey
from app.accreditation.signing.public_keys import ROOT_FILES, KeyKind, PublicKey, is_demo, key_id, read_public_keys

_CERTIFICATES = "issuer*.pem"
_SIGNS = {KeyKind.CREDENTIAL: "badges and status lists", KeyKind.QR: "QR codes"}


def published_keys(folder: Path, *, demo: bool) -> dict[str, Any]:
    """Return every public key of the issuer: its id, what it signs, the time it may sign in, the key itself.

    Keys of the past stay listed, since what they signed stays good; the time of one ends where the next begins.
    Demonstration keys are left out where `demo` is false, as they are trusted nowhere.
    """
    return {"keys": [*_certificates(folder, demo), *(one for kind in KeyKind for one in _ed25519(folder, kind, demo))]}


def signing_keys(folder: Path, demo: bool) -> list[dict[str, Any]]:  # noqa: FBT001 - what the instance is
    """Return the key of each kind that signs now: its kind, and the time in which it may."""
    newest: dict[str, dict[str, Any]] = {}
    for one in published_keys(folder, demo=demo)["keys"]:
        known = newest.get(one["kind"])
        if one["use"] == "signing" and (known is None or one["valid_from"] > known["valid_from"]):
            newest[one["kind"]] = one
    return list(newest.values())


def did_document(folder: Path, issuer_id: str, *, demo: bool) -> dict[str, Any]:
    """Return what did:web resolves the issuer to: the keys that badges and status lists are signed with."""
    keys = read_public_keys(folder, KeyKind.CREDENTIAL, allow_demo=demo)
    methods = [
        {
            "id": f"{issuer_id}#{key.key_id}",
            "type": "Multikey",
            "controller": issuer_id,
            "publicKeyMultibase": multikey(key.public),
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": issuer_id,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def _certificates(folder: Path, demo: bool) -> list[dict[str, Any]]:
    roots = {path.name for path in folder.glob(ROOT_FILES)}
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob(_CERTIFICATES)):
        pem = path.read_text(encoding="ascii")
        certificate = x509.load_pem_x509_certificate(pem.encode())
        if demo or not is_demo(certificate):
            entries.setdefault(pem, _certificate(pem, certificate, "root" if path.name in roots else "signing"))
    return list(entries.values())


def _certificate(pem: str, certificate: x509.Certificate, use: str) -> dict[str, Any]:
    return {
        "id": key_id(certificate),
        "kind": "pdf",
        "use": use,
        "signs": "PDF files" if use == "signing" else "the certificates of signing keys",
        "demonstration": is_demo(certificate),
        "valid_from": certificate.not_valid_before_utc.isoformat(),
        "valid_until": certificate.not_valid_after_utc.isoformat(),
        "certificate": pem,
    }


def _ed25519(folder: Path, kind: KeyKind, demo: bool) -> list[dict[str, Any]]:
    keys = read_public_keys(folder, kind, allow_demo=demo)
    ends = _ends(keys)
    return [
        {
            "id": key.key_id,
            "kind": kind.value,
            "use": "signing",
            "signs": _SIGNS[kind],
            "demonstration": key.demo,
            "valid_from": key.valid_from.isoformat(),
            "valid_until": end,
            "publicKeyMultibase": multikey(key.public),
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": _base64url(key.public)},
        }
        for key, end in zip(keys, ends, strict=True)
    ]


def _ends(keys: Sequence[PublicKey]) -> list[str]:
    """Return when each key of a row, newest first, stops signing: at its own end, or when the next one takes over."""
    replaced = (min(old.valid_until, new.valid_from) for new, old in pairwise(keys))
    return [end.isoformat() for end in [*(key.valid_until for key in keys[:1]), *replaced]]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

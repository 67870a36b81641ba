"""The public halves of the issuer's keys as other systems read them; a private key is never opened here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cryptography import x509

from app.accreditation.signing.keys import ROOT_FILES, is_demo, key_id

_CERTIFICATES = "issuer*.pem"


def published_keys(folder: Path, *, demo: bool) -> dict[str, Any]:
    """Return every certificate of the issuer: its key's id, what it is for, its PEM text, the time it is valid in.

    Keys of the past stay listed, since their certificates stay valid. Demonstration keys are left out where `demo` is
    false, as they are trusted nowhere.
    """
    roots = {path.name for path in folder.glob(ROOT_FILES)}
    read = ((path, path.read_text(encoding="ascii")) for path in sorted(folder.glob(_CERTIFICATES)))
    listed = ((path, pem, x509.load_pem_x509_certificate(pem.encode())) for path, pem in read)
    return {
        "keys": [
            _entry(pem, certificate, "root" if path.name in roots else "signing")
            for path, pem, certificate in listed
            if demo or not is_demo(certificate)
        ]
    }


def _entry(pem: str, certificate: x509.Certificate, use: str) -> dict[str, Any]:
    return {
        "id": key_id(certificate),
        "use": use,
        "demonstration": is_demo(certificate),
        "valid_from": certificate.not_valid_before_utc.isoformat(),
        "valid_until": certificate.not_valid_after_utc.isoformat(),
        "certificate": pem,
    }

"""The issuer's keys as the issuing worker takes them: made on first use in a demonstration, else only ever read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock

from app.accreditation.issuer import Issuer
from app.accreditation.signing.ed25519 import SigningKey, has_key, load_key, make_key, save_key
from app.accreditation.signing.keys import KEY_FILE, IssuerKey, load, make_issuer_key, save
from app.accreditation.signing.public_keys import KeyKind
from app.accreditation.signing.signer import Signers

_making = Lock()  # the threads of a worker; a second process finds the file taken and reads it


def issuer_key(folder: Path, issuer: Issuer, *, at: datetime) -> IssuerKey:
    """Return the key in `folder`. A demonstration without one gets one that names itself so.

    Raises `DemoKeyRefused` where certificates are real and the key is not; `BadKey` where there is no whole key.
    """
    with _making:
        if issuer.demo and not (folder / KEY_FILE).exists():
            _make(folder, issuer, at)
        return load(folder, allow_demo=issuer.demo)


def signing_key(folder: Path, kind: KeyKind, issuer: Issuer, *, at: datetime) -> SigningKey:
    """Return the key that signs badges and status lists, or QR codes; as `issuer_key` does, and with its refusals."""
    with _making:
        if issuer.demo and not has_key(folder, kind):
            save_key(make_key(kind, at=at, demo=True), folder)
        return load_key(folder, kind, allow_demo=issuer.demo)


def signers(folder: Path, issuer: Issuer, *, at: datetime) -> Signers:
    """Return the three keys of the issuer."""
    return Signers(
        issuer_key(folder, issuer, at=at),
        signing_key(folder, KeyKind.CREDENTIAL, issuer, at=at),
        signing_key(folder, KeyKind.QR, issuer, at=at),
    )


def _make(folder: Path, issuer: Issuer, at: datetime) -> None:
    try:
        save(make_issuer_key(issuer.name, at=at, demo=True), folder)
    except FileExistsError:
        return

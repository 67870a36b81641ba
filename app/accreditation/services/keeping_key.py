"""The issuer's key as the issuing worker takes it: made on first use in a demonstration, else only ever read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock

from app.accreditation.issuer import Issuer
from app.accreditation.signing.keys import KEY_FILE, IssuerKey, load, make_issuer_key, save

_making = Lock()  # the threads of a worker; a second process finds the file taken and reads it


def issuer_key(folder: Path, issuer: Issuer, *, at: datetime) -> IssuerKey:
    """Return the key in `folder`. A demonstration without one gets one that names itself so.

    Raises `DemoKeyRefused` where certificates are real and the key is not; `BadKey` where there is no whole key.
    """
    with _making:
        if issuer.demo and not (folder / KEY_FILE).exists():
            _make(folder, issuer, at)
        return load(folder, allow_demo=issuer.demo)


def _make(folder: Path, issuer: Issuer, at: datetime) -> None:
    try:
        save(make_issuer_key(issuer.name, at=at, demo=True), folder)
    except FileExistsError:
        return

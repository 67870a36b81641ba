"""Pictures of the issuer's profile between form and record: made plain apart, stored under their SHA-256."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask import request

from app.accreditation.domain.issuer_profile import Profile
from app.foundation.apart import TooMuch, ask_apart
from app.foundation.storage import Storage
from app.foundation.words import N_

PICTURES = ("emblem", "signature_1", "signature_2")
LARGEST = 300_000
MOST_KEPT = 60_000
"""Every certificate carries its pictures in its statement, for ever: they are small, or they are not taken."""
LIMIT = "300 kB"
_APART = "app.printing.apart_picture"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TOO_BIG = N_("This picture is bigger than 300 kB. Choose a smaller one.")
_UNUSABLE = N_("This is no PNG or SVG that can be printed. Save the picture as PNG and choose that.")
_TOO_FINE = N_(
    "This picture has too much detail: made plain it is over 60 kB, and every certificate would carry it. Use fewer "
    "colours or fewer points."
)


def taken_pictures(storage: Storage) -> tuple[dict[str, str], dict[str, str]]:
    """Return the pictures of the form by name, as digests of what is stored, and the errors by name.

    What was sent is made plain and stored; else what the form kept, unless it is to be left out.
    """
    kept: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in PICTURES:
        upload = request.files.get(name)
        content = upload.read(LARGEST + 1) if upload else b""
        kept[name] = "" if request.form.get(f"drop_{name}") else _known(storage, request.form.get(f"kept_{name}", ""))
        if content:
            plain, wrong = _plain(content)
            errors |= {name: wrong} if wrong else {}
            kept[name] = kept[name] if wrong else stored(storage, plain)
    return kept, errors


def stored(storage: Storage, picture: bytes) -> str:
    """Store a plain picture and return its digest; an empty one has none."""
    if not picture:
        return ""
    digest = sha256(picture).hexdigest()
    storage.put_once(_place(digest), picture)
    return digest


def picture_of(storage: Storage, digest: str) -> bytes | None:
    """Return the stored picture of a digest; None where there is none."""
    if not _DIGEST.fullmatch(digest):
        return None
    try:
        return storage.get(_place(digest))
    except FileNotFoundError:
        return None


def digests_of(profile: Profile) -> Mapping[str, str]:
    """Return the digests of a profile's pictures by name, empty where it has none."""
    pictures = [profile.emblem, *(one.signature for one in profile.signatories)]
    found = {name: sha256(one).hexdigest() if one else "" for name, one in zip(PICTURES, pictures, strict=False)}
    return dict.fromkeys(PICTURES, "") | found


def media_type(picture: bytes) -> str:
    """Return what a plain picture is; a specimen is a JPEG."""
    if picture.startswith(b"\xff\xd8"):
        return "image/jpeg"
    return "image/png" if picture.startswith(b"\x89PNG") else "image/svg+xml"


def _plain(content: bytes) -> tuple[bytes, str]:
    if len(content) > LARGEST:
        return b"", _TOO_BIG
    try:
        answer: Mapping[str, Any] = ask_apart(_APART, content)
    except TooMuch:
        return b"", _UNUSABLE
    if "content" not in answer:
        return b"", _UNUSABLE
    plain = base64.b64decode(answer["content"])
    return (b"", _TOO_FINE) if len(plain) > MOST_KEPT else (plain, "")


def _known(storage: Storage, digest: str) -> str:
    return digest if digest and picture_of(storage, digest) else ""


def _place(digest: str) -> str:
    return f"issuer/{digest}"

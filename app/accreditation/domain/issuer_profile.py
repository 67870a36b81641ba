"""Who issues, as certificates say it: name, emblem, who signs, where it is verified; each version is frozen."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_SIGNATORIES = 2
"""A design has room for two hands."""
_ADDRESS = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?)/?")


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, in which office; `signature` is the picture of the hand, PNG or SVG, empty where there is none."""

    name: str
    office: str
    signature: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """A version of the profile. `verify_address` is scheme and host, to which `/verify/<number>` is added."""

    name: str
    verify_address: str
    emblem: bytes = field(default=b"", repr=False)
    signatories: tuple[Signatory, ...] = ()


def read_address(text: str, *, plain_allowed: bool) -> str | None:
    """Return scheme and host such as https://verify.example.org; None for anything else.

    Without encryption (http) only where `plain_allowed`: whoever checks a certificate must know who answers.
    """
    found = _ADDRESS.fullmatch(text.strip().lower())
    if found is None or (found.group(1) == "http" and not plain_allowed):
        return None
    return f"{found.group(1)}://{found.group(2)}"


def profile_record(profile: Profile) -> dict[str, Any]:
    """Return the profile as JSON values, pictures in base 64; what statements freeze."""
    return {
        "name": profile.name,
        "verify_address": profile.verify_address,
        "emblem": _written(profile.emblem),
        "signatories": [
            {"name": one.name, "office": one.office, "signature": _written(one.signature)}
            for one in profile.signatories
        ],
    }


def read_profile(record: Mapping[str, Any]) -> Profile:
    """Return the profile of a stored record: the exact inverse of `profile_record`."""
    signatories = tuple(
        Signatory(one["name"], one["office"], base64.b64decode(one["signature"])) for one in record["signatories"]
    )
    return Profile(record["name"], record["verify_address"], base64.b64decode(record["emblem"]), signatories)


def _written(picture: bytes) -> str:
    return base64.b64encode(picture).decode()

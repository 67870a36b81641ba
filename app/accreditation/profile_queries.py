"""Reads of the issuer's profile: the version in force, those before it, and what a grant freezes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.issuer_profile import Profile, read_profile
from app.accreditation.issuer import Issuer
from app.accreditation.models import IssuerProfile

_NEWEST = sa.select(IssuerProfile.number, IssuerProfile.document).order_by(IssuerProfile.number.desc()).limit(1)
_VERSIONS = (
    sa.select(
        IssuerProfile.number,
        IssuerProfile.document["name"].as_string().label("name"),
        IssuerProfile.made_by,
        IssuerProfile.created_at,
    )
    .order_by(IssuerProfile.number.desc())
    .limit(50)
)


@dataclass(frozen=True, slots=True)
class ProfileInForce:
    """The newest version of the profile and its number."""

    number: int
    profile: Profile
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """A version as the history lists it."""

    number: int
    name: str
    made_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedBy:
    """Who issues a certificate that is granted now: name, its address to verify, and what its statement freezes."""

    name: str
    verify_url: str
    frozen: Mapping[str, Any] = field(default_factory=dict)


def profile_in_force(connection: sa.Connection) -> ProfileInForce | None:
    """Return the profile under which certificates are granted now; None where nobody has written one."""
    row = connection.execute(_NEWEST).one_or_none()
    return None if row is None else ProfileInForce(row.number, read_profile(row.document), row.document)


def profile_versions(connection: sa.Connection) -> tuple[ProfileVersion, ...]:
    """Return up to 50 versions, newest first, without their pictures."""
    return tuple(ProfileVersion(*row) for row in connection.execute(_VERSIONS))


def issued_by(connection: sa.Connection, issuer: Issuer, number: str) -> IssuedBy:
    """Return who issues the certificate of `number` now. Without a profile it is the house's own name and address."""
    found = profile_in_force(connection)
    if found is None:
        return IssuedBy(issuer.name, issuer.verify_url(number))
    # Keys, badges and status lists answer at the instance's own address, wherever certificates are verified.
    frozen = {"issuer_profile": {"number": found.number, **found.record}, "issuer_url": issuer.base_url}
    return IssuedBy(found.profile.name, f"{found.profile.verify_address}/verify/{number}", frozen)

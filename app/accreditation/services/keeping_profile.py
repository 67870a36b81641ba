"""Putting another version of the issuer's profile in force; what was granted under an earlier one keeps that."""

from __future__ import annotations

from hashlib import sha256

from app.accreditation.domain.issuer_profile import Profile, profile_record
from app.accreditation.domain.statement import canonical
from app.accreditation.models import IssuerProfile
from app.accreditation.profile_queries import profile_in_force
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor


class ProfileChanged(Refusal):
    """A colleague put another version in force meanwhile."""

    code = "profile_changed"
    message = N_(
        "A colleague changed the issuer's profile since you opened this page. Open it again, and look at what is new."
    )


def put_profile_in_force(unit: Unit, actor: Actor, profile: Profile, based_on: int) -> int:
    """Make `profile` the version under which certificates are granted from now on; return its number.

    `based_on` is the number that its writer saw, 0 for none. The same sent twice is one version. Raises
    `ProfileChanged`.
    """
    newest, document = profile_in_force(unit.connection), profile_record(profile)
    if newest and dict(newest.record) == document:
        return newest.number
    number = newest.number if newest else 0
    if number != based_on:
        raise ProfileChanged
    version = IssuerProfile(id=new_id(), number=number + 1, document=document, made_by=actor.id, created_at=unit.now)
    unit.session.add(version)
    unit.session.flush()
    digest = sha256(canonical(document).encode()).hexdigest()
    told = {"number": version.number, "hash": digest}
    record(unit, AuditTag.ISSUER_PROFILE_CHANGED, actor=actor.id, role=actor.role, subject=version.id, **told)
    return version.number

"""Replacing the certificates of before a cover name by editions that name nobody (X7).

Who asks is in the need-to-know group, a coordinator of the officer's agency. Nothing is decided again: rules, evidence,
decision and dates are those of the edition that names the officer. In the register it is a correction like any other,
made by the house, with one reason for all. What accreditation staff can tell from it says
docs/decisions/0009-whom-a-cover-name-hides.md.
"""

from __future__ import annotations

import json

from app.accreditation.domain.life import Act
from app.accreditation.issuer import Issuer
from app.accreditation.naming_queries import certificates_that_name
from app.accreditation.services.correcting import nameless, next_statement, supersede
from app.accreditation.services.lives import OwnCredential, living
from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import is_covered
from app.identity.services.actor import SYSTEM, Actor
from app.identity.services.covering import note_quietly

WORDS = N_("Written anew from the record of the officer's agency.")


class NoCoverName(Refusal):
    """The officer has no cover name, so their certificates name them."""

    code = "no_cover_name"
    message = N_("This officer has no cover name. Give one first: certificates are replaced only for who has one.")


def withhold_name(unit: Unit, person_id: str, actor: Actor, issuer: Issuer, keyring: Keyring) -> tuple[str, ...]:
    """Let an edition that names nobody supersede each certificate that names the officer; return the new numbers.

    What is suspended waits until the suspension is lifted, as for every correction. Doing it again replaces nothing.
    Raises `OwnCredential` and `NoCoverName`.
    """
    if person_id == actor.id:
        raise OwnCredential
    if not is_covered(unit.connection, person_id):
        raise NoCoverName
    named = certificates_that_name(unit.connection, person_id, unit.now.date())
    numbers = tuple(_replaced(unit, one.number, issuer, keyring) for one in named if one.replaceable)
    if numbers:
        note_quietly(unit, person_id, actor)
    return numbers


def _replaced(unit: Unit, number: str, issuer: Issuer, keyring: Keyring) -> str:
    old, events = living(unit, number, Act.CORRECT, SYSTEM)
    fresh, following = next_statement(json.loads(old.statement), issuer, {})
    supersede(unit, old, events, nameless(fresh, following, keyring, old.person_id), SYSTEM, WORDS)
    return fresh

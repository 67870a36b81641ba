"""Correcting a credential: a new edition with a new number supersedes the one that names its holder wrongly.

The certificate that was printed stays what it is; its number answers that it was replaced. Only how the holder is
written changes: the rules, the evidence and the decision are those of the first edition, to the letter.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.domain.life import Act
from app.accreditation.domain.number import make_number
from app.accreditation.domain.read_as import as_read, as_rewritten
from app.accreditation.domain.statement import canonical, corrected_statement, statement_hash
from app.accreditation.facts import CredentialChanged
from app.accreditation.issuer import Issuer
from app.accreditation.models import Credential, CredentialEvent
from app.accreditation.services.lives import Grounds, happen, living
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import cover_name
from app.identity.services.actor import Actor
from app.jobs.services import enqueue

CORRECTED = "corrected"
NAME = "credential.name"


class NothingToCorrect(Refusal):
    """What was entered is what the certificate says already."""

    code = "nothing_to_correct"
    message = N_("This is how the certificate is written already. Change the name, its original script or the rank.")


@dataclass(frozen=True, slots=True)
class HolderWriting:
    """How the holder is written: the fields of a certificate that a correction may change."""

    name: str
    name_original: str
    rank: str

    @classmethod
    def of(cls, holder: Mapping[str, Any]) -> HolderWriting:
        """Return how a holder is written."""
        return cls(holder["name"], holder["name_original"], holder["rank"])


@dataclass(frozen=True, slots=True)
class NextEdition:
    """The edition that supersedes another: its number, its statement as canonical text, the hash it is found by."""

    number: str
    text: str
    name_hash: str


def correct(
    unit: Unit, number: str, actor: Actor, writing: HolderWriting, words: str, issuer: Issuer, keyring: Keyring
) -> str:
    """Issue a new edition with the corrected writing and return its number; the old one is superseded with it.

    `writing` is of what the actor reads: who has a cover name keeps the true one, and the edition names nobody (X7).
    Raises `NothingToCorrect`, and as `living` does.
    """
    old, events = living(unit, number, Act.CORRECT, actor)
    statement = json.loads(old.statement)
    cover = cover_name(unit.connection, old.person_id)
    if HolderWriting.of(as_read(statement["holder"], cover)) == writing:
        raise NothingToCorrect
    fresh, following = next_statement(statement, issuer, as_rewritten(statement["holder"], cover, asdict(writing)))
    hidden = nameless(fresh, following, keyring, old.person_id) if cover else None
    name_hash = keyring.search_hash(NAME, writing.name)
    supersede(unit, old, events, hidden or NextEdition(fresh, canonical(following), name_hash), actor, words)
    return fresh


def nameless(number: str, statement: Mapping[str, Any], keyring: Keyring, person_id: str) -> NextEdition:
    """Return the edition that names nobody, and is found by no name; all of one person's have one hash, as others'."""
    text = canonical({**statement, "disclosure": Disclosure.PROTECTED.value})
    return NextEdition(number, text, keyring.search_hash(NAME, person_id))


def next_statement(statement: dict[str, Any], issuer: Issuer, holder: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Return a number drawn by lot and the statement of its edition: the same, but for these fields of the holder."""
    fresh = make_number(secrets.token_bytes)
    return fresh, corrected_statement(statement, fresh, _verify_url(statement, fresh, issuer), holder)


def supersede(
    unit: Unit, old: Credential, events: tuple[str, ...], following: NextEdition, actor: Actor, words: str
) -> None:
    """Enter the next edition of a credential that was locked by `living`, and let it supersede the old one."""
    new = _edition(unit, old, following)
    _begin(unit, new, actor, words)
    happen(unit, old, events, "superseded", actor, Grounds(CORRECTED, words))


def _verify_url(statement: dict[str, Any], number: str, issuer: Issuer) -> str:
    """Return the address of the profile under which it was granted; without one that of the house."""
    profile = statement.get("issuer_profile")
    return f"{profile['verify_address']}/verify/{number}" if profile else issuer.verify_url(number)


def _edition(unit: Unit, old: Credential, following: NextEdition) -> Credential:
    new = Credential(
        id=new_id(),
        number=following.number,
        person_id=old.person_id,
        scheme=old.scheme,
        cycle=old.cycle,
        edition=old.edition + 1,
        scheme_version_id=old.scheme_version_id,
        decision_id=old.decision_id,
        title=old.title,
        kind=old.kind,
        statement=following.text,
        statement_hash=statement_hash(following.text),
        name_hash=following.name_hash,
        specimen=old.specimen,
        issued_on=old.issued_on,
        valid_until=old.valid_until,
        created_at=unit.now,
        follows_id=old.id,
        origin=old.origin,
    )
    unit.session.add(new)
    unit.session.flush()
    return new


def _begin(unit: Unit, new: Credential, actor: Actor, words: str) -> None:
    issued = CredentialEvent(
        id=new_id(), credential_id=new.id, position=1, kind="issued", actor=actor.id, reason=words, at=unit.now,
        grounds=CORRECTED,
    )  # fmt: skip
    unit.session.add(issued)
    unit.session.flush()
    told: dict[str, Any] = {"number": new.number, "corrects": new.follows_id, "statement": new.statement_hash}
    told |= vouched(new, issued)
    record(unit, AuditTag.CREDENTIAL_CORRECTED, actor=actor.id, role=actor.role, subject=new.id, **told)
    if new.origin == "granted":
        enqueue(unit, "certificate.render", {"credential_id": new.id}, key=f"certificate:{new.id}")
    unit.announce(CredentialChanged(new.id, new.person_id, "issued"))

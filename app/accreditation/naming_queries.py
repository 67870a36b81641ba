"""Which certificates still name a holder whose name is secret now: for rules, and their coordinators (X7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accreditation.domain.disclosure import Disclosure, disclosure_of
from app.accreditation.domain.life import Act, CredentialState, legal_acts
from app.accreditation.queries import CredentialRecord, credentials_of
from app.accreditation.statement_queries import statement_of, statements_by_id
from app.identity.queries import is_covered, person_cards

_OVER = (CredentialState.WITHDRAWN, CredentialState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class NamingCertificate:
    """A certificate whose paper, code and badge name its holder; what is suspended cannot be replaced now."""

    number: str
    title: str
    state: CredentialState
    valid_until: date
    replaceable: bool


def certificates_that_name(connection: sa.Connection, person_id: str, today: date) -> tuple[NamingCertificate, ...]:
    """Return the certificates of a person that are neither withdrawn nor replaced and name them, newest first."""
    standing = [one for one in credentials_of(connection, person_id) if one.state(today) not in _OVER]
    texts = statements_by_id(connection, [one.id for one in standing]) if standing else {}
    return tuple(
        NamingCertificate(one.number, one.title, one.state(today), one.valid_until,
                          Act.CORRECT in legal_acts(one.events, one.valid_until, today))
        for one in standing
        if disclosure_of(json.loads(texts[one.id])) is Disclosure.FULL
    )  # fmt: skip


def names_who_is_covered(connection: sa.Connection, credential: CredentialRecord) -> bool:
    """Whether a certificate, in whatever state, names somebody who has a cover name now; never for a page."""
    if not is_covered(connection, credential.person_id):
        return False
    text = statements_by_id(connection, [credential.id])[credential.id]
    return disclosure_of(json.loads(text)) is Disclosure.FULL


def numbers_withheld(connection: sa.Connection, holders: Mapping[str, str]) -> frozenset[str]:
    """Return, of numbers with the ids of their holders, those whose files would tell a name that is secret now."""
    cards = person_cards(connection, holders.values())
    secret = [number for number, person_id in holders.items() if cards[person_id].covered]
    stored = {number: statement_of(connection, number) for number in secret}
    return frozenset(
        number for number, one in stored.items() if one and disclosure_of(json.loads(one.text)) is Disclosure.FULL
    )

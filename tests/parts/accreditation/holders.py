"""Made-up holders of made-up certificates, granted through the service that real ones go through."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.evidence import CourseEvidence, Evidence, ExaminationEvidence
from app.accreditation.domain.requirements import judge
from app.accreditation.models import Credential, CredentialEvent
from app.accreditation.queries import CredentialRecord, schemes_in_force
from app.accreditation.services.granting import grant_credential
from app.accreditation.services.parting import involve
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.queries import person_card
from app.identity.services.actor import SYSTEM
from app.identity.services.covering import cover
from app.identity.services.people import NewPerson, add_agency, add_person

COURSE, QUIZ = "cybercrime-first-responder", "cybercrime-first-responder/final-examination"
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
EVIDENCE = Evidence(
    identity_confirmed_at=AT,
    courses={COURSE: CourseEvidence("A course", 3, 3, AT, 1, False, f"/courses/{COURSE}")},
    examinations={QUIZ: (ExaminationEvidence("attempt-1", Fraction(9, 10), True, AT),)},
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the certificate `number`; `words` is everything that would name them."""

    person_id: str
    number: str
    name: str
    words: tuple[str, ...]


def grant_to_somebody(works: Any, seed: int, protected: bool = False) -> Holder:  # noqa: FBT001, FBT002
    """Grant a certificate of the demonstration's scheme to a new person whose names are letters drawn by `seed`."""
    drawn = random.Random(seed)
    name, original, rank, agency, sign_in, service = (_word(drawn) for _ in range(6))
    full = f"{name} {_word(drawn)}"

    def work(unit: Unit) -> Holder:
        agency_id = add_agency(unit, name=agency, country="GH", kind="police")
        new = NewPerson(agency_id=agency_id, sign_in_name=sign_in, name=full, name_original=original, rank=rank,
                        service_number=service, demo=True)  # fmt: skip
        person_id = add_person(unit, works.keyring, new)
        number = grant_protected(unit, works, person_id) if protected else grant_to(unit, works, person_id)
        return Holder(person_id, number, full, (*full.split(), original, rank, agency, sign_in, service))

    return works.database.write(work)


def grant_protected(unit: Unit, works: Any, person_id: str) -> str:
    """Grant a certificate that names nobody, to somebody who has a cover name for just this while."""
    cover(unit, works.keyring, person_id, "Grace Obeng", SYSTEM)
    number = grant_to(unit, works, person_id)
    cover(unit, works.keyring, person_id, "", SYSTEM)
    return number


def grant_to(unit: Unit, works: Any, person_id: str, renews: CredentialRecord | None = None) -> str:
    """Grant the knowledge certificate to a person on evidence that meets it, or renew it; return the number."""
    found = next(one for one in schemes_in_force(unit.connection) if one.scheme.key == "cfr-knowledge")
    card = person_card(unit.connection, person_id)
    assert card
    judgement = judge(found.scheme.requirements, EVIDENCE)
    cycle = renews.cycle + 1 if renews else 1
    return grant_credential(unit, card, found, judgement, EVIDENCE, works.parts["issuer"], works.keyring,
                            cycle=cycle, renews=renews).number  # fmt: skip


def add_events(works: Any, number: str, *kinds: str) -> None:
    """Let more things happen to a certificate, done by the demonstration's two members of staff."""

    def work(unit: Unit) -> None:
        credential = unit.session.scalars(sa.select(Credential).where(Credential.number == number)).one()
        first, second = (_let_in(unit, works, credential, name) for name in ("staff", "staff2"))
        so_far = sa.select(sa.func.count()).where(CredentialEvent.credential_id == credential.id)
        for place, kind in enumerate(kinds, unit.session.scalar(so_far) + 1):
            unit.session.add(CredentialEvent(id=new_id(), credential_id=credential.id, position=place, kind=kind,
                                             actor=first, reason="because", at=unit.now,
                                             second=second if kind == "withdrawn" else None))  # fmt: skip

    works.database.write(work)


def _let_in(unit: Unit, works: Any, credential: Credential, name: str) -> str:
    """Note that a member of staff acts on the certificate and return their id."""
    hashed = works.keyring.search_hash("person.sign_in_name", name)
    found = unit.connection.execute(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": hashed})
    person_id = str(found.scalar_one())
    involve(unit, credential.person_id, person_id, "decider", f"credential:{credential.id}")
    return person_id


def scalar(works: Any, statement: str, **values: Any) -> Any:
    """Return the one value of a plain SQL statement."""
    with works.database.reading() as connection:
        return connection.execute(sa.text(statement), values).scalar()


def entries(works: Any, tag: str) -> list[dict[str, Any]]:
    """Return the data of the log's entries with this tag, oldest first."""
    with works.database.reading() as connection:
        rows = connection.execute(
            sa.text("SELECT data FROM audit_event WHERE tag = :tag ORDER BY sequence"), {"tag": tag}
        )
        return [row.data if isinstance(row.data, dict) else json.loads(row.data) for row in rows]


def _word(drawn: random.Random) -> str:
    return "Q" + "".join(drawn.choice("xzkwvj") for _ in range(9))

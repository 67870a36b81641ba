"""A certificate printed and signed by a warm worker; the floor: the same words as a plain page, without a signature."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

import sqlalchemy as sa
import weasyprint

from app.accreditation.certificate_languages import design_of
from app.accreditation.domain.disclosure import SALT_BYTES, Disclosure, disclosed
from app.accreditation.issuer import Issuer
from app.accreditation.proof_queries import Proof
from app.accreditation.services.keeping_key import signers
from app.accreditation.services.proving import Proofs, make_proofs
from app.accreditation.services.rendering import created_at, identifier, printed
from app.accreditation.signing.pades import sign
from app.accreditation.signing.signer import Signers
from app.accreditation.statement_queries import statement_by_id
from app.printing.attachment import Attached
from app.printing.designs import design
from app.printing.press import render
from app.printing.qr import qr_payload
from bench.case import CannotMeasure, Figure, Goal, LoneCase
from bench.effort import Effort
from bench.house import House
from bench.spread import Spread

_PROOF = Proof("00000000-0000-4000-8000-000000000000", 1, 94_567, bytes(SALT_BYTES))
_ANY = sa.text("SELECT id FROM credential ORDER BY id LIMIT 1")


@dataclass(frozen=True, slots=True)
class Press:
    """What a warm worker makes a certificate from: the text of a statement and the keys of its issuer."""

    text: str
    keys: Signers

    def proofs(self) -> Proofs:
        """Return badge and code."""
        address = qr_payload(json.loads(self.text)["verify_url"])
        return make_proofs(self.text, _PROOF, self.keys, address=address, at=datetime.now(UTC))

    def signed(self, proofs: Proofs) -> bytes:
        """Return the PDF, printed and signed."""
        pdf = render(
            design(design_of(self.text)), printed(self.text, self.keys.pdf.key_id, proofs.record),
            created=created_at(self.text), identifier=identifier(self.text), qr_text=proofs.code,
            attachments=[Attached("credential.json", "application/json", proofs.badge_bytes, "Source")],
        )  # fmt: skip
        return sign(pdf, self.keys.pdf, at=datetime.now(UTC))

    def plain(self) -> bytes:
        """Return the floor: a plain page of the same words."""
        shown = printed(self.text, self.keys.pdf.key_id, disclosed(json.loads(self.text), Disclosure.FULL, None))
        page = "".join(f"<p>{escape(str(value))}</p>" for value in shown.values() if value)
        made: bytes = weasyprint.HTML(string=page).write_pdf()
        return made


def press_of(house: House) -> Press:
    """Return what the certificate of one credential of the demonstration is made from."""
    issuer: Issuer = house.works.parts["issuer"]
    return Press(_statement(house), signers(house.works.parts["keys"], issuer, at=datetime.now(UTC)))


def figure(
    case: LoneCase, house: House, effort: Effort, floor: Callable[[], object], make: Callable[[], object]
) -> Figure:
    """Make the certificate of one credential again and again; the first of each kind warms the process."""
    first, floors = _timed(floor, effort.repeats)
    cold, taken = _timed(make, effort.repeats)
    times = [value / Spread.of(floors).median for value in taken]
    return Figure(
        case.name, house.database, case.does, "ms CPU", Spread.of(taken), Spread.of(floors), Spread.of(times),
        case.goals, more={"first_ms": cold, "first_floor_ms": first},
    )  # fmt: skip


def measure(house: House, effort: Effort) -> Figure:
    """Measure printing and signing."""
    press = press_of(house)
    return figure(CASE, house, effort, press.plain, lambda: press.signed(press.proofs()))


def _timed(work: Callable[[], object], repeats: int) -> tuple[float, list[float]]:
    """Return the CPU of this process in ms for the first time and for each that follows."""
    taken = []
    for _ in range(repeats + 1):
        before = time.process_time()
        work()
        taken.append((time.process_time() - before) * 1000)
    return taken[0], taken[1:]


def _statement(house: House) -> str:
    with house.works.database.reading() as connection:
        found = connection.scalar(_ANY)
        stored = statement_by_id(connection, found) if found else None
    if stored is None:
        raise CannotMeasure("the demonstration holds no credential")
    return stored.text


CASE = LoneCase("certificate", "certificate printed and signed, warm", (Goal("value", 100),), measure)

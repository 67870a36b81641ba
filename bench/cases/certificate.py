"""A certificate printed and signed by a warm worker; the floor: the same words as a plain page, without a signature."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

import sqlalchemy as sa
import weasyprint

from app.accreditation.domain.disclosure import Disclosure, disclosed
from app.accreditation.issuer import Issuer
from app.accreditation.proof_queries import Proof
from app.accreditation.services.keeping_key import signers
from app.accreditation.services.proving import make_proofs
from app.accreditation.services.rendering import created_at, design_of, identifier, printed
from app.accreditation.signing.pades import sign
from app.accreditation.statement_queries import statement_by_id
from app.printing.attachment import Attached
from app.printing.designs import design
from app.printing.press import render
from bench.case import CannotMeasure, Figure, Goal, LoneCase
from bench.effort import Effort
from bench.house import House
from bench.spread import Spread

_PROOF = Proof("00000000-0000-4000-8000-000000000000", 1, 94_567, Disclosure.FULL, None)
_ANY = sa.text("SELECT id FROM credential ORDER BY id LIMIT 1")


def measure(house: House, effort: Effort) -> Figure:
    """Make the certificate of one credential again and again; the first of each kind warms the process."""
    text = _statement(house)
    issuer: Issuer = house.works.parts["issuer"]
    keys = signers(house.works.parts["keys"], issuer, at=datetime.now(UTC))
    chosen, key = design(design_of(text)), keys.pdf

    def make() -> None:
        proofs = make_proofs(text, _PROOF, keys, address="HTTPS://VERIFY.EXAMPLE.ORG/V", at=datetime.now(UTC))
        pdf = render(
            chosen, printed(text, key.key_id, proofs.record), created=created_at(text), identifier=identifier(text),
            qr_text=proofs.code,
            attachments=[Attached("credential.json", "application/json", proofs.badge_bytes, "Source")],
        )  # fmt: skip
        sign(pdf, key, at=datetime.now(UTC))

    values = printed(text, key.key_id, disclosed(json.loads(text), Disclosure.FULL, None)).values()
    page = "".join(f"<p>{escape(str(value))}</p>" for value in values if value)
    first, floors = _timed(lambda: weasyprint.HTML(string=page).write_pdf(), effort.repeats)
    cold, taken = _timed(make, effort.repeats)
    times = [value / Spread.of(floors).median for value in taken]
    return Figure(
        CASE.name, house.database, CASE.does, "ms", Spread.of(taken), Spread.of(floors), Spread.of(times), CASE.goals,
        more={"first_ms": cold, "first_floor_ms": first},
    )  # fmt: skip


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


CASE = LoneCase("certificate", "certificate printed and signed, warm", (Goal("value", 400),), measure)

"""What the matrix asks about evidence: a claim with a file, a request with work handed in, a sheet that was sent."""

from __future__ import annotations

from datetime import date

from app.accreditation.request_queries import files_of
from app.accreditation.services.asking import NewRequest
from app.accreditation.services.assessing import FilledSheet, appoint, record_practical
from app.accreditation.services.attaching import KeptFile, attach, keep_file
from app.accreditation.services.handing_in import hand_in
from app.accreditation.services.recording import NewEvidence, record_claim
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from tests.access.world import World

ON = date(2026, 1, 5)
Things = dict[str, dict[str, str]]


def evidence_things(world: World) -> Things:
    """`own` claims hours with a file, asks for a practical and a statement; `rev` is appointed, and assessed `new`."""
    own, reviewer = Actor(world.people["own"], "officer"), Actor(world.people["rev"], "trainer")
    staff = Actor(world.people["staff"], "accreditation")
    kept = keep_file(world.instance.works.parts["storage"], b"%PDF-1.7 a proof", "application/pdf")

    def work(unit: Unit) -> dict[str, str]:
        claim = record_claim(
            unit, own, NewEvidence("c" * 16, own.id, "contact-hours", "training", ON, {"title": "A day"}, minutes=60)
        )
        appoint(unit, staff, reviewer.id, "cfr-1")
        filled = FilledSheet("s" * 16, world.people["new"], "cfr-1", "scene-exercise", ON, "A yard", "-", "",
                             (True,) * 14)  # fmt: skip
        sheet = record_practical(unit, reviewer, filled)
        for kind, key, files in (("practical", "scene-exercise", [kept]), ("employer-statement", "agency", [])):
            hand_in(unit, own, NewRequest(f"{kind[:8]}-asked"[:16].ljust(16, "x"), kind, "cfr-1", key, ""), files)
        return {
            "claim": claim,
            "sheet-sent": sheet,
            "evidence-file": _file(unit, own, claim, kept),
            "photograph": _file(unit, reviewer, sheet, kept),
        }

    made: dict[str, str] = world.do(work)
    handed_in = "SELECT public_id FROM handed_in_file"
    asked = "SELECT public_id FROM evidence_request WHERE kind = :kind AND person_id = :id"
    return {
        **{name: {"public_id": public_id} for name, public_id in made.items()},
        "asked": {"public_id": world.scalar(asked, kind="practical", id=own.id)},
        "handed-in": {"public_id": world.scalar(handed_in)},
        "asked-statement": {"public_id": world.scalar(asked, kind="employer-statement", id=own.id)},
        "missing-claim": {"public_id": "0123456789abcdef"},
        "code": {"version": "1"},
        "missing-code": {"version": "no-such-code"},
        "claim-kind": {"kind": "contact-hours"},
        "missing-kind": {"kind": "no-such-kind"},
        "exercise": {"kind": "practical", "key": "scene-exercise"},
        "missing-exercise": {"kind": "practical", "key": "no-such-sheet"},
        "appointment": {},
        "missing-appointed": {},
    }


def _file(unit: Unit, actor: Actor, evidence: str, kept: KeptFile) -> str:
    attach(unit, actor, evidence, [kept])
    found = unit.connection.exec_driver_sql(f"SELECT id FROM evidence WHERE public_id = '{evidence}'").scalar_one()  # noqa: S608
    return files_of(unit.connection, [found])[found][0].public_id

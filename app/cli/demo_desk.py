"""What the demonstration adds for the accreditation desk: cases in the queue, a suspended and a soon expiring one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from app.accreditation.domain.imported import ImportRow
from app.accreditation.services.considering import consider
from app.accreditation.services.importing import import_rows
from app.accreditation.services.lives import Grounds
from app.accreditation.services.scheme_loading import load_schemes
from app.accreditation.services.suspending import suspend
from app.cli.demo_seeding import ROOT, Seeding
from app.cli.demo_story import PEOPLE
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor

ENDING = ("rosa", timedelta(days=-1_035), timedelta(days=60))
SUSPENDED = ("carlos", timedelta(days=-700), timedelta(days=395))
SCHEME = "cfr-attendance"


def show_the_desk(seeding: Seeding) -> None:
    """Let cases wait for staff, and enter two earlier certificates: one ends within 90 days, one is suspended."""
    staff, issuer = Actor(seeding.people["staff"], "accreditation"), seeding.parts["issuer"]
    seeding.database.write(lambda unit: load_schemes(unit, ROOT / "courses" / "schemes" / "demo", issuer))
    for person in PEOPLE:
        if person.role == "officer":
            person_id = seeding.people[person.name]
            seeding.database.write(partial(consider, person_id=person_id, issuer=issuer, keyring=seeding.keyring))

    def enter(unit: Unit) -> None:
        today = unit.now.date()
        rows = [
            ImportRow(line, f"DEMO-{line}", name, SCHEME, _shown(name), "", today + since, today + until, ())
            for line, (name, since, until) in enumerate((ENDING, SUSPENDED), 1)
        ]
        _, second = import_rows(unit, rows, staff, issuer, seeding.keyring)
        why, words = Grounds("under-review", "Shown in the demonstration."), "The open question is answered."
        suspend(unit, second.number, staff, why, condition=words, ends_on=today + timedelta(days=30))

    seeding.database.write(enter)


def _shown(name: str) -> str:
    return next(person.display_name for person in PEOPLE if person.name == name)

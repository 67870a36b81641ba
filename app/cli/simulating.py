"""`simulate`: adds made-up officers to a demonstration, thousands a second, for looking at it full."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record, record_all
from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.demo import has_people
from app.cli.demo_past import PAST
from app.cli.simulated_course import SimulatedCourse, read_course
from app.cli.simulated_officers import Cohort
from app.cli.simulated_rows import add_agencies, counted, is_taken, store
from app.foundation.transaction import Unit

BATCH = 1_000
MOST = 1_000_000


def simulate(line: CommandLine, arguments: list[str]) -> int:
    """Add N officers who joined over the last two years, marked as simulated; the same seed makes the same officers.

    Refused on an instance that is no demonstration. Certificates of simulated officers stand in the register and are
    not printed.
    """
    options = parser("simulate", simulate.__doc__ or "", "simulate 10000 --seed 7")
    options.add_argument("officers", type=int, help="how many")
    options.add_argument("--seed", type=int, default=1, help="another seed makes others (default: 1)")
    given = options.parse_args(arguments)
    if not 1 <= given.officers <= MOST:
        options.error(f"between 1 and {MOST:,} officers")
    if not line.settings().demo or not has_people(line.works()):
        print("Officers are simulated in a demonstration only. `./provost run` makes one.", file=sys.stderr)
        return 1
    return _simulate(line, given.officers, given.seed)


def _simulate(line: CommandLine, officers: int, seed: int) -> int:
    works = line.works()
    with works.database.reading() as connection:
        if is_taken(connection, works.keyring, seed):
            print(f"The officers of seed {seed} are here already. Choose another seed.", file=sys.stderr)
            return 1
    began = time.monotonic()
    for done in add_officers(works, officers, seed):
        _say(done, officers, time.monotonic() - began)
    print()
    return 0


def add_officers(works: Any, officers: int, seed: int) -> Iterator[int]:
    """Add the officers of this seed, a transaction for every thousand; yield how many are there after each."""
    database = works.database
    with database.reading() as connection:
        course = read_course(connection, PAST.course, works.parts["issuer"])
    agencies = database.write(add_agencies)
    cohort = Cohort(course, agencies, works.keyring, seed, officers, database.clock())
    for first in range(0, officers, BATCH):
        many = min(BATCH, officers - first)
        database.write(partial(_batch, cohort=cohort, course=course, first=first, many=many))
        yield first + many


def _batch(unit: Unit, cohort: Cohort, course: SimulatedCourse, first: int, many: int) -> None:
    """One transaction: officers, what they did and the totals stand or fall together."""
    batch = cohort.batch(first, many)
    store(unit, batch.rows)
    counted(unit, course, batch)
    record_all(unit, AuditTag.CREDENTIAL_GRANTED, batch.told)
    record(unit, AuditTag.OFFICERS_SIMULATED, actor=SYSTEM, subject=f"seed:{cohort.seed}", first=first, many=many)


def _say(done: int, officers: int, seconds: float) -> None:
    left = seconds / done * (officers - done)
    print(f"\r{done:,} of {officers:,} officers, {seconds:.0f} s, about {left:.0f} s left ", end="", flush=True)

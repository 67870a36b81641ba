"""`retention`: what is past its period, erasing it, and people whose records are on hold."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import Any

from app.audit.retention import Due, dry_run, erase_batch, lift_hold, people_on_hold, periods, place_hold
from app.cli.arguments import line_of, parser
from app.cli.commands import CommandLine
from app.identity.services.inviting import person_named


def retention(line: CommandLine, arguments: list[str]) -> int:
    """Erase what is past its period (the worker does it every night), or only say what that would be; set holds."""
    options = parser("retention", retention.__doc__ or "", "retention --dry-run")
    options.add_argument("--dry-run", action="store_true", help="say what is due, change nothing")
    options.add_argument(
        "--hold", type=line_of(60), metavar="SIGN-IN-NAME", help="keep this person's records; --because"
    )
    options.add_argument(
        "--lift", type=line_of(60), metavar="SIGN-IN-NAME", help="end the hold on this person's records"
    )
    options.add_argument("--because", type=line_of(500), help="with --hold: why; it is kept sealed")
    options.add_argument("--json", action="store_true", help="the answer for a program")
    given = options.parse_args(arguments)
    if bool(given.hold) != bool(given.because):
        options.error("--hold and --because go together")
    works = line.works()
    if given.hold or given.lift:
        return _hold(works, given)
    if not given.dry_run:
        erase_all(works)
    with works.database.reading() as connection:
        held, now = people_on_hold(connection), works.database.clock()
        rows = dry_run(connection, works.parts["retention"], held, now)
    _say(rows, as_json=given.json)
    return 0


def erase_all(works: Any) -> None:
    """Erase class after class, in batches of their own."""
    with works.database.reading() as connection:
        held = people_on_hold(connection)
    found = periods()
    for erasing in works.parts["retention"]:
        period = found[erasing.key]
        while works.database.write(partial(erase_batch, erasing=erasing, period=period, held=held)):
            pass


def _hold(works: Any, given: Any) -> int:
    name = given.hold or given.lift

    def work(unit: Any) -> bool:
        person_id = person_named(unit, works.keyring, name)
        return place_hold(unit, person_id, given.because) if given.hold else lift_hold(unit, person_id)

    done = works.database.write(work)
    now = "are on hold" if given.hold else "are no longer on hold"
    print(f"The records of {name} {now}." if done else f"Nothing to change: see the records of {name}.")
    return 0


def _say(rows: tuple[Due, ...], *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps([{**asdict(row.period), "due": row.due, "held": row.held} for row in rows], ensure_ascii=False)
        )
        return
    for row in rows:
        one = row.period
        kept = f"{one.days} days from {one.counted_from}" if one.days else "for ever"
        rest = f"; {row.due} due, {row.held} on hold" if one.days else f". {one.because}"
        print(f"{one.title}: kept {kept}{rest}")

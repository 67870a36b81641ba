"""`demo`: the demonstration people and how to sign in as them; makes the demonstration on first start."""

from __future__ import annotations

import json
import sys
from typing import Any

import sqlalchemy as sa

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.demo_desk import show_the_desk
from app.cli.demo_people import print_sign_ins, sign_ins_of
from app.cli.demo_seeding import Seeding
from app.cli.demo_standing import NotFinished, clear_unfinished, note_begun, note_finished
from app.cli.migrating import upgrade
from app.foundation.db import make_engine

_ANYONE = sa.text("SELECT max(CASE WHEN demo THEN 1 ELSE 0 END) FROM person")


def demo(line: CommandLine, arguments: list[str]) -> int:
    """List the demonstration people: role, name to type, password, present code. Refused on any other instance."""
    options = parser("demo", demo.__doc__ or "", "demo --json")
    options.add_argument("--json", action="store_true", help="the list for a program")
    options.add_argument("--make", action="store_true", help="first make the demonstration, as `run` does at its start")
    given = options.parse_args(arguments)
    if given.make and line.settings().demo:
        return _make(line)
    if not line.settings().demo or not has_people(line.works()):
        print("This instance holds no demonstration data. `./provost run` makes one.", file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps(sign_ins(line.works()), ensure_ascii=False, indent=1))
    else:
        print_sign_ins(line.settings().secret_key, line.settings().base_url)
    return 0


def sign_ins(works: Any) -> list[dict[str, str]]:
    """Return the demo people of an instance."""
    return sign_ins_of(works.settings.secret_key)


def has_people(works: Any) -> bool | None:
    """Whether people of a demonstration stand in the database; None where nobody does."""
    with works.database.reading() as connection:
        found = connection.execute(_ANYONE).scalar()
    return None if found is None else bool(found)


def _make(line: CommandLine) -> int:
    """Bring the database to the present schema and tell the story where nobody is there yet."""
    settings = line.settings()
    try:
        clear_unfinished(settings)
    except NotFinished:
        print("Making the demonstration was cut off. Empty its database, then start again.", file=sys.stderr)
        return 1
    engine = make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    anybody = has_people(line.works())
    if anybody is False:
        print("The database holds people who are no demonstration's. Nothing was changed.", file=sys.stderr)
        return 1
    if anybody is None:
        print("First start: making the demonstration (some seconds)…", flush=True)
        note_begun(settings)
        seeding = Seeding(line.works())
        seeding.tell()
        seeding.load_catalogue()
        show_the_desk(seeding)
        note_finished(settings)
    return 0

"""`demo`: the demonstration people and how to sign in as them; makes the demonstration on first start."""

from __future__ import annotations

import json
import sys
from typing import Any

import pyotp
import sqlalchemy as sa

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.cli.demo_seeding import Seeding
from app.cli.demo_signs import demo_password, demo_totp
from app.cli.demo_story import PEOPLE
from app.identity.policy import STAFF_ROLES

_ANYONE = sa.text("SELECT 1 FROM person LIMIT 1")


def demo(line: CommandLine, arguments: list[str]) -> int:
    """List the demonstration people: role, name to type, password, present code. Refused on any other instance."""
    options = parser("demo", demo.__doc__ or "", "demo --json")
    options.add_argument("--json", action="store_true", help="the list for a program")
    given = options.parse_args(arguments)
    if not line.settings().demo or not has_people(line.works()):
        print("This instance holds no demonstration data. `./provost run` makes one.", file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps(sign_ins(line.works()), ensure_ascii=False, indent=1))
    else:
        print_sign_ins(line.works(), line.settings().base_url)
    return 0


def make_demo_instance(works: Any) -> None:
    """Seed the demonstration where nobody is there yet."""
    if not has_people(works):
        print("First start: making the demonstration (some seconds)…", flush=True)
        Seeding(works).tell()


def has_people(works: Any) -> bool:
    """Whether anybody stands in the database."""
    with works.database.reading() as connection:
        return connection.execute(_ANYONE).first() is not None


def sign_ins(works: Any) -> list[dict[str, str]]:
    """Return the demo people as contract.md says."""
    secret = works.settings.secret_key
    return [
        {
            "role": person.role,
            "name": person.name,
            "display_name": person.display_name,
            "password": demo_password(secret, person.name),
            "totp_secret": demo_totp(secret, person.name) if person.role in STAFF_ROLES else "",
            "code_now": pyotp.TOTP(demo_totp(secret, person.name)).now() if person.role in STAFF_ROLES else "",
        }
        for person in PEOPLE
    ]


def print_sign_ins(works: Any, address: str) -> None:
    """Print the address and one line for each person."""
    print(f"\nProvost demonstration: {address}\n")
    print(f"  {'role':<14}{'name':<13}{'password':<19}code now (./provost demo shows the next)")
    for person in sign_ins(works):
        print(f"  {person['role']:<14}{person['name']:<13}{person['password']:<19}{person['code_now'] or '-'}")
    print("\nStop with Ctrl-C.", flush=True)

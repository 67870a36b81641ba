"""Who the demonstration people are and how to sign in as them, worked out from the instance's secret alone."""

from __future__ import annotations

import pyotp

from app.cli.demo_signs import demo_password, demo_totp
from app.cli.demo_story import PEOPLE
from app.identity.policy import STAFF_ROLES


def sign_ins_of(secret: str) -> list[dict[str, str]]:
    """Return role, name to type, shown name, password, TOTP secret and present code of each (empty for officers)."""
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


def print_sign_ins(secret: str, address: str) -> None:
    """Print the address and one line for each person."""
    print(f"\nProvost demonstration: {address}\n")
    print(f"  {'role':<14}{'name':<13}{'password':<19}code now (./provost demo shows the next)")
    for person in sign_ins_of(secret):
        print(f"  {person['role']:<14}{person['name']:<13}{person['password']:<19}{person['code_now'] or '-'}")
    print(flush=True)

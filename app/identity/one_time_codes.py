"""Codes that work once: those of an authenticator app (RFC 6238), recovery codes and let-in codes."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp

from app.foundation.crypto import Keyring

SECONDS = 30
"""How long a code of an authenticator app is current; the one before and the one after are taken too."""

RECOVERY_CODES = 10
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans("oil", "011")
_LENGTH = 10
_PURPOSE = "one-time-code"


def proposed_secret(keyring: Keyring, form_token: str) -> str:
    """Return the secret offered to this session, as 32 base-32 letters (160 bits, RFC 4226 section 4).

    It is the same each time the page is opened and stands nowhere until it is confirmed: a GET writes nothing. It is
    made of the token of the session's forms, which is stored nowhere: database and key together do not give it again.
    """
    return base64.b32encode(bytes.fromhex(keyring.lasting_hash(f"totp.proposal {form_token}"))).decode()


def set_up_address(secret: str, sign_in_name: str) -> str:
    """Return the address that an authenticator app reads from the square code."""
    return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=sign_in_name, issuer_name="Provost")


def current_code(secret: str, now: datetime) -> str:
    """Return the code that an app shows at `now`; for the demonstration's sign-in list and the tests."""
    return pyotp.TOTP(secret, interval=SECONDS).generate_otp(_step(now))


def matched_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code was typed, among the present one and its two neighbours, or None.

    All three are compared whatever the first says, each in constant time.
    """
    typed = "".join(code.split()).encode()
    app = pyotp.TOTP(secret, interval=SECONDS)
    found = None
    for step in range(_step(now) - 1, _step(now) + 2):
        if hmac.compare_digest(app.generate_otp(step).encode(), typed):
            found = step
    return found


def _step(now: datetime) -> int:
    return int(now.timestamp()) // SECONDS


def new_code() -> str:
    """Return ten random letters and digits (50 bits) in two groups; none that are mistaken for another."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def code_hash(keyring: Keyring, person_id: str, code: str) -> str:
    """Return what is stored of a code: a keyed hash, bound to the person; o is read as 0, i and l as 1."""
    return keyring.search_hash(_PURPOSE, _bound(person_id, code))


def code_hashes(keyring: Keyring, person_id: str, code: str) -> tuple[str, ...]:
    """Return every hash that may be stored of a code: who printed it before a key was changed can still use it."""
    return keyring.search_hashes(_PURPOSE, _bound(person_id, code))


def _bound(person_id: str, code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter.isalnum()).translate(_READ_AS)
    return f"{person_id} {plain}"

"""A browser that signed in before, on a device of the person's own: others' wrong guesses do not make it wait (S8).

The cookie names nobody: random letters and a keyed hash that fits one account alone. A shared computer gets none.
"""

from __future__ import annotations

import hmac
import secrets

from app.foundation.crypto import Keyring

COOKIE = "provost-device"
KEPT_SECONDS = 180 * 24 * 3600


def new_mark(keyring: Keyring, person_id: str) -> str:
    """Return the cookie's value for a browser in which this person has just finished signing in."""
    letters = secrets.token_urlsafe(16)
    return f"{letters}.{_seal(keyring, person_id, letters)}"


def letters_of(keyring: Keyring, mark: str, person_id: str) -> str:
    """Return the random letters of a mark that was made for this person here; empty for any other."""
    letters, _, seal = mark.partition(".")
    fits = hmac.compare_digest(seal.encode("utf-8", "replace"), _seal(keyring, person_id, letters).encode())
    return letters if fits and letters else ""


def _seal(keyring: Keyring, person_id: str, letters: str) -> str:
    return keyring.search_hash("device.known", f"{person_id} {letters.encode('utf-8', 'replace').hex()}")

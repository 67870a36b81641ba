"""A browser that signed in before, on a device of the person's own: others' wrong guesses do not make it wait (S8).

The cookie names nobody: random letters and a keyed hash that fits one account alone. A shared computer gets none.
"""

from __future__ import annotations

import hmac
import secrets

from app.foundation.crypto import Keyring

COOKIE = "provost-device"
_PURPOSE = "device.known"
KEPT_SECONDS = 180 * 24 * 3600


def new_mark(keyring: Keyring, person_id: str) -> str:
    """Return the cookie's value for a browser in which this person has just finished signing in."""
    letters = secrets.token_urlsafe(16)
    return f"{letters}.{keyring.search_hash(_PURPOSE, _bound(person_id, letters))}"


def letters_of(keyring: Keyring, mark: str, person_id: str) -> str:
    """Return the random letters of a mark that was made for this person here; empty for any other."""
    letters, _, seal = mark.partition(".")
    given, bound = seal.encode("utf-8", "replace"), _bound(person_id, letters)
    seals = keyring.search_hashes(_PURPOSE, bound, former=False)
    fits = any(hmac.compare_digest(given, one.encode()) for one in seals)
    return letters if fits and letters else ""


def _bound(person_id: str, letters: str) -> str:
    return f"{person_id} {letters.encode('utf-8', 'replace').hex()}"

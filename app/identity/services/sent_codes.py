"""A code of six digits that is sent to somebody: few a day, for half an hour, with five tries (O36)."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.words import N_
from app.identity.models import MailAddress, TextNumber

HOLDS = timedelta(minutes=30)
TRIES = 5
CODES_A_DAY = 3
Row = MailAddress | TextNumber
"""Where the code of an address or a number is kept, as a hash."""


class EnoughCodes(Refusal):
    """An address or a number, one's own or a stranger's, gets few codes a day."""

    code = "enough_codes"
    message = N_("Three codes were sent today. Try again tomorrow; until then your messages are here to read.")


def new_code(keyring: Keyring, row: Row, now: datetime) -> str:
    """Return a code to be sent, and keep its hash in the row. Raises `EnoughCodes` after three a day."""
    if row.codes_on != now.date():
        row.codes, row.codes_on = 0, now.date()
    if row.codes >= CODES_A_DAY:
        raise EnoughCodes
    code = f"{secrets.randbelow(10**6):06}"
    row.code_hash, row.code_until = keyring.search_hash(*_bound(row, code)), now + HOLDS
    row.codes, row.tries = row.codes + 1, 0
    return code


def code_is_right(keyring: Keyring, row: Row, code: str, now: datetime) -> bool:
    """Whether it is the code that was sent, in time and among five tries; then it is used up, else the try counts."""
    if row.code_hash is None or row.code_until is None or now > row.code_until:
        return False
    row.tries += 1
    held, given = row.code_hash, keyring.search_hashes(*_bound(row, code))
    right = row.tries <= TRIES and any(hmac.compare_digest(held, one) for one in given)
    if right:
        row.code_hash = row.code_until = None
    return right


def _bound(row: Row, code: str) -> tuple[str, str]:
    return f"{row.__tablename__}.code", f"{row.person_id} {code}"

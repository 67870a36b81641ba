"""A phone number for texts: given by its owner, in use once the code sent to it came back (O36)."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.texting import ShortText
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import TextNumber
from app.identity.services.actor import Actor, of_person
from app.jobs.texts import post_text
from app.web.locales import gettext_for

HOLDS = timedelta(minutes=30)
TRIES = 5
CODES_A_DAY = 3
_CODE = N_("%(code)s is the code for texts from Provost. If you did not ask for it, ignore this.")
_FORGET = (
    sa.update(TextNumber)
    .where(TextNumber.person_id == sa.bindparam("person"), TextNumber.number.is_not(None))
    .values(number=None, code_hash=None, code_until=None, confirmed_at=None)
)


class EnoughCodes(Refusal):
    """A number, one's own or a stranger's, gets few codes a day."""

    code = "enough_codes"
    message = N_("Three codes were sent today. Try again tomorrow; until then your messages are here to read.")


def give_number(unit: Unit, keyring: Keyring, actor: Actor, number: str, locale: str) -> None:
    """Keep a number (E.164) that nothing is sent to yet but one code. Raises `EnoughCodes` after three a day."""
    row, today = unit.session.get(TextNumber, actor.id), unit.now.date()
    if row is None:
        row = TextNumber(person_id=actor.id, codes=0, tries=0)
        unit.session.add(row)
    if row.codes_on != today:
        row.codes, row.codes_on = 0, today
    if row.codes >= CODES_A_DAY:
        raise EnoughCodes
    code = f"{secrets.randbelow(10**6):06}"
    row.number, row.confirmed_at = number, None
    row.code_hash, row.code_until = _hashed(keyring, actor.id, code), unit.now + HOLDS
    row.codes, row.tries = row.codes + 1, 0
    unit.session.flush()
    words = gettext_for(locale)[0](_CODE, code=code)
    post_text(unit, keyring, ShortText(number, str(words)), f"code:{new_id()}")
    record(unit, AuditTag.TEXT_NUMBER_GIVEN, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def confirm_number(unit: Unit, keyring: Keyring, actor: Actor, code: str) -> bool:
    """Take the number into use where the code is right, in time and among five tries; a wrong one is counted."""
    row = unit.session.get(TextNumber, actor.id)
    if row is None or row.code_hash is None or row.code_until is None or unit.now > row.code_until:
        return False
    row.tries += 1
    right = row.tries <= TRIES and hmac.compare_digest(row.code_hash, _hashed(keyring, actor.id, code))
    if right:
        row.confirmed_at, row.code_hash, row.code_until = unit.now, None, None
        record(unit, AuditTag.TEXT_NUMBER_CONFIRMED, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    return right


def remove_number(unit: Unit, actor: Actor) -> None:
    """Forget one's own number; how many codes went today is kept, so that removing it allows no more of them."""
    if forget_number(unit, actor.id):
        record(unit, AuditTag.TEXT_NUMBER_REMOVED, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def forget_number(unit: Unit, person_id: str) -> bool:
    """Forget the number of somebody whose access ends; what ends it stands in the log."""
    return unit.connection.execute(_FORGET, {"person": person_id}).rowcount == 1


def _hashed(keyring: Keyring, person_id: str, code: str) -> str:
    return keyring.search_hash("text_number.code", f"{person_id} {code}")

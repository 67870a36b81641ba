"""A phone number for texts: given by its owner, in use once the code sent to it came back (O36)."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.texting import ShortText
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import TextNumber
from app.identity.services.actor import Actor, of_person
from app.identity.services.sent_codes import code_is_right, new_code
from app.jobs.texts import post_text
from app.web.locales import gettext_for

_CODE = N_("%(code)s is the code for texts from Provost. If you did not ask for it, ignore this.")
_FORGET = (
    sa.update(TextNumber)
    .where(TextNumber.person_id == sa.bindparam("person"), TextNumber.number.is_not(None))
    .values(number=None, code_hash=None, code_until=None, confirmed_at=None)
)


def give_number(unit: Unit, keyring: Keyring, actor: Actor, number: str, locale: str) -> None:
    """Keep a number (E.164) that nothing is sent to yet but one code. Raises `EnoughCodes` after three a day."""
    row = unit.session.get(TextNumber, actor.id)
    if row is None:
        row = TextNumber(person_id=actor.id, codes=0, tries=0)
        unit.session.add(row)
    code, row.number, row.confirmed_at = new_code(keyring, row, unit.now), number, None
    unit.session.flush()
    words = gettext_for(locale)[0](_CODE, code=code)
    post_text(unit, keyring, ShortText(number, str(words)), f"code:{new_id()}")
    record(unit, AuditTag.TEXT_NUMBER_GIVEN, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def confirm_number(unit: Unit, keyring: Keyring, actor: Actor, code: str) -> bool:
    """Take the number into use where the code is right, in time and among five tries; a wrong one is counted."""
    row = unit.session.get(TextNumber, actor.id)
    if row is None or not code_is_right(keyring, row, code, unit.now):
        return False
    row.confirmed_at = unit.now
    record(unit, AuditTag.TEXT_NUMBER_CONFIRMED, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    return True


def remove_number(unit: Unit, actor: Actor) -> None:
    """Forget one's own number; how many codes went today is kept, so that removing it allows no more of them."""
    if forget_number(unit, actor.id):
        record(unit, AuditTag.TEXT_NUMBER_REMOVED, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def forget_number(unit: Unit, person_id: str) -> bool:
    """Forget the number of somebody whose access ends; what ends it stands in the log."""
    return unit.connection.execute(_FORGET, {"person": person_id}).rowcount == 1

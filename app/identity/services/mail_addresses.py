"""An e-mail address: given by its owner, in use once the code sent to it came back; the former one is told (O36).

One that somebody else entered is only proposed: nothing is sent there, not even a code, before its owner gives it.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.addresses import own_address
from app.identity.models import MailAddress, Person
from app.identity.services.actor import Actor, of_person
from app.identity.services.sent_codes import code_is_right, new_code
from app.identity.services.unreachable import forget_unreachable
from app.jobs.mail import post
from app.web.locales import gettext_for

_CODE_SUBJECT = N_("A code for you")
_CODE = N_(
    "%(code)s is the code for letters from Provost. If you did not ask for it, ignore this: without the code "
    "nothing else is sent to this address."
)
_FORMER_SUBJECT = N_("Letters go elsewhere now")
_FORMER = N_(
    "This address was changed or removed in an account of Provost, so its letters no longer come here. If it was you, "
    "there is nothing to do. If not, sign in, change your password and speak to your coordinator."
)
_EMAIL = sa.select(Person.email).where(Person.id == sa.bindparam("person"))
_USE = sa.update(Person).where(Person.id == sa.bindparam("person")).values(email=sa.bindparam("address"))
_DROP = (
    sa.update(MailAddress)
    .where(MailAddress.person_id == sa.bindparam("person"), MailAddress.waiting.is_not(None))
    .values(waiting=None, code_hash=None, code_until=None)
)


def propose_address(unit: Unit, person_id: str, address: str) -> None:
    """Keep what a coordinator entered for a new account, for its owner to be asked about."""
    unit.session.add(MailAddress(person_id=person_id, proposed=address, codes=0, tries=0))
    unit.session.flush()


def give_address(unit: Unit, keyring: Keyring, actor: Actor, address: str, locale: str) -> None:
    """Keep an address that nothing is sent to yet but one code. Raises `EnoughCodes` after three a day.

    An address in use stays so until then.
    """
    row = unit.session.get(MailAddress, actor.id)
    if row is None:
        row = MailAddress(person_id=actor.id, codes=0, tries=0)
        unit.session.add(row)
    code, row.waiting, row.proposed = new_code(keyring, row, unit.now), address, None
    unit.session.flush()
    post(unit, keyring, _letter(locale, address, _CODE_SUBJECT, _CODE, code=code), f"code:{new_id()}")
    record(unit, AuditTag.MAIL_ADDRESS_GIVEN, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def confirm_address(unit: Unit, keyring: Keyring, actor: Actor, code: str) -> bool:
    """Take the address into use where the code is right, in time and among five tries; a wrong one is counted."""
    row = unit.session.get(MailAddress, actor.id)
    if row is None or row.waiting is None or not code_is_right(keyring, row, code, unit.now):
        return False
    address, row.waiting, row.confirmed_at = row.waiting, None, unit.now
    unit.session.flush()
    _use(unit, keyring, actor, address)
    record(unit, AuditTag.MAIL_ADDRESS_CONFIRMED, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    return True


def keep_address(unit: Unit, actor: Actor) -> None:
    """Forget the address that waits for its code; the one in use stays, as if no other had been given."""
    if forget_waiting(unit, actor.id):
        record(unit, AuditTag.MAIL_ADDRESS_KEPT, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def remove_address(unit: Unit, keyring: Keyring, actor: Actor) -> None:
    """Forget one's own address; how many codes went today is kept, so that removing it allows no more of them."""
    row = unit.session.get(MailAddress, actor.id)
    known = unit.connection.scalar(_EMAIL, {"person": actor.id}) is not None
    if known or (row and row.proposed):
        record(unit, AuditTag.MAIL_ADDRESS_REMOVED, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    if row is not None:
        row.waiting = row.proposed = row.code_hash = row.code_until = row.confirmed_at = None
        unit.session.flush()
    if known:
        _use(unit, keyring, actor, None)


def forget_waiting(unit: Unit, person_id: str) -> bool:
    """Forget the address of somebody that waits for its code; False where none does."""
    return unit.connection.execute(_DROP, {"person": person_id}).rowcount == 1


def _use(unit: Unit, keyring: Keyring, actor: Actor, address: str | None) -> None:
    """Put another address, or none, in the place of the former, tell that one, and forget that letters got lost."""
    former = own_address(unit.connection, actor.id)
    unit.connection.execute(_USE, {"person": actor.id, "address": address})
    forget_unreachable(unit, actor.id)
    if former and former.email.casefold() != (address or "").casefold():
        letter = _letter(former.locale, former.email, _FORMER_SUBJECT, _FORMER)
        post(unit, keyring, letter, f"former-address:{new_id()}")


def _letter(locale: str, to: str, subject: str, text: str, **words: str) -> Letter:
    say = gettext_for(locale)[0]
    return Letter(to, _plain(say(subject)), f"{_plain(say(text, **words))}\n")


def _plain(text: str) -> str:
    return text.unescape() if hasattr(text, "unescape") else text

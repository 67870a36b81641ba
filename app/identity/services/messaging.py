"""Telling somebody something: the message in the house is the record; letter or text say that it is there (O36)."""

from __future__ import annotations

import json

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.ids import new_id
from app.foundation.mail import Letter
from app.foundation.texting import ShortText
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.addresses import LetterAddress, own_address
from app.identity.domain.messages import KINDS
from app.identity.message_queries import is_quiet, unmailed_of, wants_digest
from app.identity.models import Message, MessageSetting
from app.identity.services.actor import Actor, of_person
from app.identity.text_number_queries import TextAddress, text_address
from app.jobs.mail import post
from app.jobs.texts import post_text
from app.web.locales import gettext_for

_ADD = {
    "sqlite": sqlite.insert(Message).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(Message).on_conflict_do_nothing(index_elements=["key"]),
}
_READ = (
    sa.update(Message)
    .where(Message.person_id == sa.bindparam("person"), Message.read_at.is_(None))
    .values(read_at=sa.bindparam("now", type_=UtcDateTime))
)
_MAILED = (
    sa.update(Message)
    .where(Message.id.in_(sa.bindparam("messages", expanding=True)))
    .values(mailed_at=sa.bindparam("now", type_=UtcDateTime))
)
_SHORT = N_("There is a message for you in Provost.")
_SUBJECT = N_("A message for you")
_TEXT = N_("There is a message for you. Sign in to read it:")
_WEEKLY = N_("There are messages for you. Sign in to read them, or to say that you want no weekly letter:")


def tell(unit: Unit, person_id: str, kind: str, key: str, *, mailed: bool = False, **words: str) -> bool:
    """Tell somebody something; False when they were told under this `key` before. `words` fill the kind's sentence.

    `mailed` is for what has a letter of its own. The cause's own entry in the log stands for this too.
    """
    if kind not in KINDS:
        raise LookupError(kind)
    row = {
        "id": new_id(),
        "person_id": person_id,
        "kind": kind,
        "words": json.dumps(words),
        "key": key,
        "at": unit.now,
        "read_at": None,
        "mailed_at": unit.now if mailed else None,
    }
    return unit.connection.execute(_ADD[unit.connection.dialect.name], row).rowcount == 1


def mark_read(unit: Unit, actor: Actor) -> int:
    """Mark everything that was told to the person as read; return how much was new."""
    count = unit.connection.execute(_READ, {"person": actor.id, "now": unit.now}).rowcount
    if count:
        record(unit, AuditTag.MESSAGES_READ, actor=actor.id, role=actor.role, subject=of_person(actor.id), count=count)
    return count


def want_digest(unit: Unit, actor: Actor, wanted: bool) -> None:  # noqa: FBT001 - the wish itself
    """Keep whether the person wants the weekly letter."""
    if wants_digest(unit.connection, actor.id) == wanted:
        return
    unit.session.merge(MessageSetting(person_id=actor.id, digest=wanted))
    subject = of_person(actor.id)
    record(unit, AuditTag.DIGEST_CHOSEN, actor=actor.id, role=actor.role, subject=subject, wanted=wanted)


def mail_of(unit: Unit, keyring: Keyring, person_id: str, base_url: str, *, texts: bool = False) -> bool:
    """Post the one letter and, with `texts`, the one text that are due to somebody now, and note it; False for none.

    Quiet days hold all back. Weekly things go on Mondays, together with whatever else waits; letter and text say
    nothing but that there is something.
    """
    if is_quiet(unit.connection, person_id, unit.now.date()):
        return False
    to, waiting = own_address(unit.connection, person_id), unmailed_of(unit.connection, person_id)
    phone = text_address(unit.connection, person_id) if texts else None
    prompt = any(KINDS[one.kind].prompt for one in waiting)
    weekly = wants_digest(unit.connection, person_id)
    if (to or phone) and not prompt and weekly and unit.now.weekday():
        return False  # the weekly letter's day is to come
    ids = [one.id for one in waiting]
    unit.connection.execute(_MAILED, {"messages": ids, "now": unit.now})
    if not waiting or not (prompt or weekly):
        return False
    key, text = f"messages:{max(ids)}", _TEXT if prompt else _WEEKLY
    posted = to is not None and post(unit, keyring, _letter(to, text, f"{base_url}/messages"), key)
    texted = phone is not None and post_text(unit, keyring, _short(phone), key)
    return posted or texted


def _short(to: TextAddress) -> ShortText:
    return ShortText(to.number, _plain(gettext_for(to.locale)[0](_SHORT)))


def _letter(to: LetterAddress, text: str, address: str) -> Letter:
    words = gettext_for(to.locale)[0]
    return Letter(to.email, _plain(words(_SUBJECT)), f"{_plain(words(text))}\n\n{address}\n")


def _plain(text: str) -> str:
    return text.unescape() if hasattr(text, "unescape") else text

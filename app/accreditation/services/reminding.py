"""Reminding holders, and the coordinators of their agency, that a credential ends: 90, 30 and 7 days before, each once.

A letter names nobody, no number and no accreditation: it says that there is something to see, and where (A8).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date

from app.accreditation.domain.life import CredentialState
from app.accreditation.domain.renewal import reminders_due
from app.accreditation.issuer import Issuer
from app.accreditation.models import CredentialReminder
from app.accreditation.queries import CredentialRecord, credential_by_id
from app.accreditation.reminder_queries import reminders_sent
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.crypto import Keyring
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.addresses import LetterAddress, coordinators_addresses, coordinators_of, own_address
from app.identity.services.messaging import tell
from app.jobs.mail import post
from app.web.locales import babel_locale, gettext_for

_SUBJECT = N_("A certificate ends soon")
_TO_HOLDER = N_("A certificate of yours is valid until %(day)s. Sign in to see which one, and what to do to renew it:")
_TO_COORDINATOR = N_(
    "A certificate of an officer of your agency is valid until %(day)s. The officer was told. Sign in to see more:"
)


def remind(unit: Unit, credential_id: str, issuer: Issuer, keyring: Keyring) -> int:
    """Tell whom it concerns, post the letters that are due and note the reminders; return how many were noted.

    Several that are due at once, such as for what was entered late, are one letter. Doing it again does nothing.
    """
    credential, today = credential_by_id(unit.connection, credential_id), unit.now.date()
    if credential is None or credential.state(today) is not CredentialState.VALID:
        return 0
    due = reminders_due(credential.days_left(today), reminders_sent(unit.connection, credential_id))
    if not due:
        return 0
    for days in due:
        unit.session.add(CredentialReminder(credential_id=credential_id, days=days, at=unit.now))
    unit.session.flush()
    _tell_all(unit, credential, due[0])
    letters = _post_all(unit, credential, due[0], issuer, keyring)
    told: dict[str, Any] = {"number": credential.number, "days": list(due), "letters": letters}
    record(unit, AuditTag.CREDENTIAL_REMINDED, actor=SYSTEM, subject=credential_id, **told)
    return len(due)


def _tell_all(unit: Unit, credential: CredentialRecord, days: int) -> None:
    """The record in the house: the holder reads which and until when, a coordinator once a night that some end."""
    key, day = f"certificate-ends:{credential.id}:{days}", credential.valid_until.isoformat()
    own = own_address(unit.connection, credential.person_id)
    tell(unit, credential.person_id, "certificate-ends", key, mailed=own is not None, title=credential.title, day=day)
    written = {one.person_id for one in coordinators_addresses(unit.connection, credential.person_id, unit.now)}
    for one in coordinators_of(unit.connection, credential.person_id, unit.now):
        key = f"certificates-end:{one}:{unit.now.date()}"
        tell(unit, one, "officers-certificates-end", key, mailed=one in written)


def _post_all(unit: Unit, credential: CredentialRecord, days: int, issuer: Issuer, keyring: Keyring) -> int:
    own = own_address(unit.connection, credential.person_id)
    others = coordinators_addresses(unit.connection, credential.person_id, unit.now)
    letters = [(one, _TO_COORDINATOR, "/people") for one in others]
    letters += [(own, _TO_HOLDER, "/certificates")] if own else []
    for to, text, place in letters:
        letter = reminder(to, text, credential.valid_until, issuer.base_url + place)
        post(unit, keyring, letter, f"reminder:{credential.id}:{days}:{to.person_id}")
    return len(letters)


def reminder(to: LetterAddress, text: str, ends: date, address: str) -> Letter:
    """Return a letter in the language of its reader: one sentence, one link, nothing that names anybody."""
    day = format_date(ends, "d MMMM y", babel_locale(to.locale))
    words = gettext_for(to.locale)[0]
    return Letter(to.email, _plain(words(_SUBJECT)), f"{_plain(words(text, day=day))}\n\n{address}\n")


def _plain(text: str) -> str:
    return text.unescape() if hasattr(text, "unescape") else text

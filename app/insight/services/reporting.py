"""The board's report: asked for when a quarter is published, entered once with its hash, and its readers told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.addresses import own_address
from app.identity.queries import people_of_partner
from app.insight.domain.quarters import Quarter
from app.insight.models import BoardReport
from app.insight.report_queries import report_of
from app.jobs.mail import post
from app.jobs.services import enqueue
from app.web.locales import chosen, gettext_for, offered

JOB = "insight.print-report"
_SUBJECT = N_("Your quarterly report is ready")
_TEXT = N_("The report on your support is ready. Sign in to read it, or to take the PDF for your board:")


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A printed report."""

    partner: str
    quarter: Quarter
    locale: str
    pdf: bytes
    made_with: dict[str, Any]


def printed_in(locale: str) -> str:
    """Return the language of the report for who reads `locale`: that one where the pages have it, else English."""
    return chosen(locale, [], offered(demo=False))


def ask_for_report(unit: Unit, partner: str, quarter: Quarter, locale: str) -> bool:
    """Ask the worker for the report of a published quarter in a language; False where it was asked for before."""
    arguments = {"partner": partner, "period": quarter.key, "locale": locale}
    return enqueue(unit, JOB, arguments, key=f"report:{partner}:{quarter.key}:{locale}")


def enter_report(unit: Unit, made: MadeReport, keyring: Keyring, base_url: str) -> None:
    """Enter a report with its hash, and write to the people of the partner who read that language; once."""
    stored = report_of(unit.connection, made.partner, made.quarter.key, made.locale)
    if stored and stored.locale == made.locale:
        return
    digest = hashlib.sha256(made.pdf).hexdigest()
    unit.session.add(
        BoardReport(
            id=new_id(),
            period=made.quarter.key,
            audience=made.partner,
            locale=made.locale,
            sha256=digest,
            size=len(made.pdf),
            made_with=made.made_with,
            made_at=unit.now,
        )
    )
    unit.session.flush()
    letters = _write_to_readers(unit, made, keyring, base_url)
    subject = f"{made.partner}:{made.quarter.key}"
    record(unit, AuditTag.REPORT_MADE, actor=SYSTEM, subject=subject, sha256=digest, letters=letters)


def _write_to_readers(unit: Unit, made: MadeReport, keyring: Keyring, base_url: str) -> int:
    """A letter says that there is a report and where; the report itself stays behind the sign-in."""
    translate = gettext_for(made.locale)[0]
    text = f"{translate(_TEXT)}\n\n{base_url}/insight/reports\n"
    sent = 0
    for person_id in people_of_partner(unit.connection, made.partner, unit.now):
        address = own_address(unit.connection, person_id)
        if address and printed_in(address.locale) == made.locale:
            letter = Letter(address.email, str(translate(_SUBJECT)), text)
            sent += post(unit, keyring, letter, f"report:{made.partner}:{made.quarter.key}:{person_id}")
    return sent

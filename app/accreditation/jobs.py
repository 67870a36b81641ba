"""What the worker does for accreditation: prints, signs and stores certificates; considers who may have been missed."""

from __future__ import annotations

import structlog

from app.accreditation.issuer import Issuer
from app.accreditation.queries import credential_by_id, people_to_consider, statement_by_id
from app.accreditation.services.considering import consider, is_due
from app.accreditation.services.keeping_key import issuer_key
from app.accreditation.services.rendering import (
    MadeCertificate,
    created_at,
    design_of,
    identifier,
    note_file,
    printed,
    self_check,
)
from app.accreditation.signing.keys import DemoKeyRefused, IssuerKey
from app.accreditation.signing.pades import sign
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, ClockBehind, record
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.jobs.context import GiveUp, JobContext
from app.printing.designs import design
from app.printing.press import made_with, render

BATCH = 200
_log = structlog.get_logger()


def render_certificate(context: JobContext, *, credential_id: str) -> None:
    """Make the certificate of a credential from its frozen statement, check it, store it once: `certificate.render`.

    The signed file is stored first and entered into the register after; a worker killed in between leaves a file that
    nothing names, and the next turn makes another. The row is entered once, with the end of the job.
    """
    with context.database.reading() as connection:
        credential = credential_by_id(connection, credential_id)
        stored = statement_by_id(connection, credential_id)
    if credential is None or stored is None:
        raise GiveUp("there is no such credential")
    if credential.sha256:
        return
    made = _made(context, stored.text)
    self_check(made, credential.number, _key(context).root_pem)
    context.parts["storage"].put_once(made.storage_key, made.pdf)

    def enter(unit: Unit) -> None:
        note_file(unit, credential, made)
        context.finish(unit)

    context.write(enter)


def _made(context: JobContext, text: str) -> MadeCertificate:
    key, chosen = _key(context), design(design_of(text))
    pdf = render(chosen, printed(text, key.key_id), created=created_at(text), identifier=identifier(text))
    return MadeCertificate(sign(pdf, key, at=context.clock()), key.key_id, made_with(chosen))


def _key(context: JobContext) -> IssuerKey:
    issuer: Issuer = context.parts["issuer"]
    try:
        return issuer_key(context.parts["keys"], issuer, at=context.clock())
    except DemoKeyRefused as error:
        raise GiveUp("a demonstration key signs no real certificate") from error


def consider_all(context: JobContext) -> None:
    """Consider everyone who learns and does not hold every credential: `credentials.consider-all`, nightly.

    The reactions to facts grant at once; this finds whoever they missed, such as after a new scheme was loaded. Each
    person is read first and written only where something is due, in a unit of their own.
    """
    issuer, keyring = context.parts["issuer"], context.parts["keyring"]
    after = ""
    while people := _people(context, after):
        for person_id in people:
            _consider_one(context, person_id, issuer, keyring)
        after = people[-1]


def _people(context: JobContext, after: str) -> tuple[str, ...]:
    with context.database.reading() as connection:
        return people_to_consider(connection, after, BATCH)


def _consider_one(context: JobContext, person_id: str, issuer: Issuer, keyring: Keyring) -> None:
    try:
        with context.database.reading() as connection:
            due = is_due(connection, person_id, issuer)
        if due:
            context.write(lambda unit: consider(unit, person_id, issuer, keyring))
    except ClockBehind:
        raise
    except Exception as error:  # one person's broken record must not keep the others from being considered
        kind = type(error).__name__
        _log.error("consider failed", person=person_id, error=kind)
        context.write(lambda unit: _note_failure(unit, person_id, kind))


def _note_failure(unit: Unit, person_id: str, kind: str) -> None:
    record(unit, AuditTag.CONSIDER_FAILED, actor=SYSTEM, subject=person_id, error=kind)

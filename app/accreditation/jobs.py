"""What the worker does for accreditation: prints, signs and stores certificates; considers who may have been missed."""

from __future__ import annotations

import json
from functools import partial

import structlog

from app.accreditation.certificate_languages import design_of, language_for
from app.accreditation.copy_queries import file_in
from app.accreditation.domain.open_badge import issuer_id
from app.accreditation.domain.status_list import Purpose
from app.accreditation.issuer import Issuer
from app.accreditation.proof_queries import badge_of, lists_in_use
from app.accreditation.queries import credential_by_id
from app.accreditation.reminder_queries import credentials_ending
from app.accreditation.services.considering import consider, is_due
from app.accreditation.services.keeping_key import signers
from app.accreditation.services.proving import Proofs, make_proofs, prepare_proof, salt_bare
from app.accreditation.services.publishing_status import publish_list
from app.accreditation.services.reminding import remind
from app.accreditation.services.rendering import (
    MadeCertificate,
    check_proofs,
    created_at,
    identifier,
    note_copy,
    note_file,
    pictures_of,
    printed,
    self_check,
)
from app.accreditation.signing.keys import DemoKeyRefused
from app.accreditation.signing.pades import sign
from app.accreditation.signing.signer import Signers
from app.accreditation.signing.timestamping import service_at
from app.accreditation.statement_queries import statement_by_id
from app.accreditation.sweep_queries import people_to_consider
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, ClockBehind, record
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.identity.queries import language_of
from app.jobs.context import GiveUp, JobContext
from app.printing.attachment import Attached
from app.printing.designs import design
from app.printing.press import made_with, render
from app.printing.qr import qr_payload

BATCH = 200
BADGE = "credential.json"
_log = structlog.get_logger()


def render_certificate(context: JobContext, *, credential_id: str) -> None:
    """Make the certificate of a credential from its frozen statement, check it, store it once: `certificate.render`.

    The signed file is stored first and entered into the register after; a worker killed in between leaves a file that
    nothing names, and the next turn makes another. The row is entered once, with the end of the job.
    """
    with context.database.reading() as connection:
        credential = credential_by_id(connection, credential_id)
        stored = statement_by_id(connection, credential_id)
        wanted = language_of(connection, credential.person_id) if credential else ""
    if credential is None or stored is None:
        raise GiveUp("there is no such credential")
    if credential.sha256:
        return
    keys = _keys(context)
    proofs = _proofs(context, credential_id, stored.text, keys)
    language = language_for(stored.text, wanted)
    made = _made(context, stored.text, keys, proofs, language, proofs.badge_bytes, identifier(stored.text))
    self_check(made, credential.number, keys.pdf.root_pem)
    check_proofs(proofs, credential.number, keys)
    context.parts["storage"].put_once(proofs.storage_key, proofs.badge_bytes)
    context.parts["storage"].put_once(made.storage_key, made.pdf)

    def enter(unit: Unit) -> None:
        note_file(unit, credential, made, proofs)
        context.finish(unit)

    context.write(enter)


def render_copy(context: JobContext, *, credential_id: str, language: str) -> None:
    """Make the certificate again in another language, from the same statement with the same badge: `certificate.copy`.

    It is stored once and entered beside the original, with its own hash.
    """
    with context.database.reading() as connection:
        credential, stored = credential_by_id(connection, credential_id), statement_by_id(connection, credential_id)
        known, badge = file_in(connection, credential_id, language), badge_of(connection, credential_id)
    if credential is None or stored is None:
        raise GiveUp("there is no such credential")
    if known is not None:
        return
    keys, storage = _keys(context), context.parts["storage"]
    proofs = _proofs(context, credential_id, stored.text, keys)
    attached = storage.get(badge.storage_key) if badge else proofs.badge_bytes
    made = _made(context, stored.text, keys, proofs, language, attached, identifier(stored.text, language))
    self_check(made, credential.number, keys.pdf.root_pem)
    storage.put_once(made.storage_key, made.pdf)

    def enter(unit: Unit) -> None:
        note_copy(unit, credential, made)
        context.finish(unit)

    context.write(enter)


def _proofs(context: JobContext, credential_id: str, text: str, keys: Signers) -> Proofs:
    """Draw what is drawn by lot in a unit of its own, so that a second try makes the same badge and the same place."""
    proof = context.write(lambda unit: prepare_proof(unit, credential_id))
    address = qr_payload(json.loads(text)["verify_url"])
    return make_proofs(text, proof, keys, address=address, at=context.clock())


def _made(
    context: JobContext, text: str, keys: Signers, proofs: Proofs, language: str, badge: bytes, named: bytes
) -> MadeCertificate:
    chosen = design(design_of(text))
    pdf = render(
        chosen,
        printed(text, keys.pdf.key_id, proofs.record, language),
        created=created_at(text),
        identifier=named,
        qr_text=proofs.code,
        attachments=[Attached(BADGE, "application/json", badge, "Source", "Open Badges 3.0 credential")],
        pictures=pictures_of(text),
    )
    stamper = service_at(context.parts["timestamp_url"])
    signed = sign(pdf, keys.pdf, at=context.clock(), timestamper=stamper)
    return MadeCertificate(signed, keys.pdf.key_id, made_with(chosen), language)


def _keys(context: JobContext) -> Signers:
    issuer: Issuer = context.parts["issuer"]
    try:
        return signers(context.parts["keys"], issuer, at=context.clock())
    except DemoKeyRefused as error:
        raise GiveUp("a demonstration key signs no real certificate") from error


def publish_status_lists(context: JobContext) -> None:
    """Publish the status lists that changed or are a day old: `status-lists.publish`, each list in its own unit."""
    with context.database.reading() as connection:
        lists = tuple(lists_in_use(connection))
    if not lists:
        return
    issuer: Issuer = context.parts["issuer"]
    key = _keys(context).credential
    name = issuer_id(issuer.base_url)
    for status_list in lists:
        for purpose in Purpose:
            context.write(partial(publish_list, status_list=status_list, purpose=purpose, signer=key,
                                  base_url=issuer.base_url, issuer=name))  # fmt: skip


def consider_all(context: JobContext) -> None:
    """Consider everyone who learns and does not hold every credential: `credentials.consider-all`, nightly.

    The reactions to facts grant at once; this finds whoever they missed, such as after a new scheme was loaded. Each
    person is read first and written only where something is due, in a unit of their own. Certificates without a salt
    get one before.
    """
    while context.write(salt_bare):
        continue
    issuer, keyring = context.parts["issuer"], context.parts["keyring"]
    after = ""
    while people := _people(context, after):
        for person_id in people:
            _consider_one(context, person_id, issuer, keyring)
        after = people[-1]


def _people(context: JobContext, after: str) -> tuple[str, ...]:
    with context.database.reading() as connection:
        return people_to_consider(connection, after, BATCH, context.clock().date())


def _consider_one(context: JobContext, person_id: str, issuer: Issuer, keyring: Keyring) -> None:
    try:
        with context.database.reading() as connection:
            due = is_due(connection, person_id, issuer, keyring, context.database.clock().date())
        if due:
            context.write(lambda unit: consider(unit, person_id, issuer, keyring))
    except ClockBehind:
        raise
    except Exception as error:  # one person's broken record must not keep the others from being considered
        kind = type(error).__name__
        _log.error("consider failed", person=person_id, error=kind)
        context.write(lambda unit: _note_failure(unit, person_id, kind))


def remind_holders(context: JobContext) -> None:
    """Remind of the credentials that end in 90, 30 or 7 days: `credentials.remind`, nightly; each reminder once."""
    issuer, keyring, after = context.parts["issuer"], context.parts["keyring"], ""
    while ending := _ending(context, after):
        for credential_id in ending:
            context.write(partial(remind, credential_id=credential_id, issuer=issuer, keyring=keyring))
        after = ending[-1]


def _ending(context: JobContext, after: str) -> tuple[str, ...]:
    with context.database.reading() as connection:
        return credentials_ending(connection, context.clock().date(), after, BATCH)


def _note_failure(unit: Unit, person_id: str, kind: str) -> None:
    record(unit, AuditTag.CONSIDER_FAILED, actor=SYSTEM, subject=person_id, error=kind)

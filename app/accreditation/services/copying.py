"""The same certificate in another language: asked for by its holder, printed once by the worker."""

from __future__ import annotations

from app.accreditation.certificate_languages import languages_of
from app.accreditation.domain.life import CredentialState
from app.accreditation.queries import CredentialRecord
from app.accreditation.statement_queries import statement_by_id
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor
from app.jobs.services import enqueue

OVER = frozenset({CredentialState.WITHDRAWN, CredentialState.SUPERSEDED})
"""What is in one of these states is printed no more."""


class NotInThisLanguage(Refusal):
    """The certificate cannot be had in the language, or is no longer printed."""

    code = "not_in_this_language"
    message = N_(
        "This certificate cannot be printed in that language: its accreditation has no words in it, or the certificate "
        "was withdrawn or replaced."
    )


def ask_for_copy(unit: Unit, credential: CredentialRecord, language: str, actor: Actor) -> None:
    """Let the worker print the certificate in a language; asked again it is the same file. Raises `NotInThisLanguage`.

    Number, statement and badge are the same; only the words of the paper differ.
    """
    stored = statement_by_id(unit.connection, credential.id)
    if stored is None or language not in languages_of(stored.text) or credential.state(unit.now.date()) in OVER:
        raise NotInThisLanguage
    arguments = {"credential_id": credential.id, "language": language}
    if enqueue(unit, "certificate.copy", arguments, key=copy_key(credential.id, language)):
        record(unit, AuditTag.CERTIFICATE_COPY_ASKED_FOR, actor=actor.id, role=actor.role, subject=credential.id,
               number=credential.number, language=language)  # fmt: skip


def copy_key(credential_id: str, language: str) -> str:
    """Return the key of the job."""
    return f"certificate:{credential_id}:{language}"

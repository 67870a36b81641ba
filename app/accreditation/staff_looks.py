"""Looks of staff on the pages that everybody has, by number, QR code or PDF: kept silently, as on their own (A30)."""

from __future__ import annotations

from app.accreditation.afterwards import after_answer
from app.accreditation.queries import CredentialRecord
from app.accreditation.services.looking_up import note_look_by_file, note_look_by_number
from app.web.permissions import Permission
from app.web.visit import Visit

_WHY = "public-check"


def note_if_staff(visit: Visit, credential: CredentialRecord) -> None:
    """Keep after the answer that a member of staff looked a certificate up by its number; a QR code leads there too."""
    if visit.may(Permission.REGISTER_SEARCH):
        actor, role = visit.me.id, visit.me.role
        after_answer(visit, lambda unit: note_look_by_number(unit, actor, role, credential, _WHY))


def note_file_if_staff(visit: Visit, sha256: str, credential: CredentialRecord | None) -> None:
    """Keep after the answer that a member of staff had a PDF checked, or its fingerprint looked up."""
    if visit.may(Permission.REGISTER_SEARCH):
        actor, role = visit.me.id, visit.me.role
        after_answer(visit, lambda unit: note_look_by_file(unit, actor, role, sha256, credential, _WHY))

"""Reads of the files of a certificate in its languages."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.models import CertificateFile

_FILE = sa.select(CertificateFile.sha256, CertificateFile.storage_key).where(
    CertificateFile.credential_id == sa.bindparam("credential_id"), CertificateFile.locale == sa.bindparam("locale")
)
_LOCALES = sa.select(CertificateFile.credential_id, CertificateFile.locale).where(
    CertificateFile.credential_id.in_(sa.bindparam("credentials", expanding=True))
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A signed PDF: what it hashes to and where it lies."""

    sha256: str
    storage_key: str


def file_in(connection: sa.Connection, credential_id: str, locale: str) -> StoredFile | None:
    """Return the certificate in a language, the original among them; None where it was not made."""
    row = connection.execute(_FILE, {"credential_id": credential_id, "locale": locale}).one_or_none()
    return None if row is None else StoredFile(*row)


def languages_made(connection: sa.Connection, credentials: list[str]) -> dict[str, frozenset[str]]:
    """Return credential id → the languages in which its certificate is made."""
    found: dict[str, frozenset[str]] = dict.fromkeys(credentials, frozenset())
    for row in connection.execute(_LOCALES, {"credentials": credentials}):
        found[row.credential_id] |= {row.locale}
    return found

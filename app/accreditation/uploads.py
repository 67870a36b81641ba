"""A PDF that somebody sent to be checked: read in memory, compared, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import request

from app.accreditation.examining import examined_apart
from app.accreditation.page_words import compared_page
from app.accreditation.queries import CredentialRecord, credential_by_file, credential_by_number
from app.accreditation.signing.public_keys import load_roots
from app.accreditation.signing.verdict import LARGEST, Check, PdfVerdict, Verdict
from app.accreditation.statement_queries import statement_of
from app.foundation.words import N_
from app.web.visit import Visit

MEGABYTES = LARGEST // 2**20
HEADLINES = {
    Verdict.GENUINE: N_("Genuine: this issuer signed the file, and nothing was changed since"),
    Verdict.ALTERED: N_("Altered: this is not the file as it was signed"),
    Verdict.NOT_OURS: N_("Not ours: the file is signed by somebody else"),
    Verdict.UNSIGNED: N_("Not signed: this is not a certificate as it was issued"),
    Verdict.UNREADABLE: N_("Unreadable: this is not a PDF that can be checked"),
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is known of a file that was sent. `stored` is the credential whose certificate this is, byte for byte;
    `named` is the one whose number the file names, which proves nothing by itself; `page` says whether the file shows
    what the register tells everybody of that number."""

    sha256: str
    found: PdfVerdict
    stored: CredentialRecord | None
    named: CredentialRecord | None
    page: tuple[Check, ...] = ()

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        return HEADLINES[self.verdict]

    @property
    def verdict(self) -> Verdict:
        """The verdict: a file that the register holds byte for byte is genuine, whatever became of its key."""
        return Verdict.GENUINE if self.stored else self.found.verdict


def sent_file() -> tuple[bytes, str]:
    """Return the bytes of the field `file` and, where they cannot be taken, why."""
    upload = request.files.get("file")
    content = upload.read(LARGEST + 1) if upload else b""
    if not content:
        return b"", N_("Choose the PDF file of the certificate.")
    if len(content) > LARGEST:
        return b"", N_("This file is too big to be one of our certificates.")
    return content, ""


def check_file(visit: Visit, content: bytes) -> CheckedFile:
    """Compare the file with the register by its SHA-256 first, then examine its signature with the public keys.

    Raises `Busy` while others are examined.
    """
    digest = sha256(content).hexdigest()
    stored = credential_by_file(visit.read, digest)
    found = examined_apart(content, roots_of(visit))
    named = credential_by_number(visit.read, found.number or "")
    return CheckedFile(digest, found, stored, named, () if stored else _page(visit, content, named))


def _page(visit: Visit, content: bytes, named: CredentialRecord | None) -> tuple[Check, ...]:
    statement = statement_of(visit.read, named.number) if named else None
    return compared_page(content, statement.text) if statement else ()


def roots_of(visit: Visit) -> Sequence[bytes]:
    """Return the public roots of this instance as PEM, those of earlier keys too."""
    return load_roots(visit.parts["keys"], allow_demo=visit.parts["issuer"].demo)


def verdict_kind(checked: CheckedFile) -> str:
    """Return the kind of note that shows the verdict."""
    kinds: dict[Verdict, Any] = {Verdict.GENUINE: "ok", Verdict.UNREADABLE: "warn", Verdict.UNSIGNED: "warn"}
    return str(kinds.get(checked.verdict, "bad"))

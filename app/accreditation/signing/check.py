"""Examines a PDF that is said to be a certificate of ours, without a database and without the network."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO

from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from app.accreditation.domain.number import parse_number
from app.accreditation.signing.changes import AROUND, changes_of
from app.accreditation.signing.container import container_is_plain, time_stamp
from app.accreditation.signing.covering import HEAD, covered
from app.accreditation.signing.public_keys import is_demo, key_id
from app.accreditation.signing.timestamping import time_of
from app.accreditation.signing.verdict import LARGEST, Check, PdfVerdict, Verdict
from app.foundation.words import N_

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(hours=1)

# The verdict says all; without this, every doubtful file that a visitor sends writes a page of traceback into the log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


def examine(pdf: bytes, roots: Sequence[bytes]) -> PdfVerdict:
    """Return whether `pdf` is a certificate as one of the issuers under `roots` (PEM) signed it.

    Genuine needs all of: one signature; its digest and its value hold; its key stands under one of the roots at the
    time of signing; it covers the whole file; it forbids changes; a time stamp, where there is one, is of this
    signature and of that time (who runs the service is not judged). A later revision that viewers call harmless makes a
    file altered. Whether the certificate was withdrawn since is for the register to say. Never raises for what the file
    holds; a root that is no PEM is a mistake of ours and raises ValueError.
    """
    trusted = [_root(root) for root in roots]
    try:
        found = _examined(pdf, trusted)
    except Exception:  # a hostile file makes parsers fail in every way there is, and all of them mean the same here
        found = PdfVerdict(Verdict.UNREADABLE)
    return _with_checks(_with_changes(found, pdf))


def _examined(pdf: bytes, roots: list[asn1_x509.Certificate]) -> PdfVerdict:
    if len(pdf) > LARGEST or not pdf.startswith(HEAD):
        return PdfVerdict(Verdict.UNREADABLE)
    under = covered(pdf)
    if under and under.placed and under.end <= len(pdf) and not under.holds:  # whoever signed, it was not this file
        return PdfVerdict(Verdict.ALTERED, signed=True, number=_number_of(pdf))
    reader = PdfFileReader(BytesIO(pdf))
    signatures = reader.embedded_signatures
    found = PdfVerdict(Verdict.UNSIGNED, signed=bool(signatures), number=_number(reader))
    if not signatures:
        return found
    try:
        judged = _judged(_looked_at(found, pdf, signatures[0], roots))
        return judged if len(signatures) == 1 else replace(judged, verdict=Verdict.ALTERED)
    except Exception:  # the file is a PDF that claims a signature, and the signature is broken
        return replace(found, verdict=Verdict.ALTERED)


def _looked_at(
    found: PdfVerdict, pdf: bytes, signature: EmbeddedPdfSignature, roots: list[asn1_x509.Certificate]
) -> PdfVerdict:
    """Return `found` with everything that the signature shows, not yet judged."""
    at = signature.self_reported_timestamp
    status = _status(signature, roots, at or _NO_TIME)
    signer = x509.load_der_x509_certificate(signature.signer_cert.dump())
    plain = container_is_plain(pdf, [int(place) for place in signature.byte_range], signature.pkcs7_content)
    stamped_at = _stamped_at(signature)
    return replace(
        found, stamped_at=stamped_at, stamp_holds=_stamp_holds(status, stamped_at, at),
        key_id=key_id(signer), demo=is_demo(signer), signed_at=at, trusted=status.trusted,
        intact=status.intact and status.valid,
        whole_file=plain and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        docmdp_ok=bool(status.docmdp_ok) and signature.docmdp_level == MDPPerm.NO_CHANGES,
    )  # fmt: skip


def _status(signature: EmbeddedPdfSignature, roots: list[asn1_x509.Certificate], at: datetime) -> PdfSignatureStatus:
    """Validate at the time of signing: a certificate outlives the key that signed it."""
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False, moment=at))


def _stamped_at(signature: EmbeddedPdfSignature) -> datetime | None:
    token = time_stamp(signature.signer_info)
    return None if token is None else time_of(token)


def _stamp_holds(status: PdfSignatureStatus, stamped_at: datetime | None, at: datetime | None) -> bool:
    """Whether the time stamp, where there is one, was made over this signature, about when it says it was signed."""
    stamp = status.timestamp_validity
    if stamp is None or stamped_at is None or at is None:
        return stamp is None and stamped_at is None
    return bool(stamp.intact and stamp.valid and abs(stamped_at - at) <= _CLOCKS_DIFFER)


def _judged(found: PdfVerdict) -> PdfVerdict:
    if not (found.intact and found.stamp_holds):
        return replace(found, verdict=Verdict.ALTERED)
    if not found.trusted:
        return replace(found, verdict=Verdict.NOT_OURS)
    whole = found.whole_file and found.docmdp_ok
    return replace(found, verdict=Verdict.GENUINE if whole else Verdict.ALTERED)


def _with_changes(found: PdfVerdict, pdf: bytes) -> PdfVerdict:
    if found.verdict is Verdict.GENUINE or len(pdf) > LARGEST:
        return found
    changes = changes_of(pdf)
    if not changes and found.verdict is Verdict.ALTERED and not (found.intact and found.whole_file):
        changes = (AROUND,)
    return replace(found, changes=changes)


def _with_checks(found: PdfVerdict) -> PdfVerdict:
    readable = Check(N_("The file can be read as a PDF"), found.verdict != Verdict.UNREADABLE)
    signed = Check(N_("It is signed"), found.signed)
    of_signature = (
        Check(N_("The content is what was signed"), found.intact),
        Check(N_("The key of the signature is one of this issuer"), found.trusted),
        Check(N_("The signature covers the whole file, nothing was added"), found.whole_file),
        Check(N_("The signature forbids changes, and there are none"), found.docmdp_ok),
    )
    of_stamp = (Check(N_("A time-stamp service saw the signature at its time"), found.stamp_holds),)
    checked = (
        readable,
        *((signed,) if readable.passed else ()),
        *(of_signature[: None if found.intact else 1] if found.signed else ()),
        *(of_stamp if found.stamped_at or not found.stamp_holds else ()),
    )
    return replace(found, checked=checked)


def _number_of(pdf: bytes) -> str | None:
    """Return the number of a file that may have become unreadable."""
    try:
        return _number(PdfFileReader(BytesIO(pdf)))
    except Exception:  # parsers fail in every way there is
        return None


def _number(reader: PdfFileReader) -> str | None:
    """Return the certificate number from the subject of the document information."""
    trailer = reader.trailer.flatten()
    return parse_number(str(trailer["/Info"].get("/Subject", ""))) if "/Info" in trailer else None


@lru_cache(maxsize=64)
def _root(pem: bytes) -> asn1_x509.Certificate:
    _, _, der = asn1_pem.unarmor(pem)
    return asn1_x509.Certificate.load(der, strict=True)

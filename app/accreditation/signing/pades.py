"""Puts the issuer's signature into a PDF: PAdES B-T or B-B, invisible, certifying, no change allowed after it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.accreditation.signing.keys import IssuerKey
from app.accreditation.signing.repeating import RepeatingSigner
from app.accreditation.signing.timestamping import plainly

FIELD = "IssuerSignature"
_RESERVED = 6_144
"""Hexadecimal digits kept free for a container without a time-stamp, some 2,300 of which it takes: left to find out by
itself, pyHanko makes the whole container twice."""


class KeyOutOfDate(Exception):
    """The key may not sign at this moment: too early, or too late."""


class _SignerAt(signers.PdfSigner):
    """A signer that takes the moment of signing as an argument; pyHanko's own reads the clock of the machine."""

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """Open a session whose time is ours."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def sign(pdf: bytes, key: IssuerKey, *, at: datetime, timestamper: TimeStamper | None = None) -> bytes:
    """Return `pdf` signed (ETSI EN 319 142-1; ECDSA P-256, SHA-256) with `at` as the time of signing.

    With a time stamper the level is B-T: a service witnesses when the signature stood. There is no falling back to B-B:
    without its answer NoTimeStamp is raised, and nothing is signed. The signature certifies the document and forbids
    every later change (ISO 32000-1, 12.8.2.2, DocMDP level 1). ECDSA draws a random number, so two signatures differ:
    store the bytes. Raises KeyOutOfDate too.
    """
    if not key.covers(at):
        raise KeyOutOfDate(key.key_id)
    signer = _SignerAt(
        at, _metadata(), signer=_signer(key), new_field_spec=fields.SigFieldSpec(FIELD),
        timestamper=plainly(timestamper) if timestamper else None,
    )  # fmt: skip
    reserved = None if timestamper else _RESERVED
    signed: bytes = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=reserved).getvalue()
    return signed


def _metadata() -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _signer(key: IssuerKey) -> RepeatingSigner:
    """The root is not put into the file: whoever checks must have it already."""
    return RepeatingSigner(
        signing_cert=asn1_x509.Certificate.load(_der(key.certificate_pem)),
        signing_key=asn1_keys.PrivateKeyInfo.load(_der(key.private_key_pem)),
        cert_registry=SimpleCertificateStore(),
    )


def _der(pem: bytes) -> bytes:
    _, _, der = asn1_pem.unarmor(pem)
    return bytes(der)

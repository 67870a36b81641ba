"""Makes the two X.509 certificates behind a signature (RFC 5280): the root, and the issuer's under it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_LONGEST_NAME = 64  # RFC 5280, appendix A.1: ub-common-name, ub-organization-name
_CLOCKS_DIFFER = timedelta(minutes=5)
_YEAR = timedelta(days=365.25)


def certify_root(key: ec.EllipticCurvePrivateKey, issuer: str, name: str, at: datetime, years: int) -> x509.Certificate:
    """Return a self-signed root that may vouch for signing keys and for nothing below them."""
    subject = _name(issuer, name)
    builder = _builder(subject, subject, key.public_key(), at, years)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(_usage(ca=True), critical=True).sign(key, hashes.SHA384())


def certify_issuer(
    key: ec.EllipticCurvePublicKey, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey,
    issuer: str, name: str, at: datetime, years: int,
) -> x509.Certificate:  # fmt: skip
    """Return the issuer's certificate: it may sign documents, and not vouch for another key."""
    builder = _builder(_name(issuer, name), root.subject, key, at, years)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(ca=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return builder.add_extension(authority, critical=False).sign(root_key, hashes.SHA384())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, at: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCKS_DIFFER)
        .not_valid_after(at + years * _YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(issuer: str, name: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, issuer[:_LONGEST_NAME]),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST_NAME]),
    ])  # fmt: skip


def _usage(*, ca: bool) -> x509.KeyUsage:
    """A root signs certificates and lists; an issuer signs documents, and cannot deny it (content commitment)."""
    return x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip

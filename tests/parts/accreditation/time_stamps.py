"""A time-stamp service of the tests: it runs in the process, and its clock stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stamper(at: datetime = AT) -> DummyTimeStamper:
    """A service whose answers say `at`; its certificate and the one above it lie in the token."""
    own, key, above = _service()
    return DummyTimeStamper(own, key, certs_to_embed=[above], fixed_dt=at)


@cache
def _service() -> tuple[asn1_x509.Certificate, asn1_keys.PrivateKeyInfo, asn1_x509.Certificate]:
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _certificate("Time-stamp root of the tests", root_key, "Time-stamp root of the tests", root_key, ca=True)
    own = _certificate("Time-stamp service of the tests", key, "Time-stamp root of the tests", root_key, ca=False)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _loaded(own), asn1_keys.PrivateKeyInfo.load(private), _loaded(root)


def _certificate(
    name: str, key: rsa.RSAPrivateKey, above: str, above_key: rsa.RSAPrivateKey, *, ca: bool
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder(subject_name=_name(name), issuer_name=_name(above), public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return builder.sign(above_key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _loaded(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

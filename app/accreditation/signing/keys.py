"""The issuer's key: P-256 for signing certificates, vouched for by a P-384 root whose private half is not kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.accreditation.signing.issuing import certify_issuer, certify_root

DEMO_NAME = "Provost demonstration issuer – not valid"
DEMO_ROOT_NAME = "Provost demonstration root – not valid"
_NAMES = {True: (DEMO_ROOT_NAME, DEMO_NAME), False: ("Certificate root", "Certificate issuer")}
KEY_FILE, CERTIFICATE_FILE, ROOT_FILE = "issuer.key", "issuer.pem", "issuer-root.pem"
ROOT_FILES = "issuer-root*.pem"


class DemoKeyRefused(Exception):
    """A demonstration key was found where certificates are real."""


class BadKey(Exception):
    """The key, its certificate and its root do not belong together, or a file cannot be read."""


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """An issuer's key with what vouches for it. `key_id` is printed on certificates and names it in the register."""

    key_id: str
    certificate_pem: bytes
    root_pem: bytes
    private_key_pem: bytes = field(repr=False)

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the signing key."""
        return x509.load_pem_x509_certificate(self.certificate_pem)

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration key."""
        return is_demo(self.certificate)

    def covers(self, at: datetime) -> bool:
        """Whether the key may sign at this moment."""
        certificate = self.certificate
        return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def make_issuer_key(issuer: str, *, at: datetime, years: int = 10, demo: bool = False) -> IssuerKey:
    """Return a new key, valid for `years` from `at`, under a root of its own.

    The root's private half is forgotten here, so nobody can vouch for a second key with it.
    """
    root_name, name = _NAMES[demo]
    root_key, key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256R1())
    root = certify_root(root_key, issuer, root_name, at, years)
    certificate = certify_issuer(key.public_key(), root, root_key, issuer, name, at, years)
    return IssuerKey(key_id(certificate), _pem(certificate), _pem(root), _private_pem(key))


def key_id(certificate: x509.Certificate) -> str:
    """Return the short name of a key: the first 16 hexadecimal digits of the SHA-256 of its public half (SPKI)."""
    public = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(public).hexdigest()[:16]


def is_demo(certificate: x509.Certificate | bytes) -> bool:
    """Whether a certificate (or its PEM text) names itself a demonstration, as its subject or as its issuer."""
    if isinstance(certificate, bytes):
        certificate = x509.load_pem_x509_certificate(certificate)
    names = [*certificate.subject, *certificate.issuer]
    return any(name.oid == NameOID.COMMON_NAME and name.value in _NAMES[True] for name in names)


def save(key: IssuerKey, folder: Path) -> None:
    """Write the key into `folder`, each file for its owner only; FileExistsError rather than overwrite a key."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, pem in (
        (KEY_FILE, key.private_key_pem),
        (CERTIFICATE_FILE, key.certificate_pem),
        (ROOT_FILE, key.root_pem),
    ):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)


def load(folder: Path, *, allow_demo: bool) -> IssuerKey:
    """Read what `save` wrote; raises BadKey where the parts do not belong together, DemoKeyRefused for a demo key."""
    try:
        private, certificate_pem, root_pem = (
            (folder / n).read_bytes() for n in (KEY_FILE, CERTIFICATE_FILE, ROOT_FILE)
        )
        certificate, root = map(x509.load_pem_x509_certificate, (certificate_pem, root_pem))
        key = serialization.load_pem_private_key(private, None)
        certificate.verify_directly_issued_by(root)
    except (OSError, ValueError, TypeError, InvalidSignature) as error:
        raise BadKey(f"{folder.name}: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise BadKey(f"{folder.name}: the key is not the one of the certificate")
    if is_demo(certificate) and not allow_demo:
        raise DemoKeyRefused(folder.name)
    return IssuerKey(key_id(certificate), certificate_pem, root_pem, private)


def load_roots(folder: Path, *, allow_demo: bool) -> Sequence[bytes]:
    """Return every root of `folder` as PEM: the present one and those of earlier keys (issuer-root-….pem)."""
    roots = [path.read_bytes() for path in sorted(folder.glob(ROOT_FILES))]
    return tuple(root for root in roots if allow_demo or not is_demo(root))


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

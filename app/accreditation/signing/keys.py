"""The issuer's private key: P-256 for signing PDFs, vouched for by a P-384 root whose private half is not kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.accreditation.signing.issuing import certify_issuer, certify_root
from app.accreditation.signing.public_keys import NAMES, is_demo, key_id

KEY_FILE, CERTIFICATE_FILE, ROOT_FILE = "issuer.key", "issuer.pem", "issuer-root.pem"


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

    def sign(self, data: bytes) -> bytes:
        """Return the signature of `data`: ECDSA with SHA-256, as DER."""
        private = serialization.load_pem_private_key(self.private_key_pem, None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise BadKey(self.key_id)
        return private.sign(data, ec.ECDSA(hashes.SHA256()))


def make_issuer_key(issuer: str, *, at: datetime, years: int = 10, demo: bool = False) -> IssuerKey:
    """Return a new key, valid for `years` from `at`, under a root of its own.

    The root's private half is forgotten here, so nobody can vouch for a second key with it.
    """
    root_name, name = NAMES[demo]
    root_key, key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256R1())
    root = certify_root(root_key, issuer, root_name, at, years)
    certificate = certify_issuer(key.public_key(), root, root_key, issuer, name, at, years)
    return IssuerKey(key_id(certificate), _pem(certificate), _pem(root), _private_pem(key))


def save(key: IssuerKey, folder: Path) -> None:
    """Write the key into `folder`, each file for its owner only; FileExistsError rather than overwrite a key."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, pem in _files(key):
        write_new(folder / name, pem)


def rotate(key: IssuerKey, folder: Path, *, allow_demo: bool) -> IssuerKey:
    """Put `key` in the place of the present one, whose private half goes; return the one that was replaced.

    The certificate and the root of the replaced key stay under names of their own, so what it signed stays good.
    A rotation that was cut short is ended first: the new files lie beside the old ones, the private key comes last.
    """
    _put_in_place(folder)
    old = load(folder, allow_demo=allow_demo)
    for name, pem in (
        (f"issuer-{old.key_id}.pem", old.certificate_pem),
        (f"issuer-root-{old.key_id}.pem", old.root_pem),
    ):
        if not (folder / name).exists():
            write_new(folder / name, pem)
    for name, pem in reversed(_files(key)):
        write_new(folder / f"{name}.new", pem)
    _put_in_place(folder)
    return old


def write_new(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read; FileExistsError where there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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


def _put_in_place(folder: Path) -> None:
    whole = (folder / f"{KEY_FILE}.new").exists()
    for name in (CERTIFICATE_FILE, ROOT_FILE, KEY_FILE):
        new = folder / f"{name}.new"
        if whole and new.exists():
            os.replace(new, folder / name)
        new.unlink(missing_ok=True)


def _files(key: IssuerKey) -> tuple[tuple[str, bytes], ...]:
    return (KEY_FILE, key.private_key_pem), (CERTIFICATE_FILE, key.certificate_pem), (ROOT_FILE, key.root_pem)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

"""A time-stamp service of the tests, in the process or over HTTP; its clock stands still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256, sha384
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from asn1crypto import cms, core, tsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.general import as_signing_certificate, as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stamper(at: datetime = AT, kind: str = "rsa") -> DummyTimeStamper:
    """A service whose answers say `at`; its certificate and the one above it lie in the token.

    `rsa` signs with SHA-256 and names its certificate as RFC 2634 does, `ec` with P-384 and SHA-384 and as RFC 5035;
    `long` is as `rsa`, with two certificates above, whose root does not lie in the token.
    """
    own, key, *above = _service(kind)
    made, md = (_Elliptic, "sha384") if kind == "ec" else (_Rsa, "sha256")
    return made(own, key, certs_to_embed=above, fixed_dt=at, override_md=md)


class _Rsa(DummyTimeStamper):
    """The service of the library, whose key is read and examined once and not for each answer."""

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, cms.CMSAttributes]:
        attributes = cms.CMSAttributes([
            simple_cms_attribute("content_type", "tst_info"),
            simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
            simple_cms_attribute("signing_certificate", as_signing_certificate(self.tsa_cert)),
            simple_cms_attribute("message_digest", sha256(tst_info_data).digest()),
        ])  # fmt: skip
        key = _read(self.tsa_key.dump())
        assert isinstance(key, rsa.RSAPrivateKey)
        return key.sign(attributes.dump(), PKCS1v15(), hashes.SHA256()), attributes


@cache
def _read(private: bytes) -> object:
    return load_der_private_key(private, None)


class _Elliptic(DummyTimeStamper):
    """The service of the library signs with RSA only."""

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: datetime) -> tuple[bytes, cms.CMSAttributes]:
        attributes = cms.CMSAttributes([
            simple_cms_attribute("content_type", "tst_info"),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
            simple_cms_attribute("message_digest", sha384(tst_info_data).digest()),
        ])  # fmt: skip
        key = load_der_private_key(self.tsa_key.dump(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key.sign(attributes.dump(), ec.ECDSA(hashes.SHA384())), attributes

    def _build_signed_data(
        self, tst_info_data: bytes, md_algorithm: str, signature: bytes, signed_attrs: cms.CMSAttributes
    ) -> dict[str, Any]:
        data: dict[str, Any] = super()._build_signed_data(tst_info_data, md_algorithm, signature, signed_attrs)
        data["signer_infos"][0]["signature_algorithm"] = {"algorithm": "sha384_ecdsa"}
        return data


class Answers(BaseHTTPRequestHandler):
    """The service over HTTP, on this machine; `broken` says what it answers instead, `at` what its clock says."""

    broken: bytes = b""
    at: datetime = AT

    def do_POST(self) -> None:  # noqa: N802
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(self.broken or stamper(self.at).request_tsa_response(asked).dump())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def answering() -> Iterator[str]:
    """The address at which `Answers` answers meanwhile."""
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


_Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def _service(kind: str) -> tuple[Any, ...]:
    """The certificate of the service, its key, and the certificates above it that lie in the token."""
    names = [f"Time-stamp {one} of the tests" for one in ("service", "authority", "root")]
    keys = [_key(kind) for _ in names]
    root = _certificate(names[2], keys[2], names[2], keys[2], ca=True)
    own = _certificate(names[0], keys[0], names[2], keys[2], ca=False)
    above = [root]
    if kind == "long":
        own = _certificate(names[0], keys[0], names[1], keys[1], ca=False)
        above = [_certificate(names[1], keys[1], names[2], keys[2], ca=True),
                 _certificate(names[2], keys[2], "Root that is elsewhere", _key(kind), ca=True)]  # fmt: skip
    private = keys[0].private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _loaded(own), asn1_keys.PrivateKeyInfo.load(private), *map(_loaded, above)


def _key(kind: str) -> _Key:
    return ec.generate_private_key(ec.SECP384R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


def _certificate(name: str, key: _Key, above: str, above_key: _Key, *, ca: bool) -> x509.Certificate:
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


def ending_even() -> tuple[DummyTimeStamper, bytes]:
    """A service under a root whose certificate's signature ends with a bit that is zero; and that signature."""
    while True:
        own, key, root = _service.__wrapped__("ec")
        signature = bytes(root["signature_value"].native)
        if signature[-1] % 2 == 0:
            return _Elliptic(own, key, certs_to_embed=[root], fixed_dt=AT, override_md="sha384"), signature

"""Asks a time-stamp service (RFC 3161) to witness a signature, and writes its answer so that no bit of it is loose.

A token is a signed container of its own, with fields that nobody signs. It is written anew from what is signed, from
its signer's certificate, which the signed part names by its digest, and from certificates that vouch for each other in
the file. What could not be checked offline is left out; the checker writes the token anew in the same way and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import new as digest
from typing import Any
from urllib.request import Request, urlopen

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import SignatureAlgorithmOID
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import set_tsp_headers

SECONDS = 10
_LARGEST = 64 * 2**10  # bytes of an answer; usual are 2 to 8 kB
_KINDS = SignatureAlgorithmOID
_READ_BY_BROWSERS = frozenset({
    _KINDS.RSA_WITH_SHA256, _KINDS.RSA_WITH_SHA384, _KINDS.RSA_WITH_SHA512,
    _KINDS.ECDSA_WITH_SHA256, _KINDS.ECDSA_WITH_SHA384, _KINDS.ECDSA_WITH_SHA512,
})  # fmt: skip


class NoTimeStamp(Exception):
    """The time-stamp service gave no time stamp that holds; the certificate is not signed without one."""


class TimeStampService(TimeStamper):
    """The service at an address, http or https (RFC 3161, 3.4)."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the answer of the service; OSError or ValueError where there is none."""
        asked = Request(self.url, req.dump(), set_tsp_headers({}))  # noqa: S310  the settings allow http and https only
        with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
            return tsp.TimeStampResp.load(answer.read(_LARGEST), strict=True)


@lru_cache(maxsize=8)
def service_at(url: str) -> TimeStampService | None:
    """Return the service at `url`, one object for each; None where no service is configured (level B-B)."""
    return TimeStampService(url) if url else None


class _Plain(TimeStamper):
    """Any time stamper, its tokens written plainly."""

    def __init__(self, inner: TimeStamper) -> None:
        super().__init__()
        self._inner = inner

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token; NoTimeStamp where there is none that holds."""
        try:
            return plain_token(await self._inner.async_timestamp(message_digest, md_algorithm))
        except NoTimeStamp:
            raise
        except Exception as error:  # whatever a distant service answers, the reason is the same here
            raise NoTimeStamp(f"{type(error).__name__}: {error}") from error


@lru_cache(maxsize=8)
def plainly(stamper: TimeStamper) -> TimeStamper:
    """Return `stamper` with its tokens written plainly; one object for each, since it keeps the size of an answer."""
    return _Plain(stamper)


def plain_token(token: cms.ContentInfo) -> cms.ContentInfo:
    """Return the token made from its signed parts alone; NoTimeStamp where it is of a kind that cannot be."""
    data = token["content"]
    (signer,) = data["signer_infos"]
    present = [one.chosen for one in data["certificates"] if one.name == "certificate"]
    own = _named(signer, present)
    return cms.ContentInfo({"content_type": "signed_data", "content": _signed_data(data, signer, own, present)})


def time_of(token: cms.ContentInfo) -> datetime:
    """Return the time that the token states."""
    stated: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return stated


def _signed_data(data: Any, signer: Any, own: Any, present: Sequence[Any]) -> cms.SignedData:
    kind = signer["digest_algorithm"]["algorithm"].native
    content = cms.ParsableOctetString(bytes(data["encap_content_info"]["content"]))
    return cms.SignedData({
        "version": "v3",
        "digest_algorithms": [{"algorithm": kind}],
        "encap_content_info": {"content_type": "tst_info", "content": content},
        "certificates": [own, *_proven(own, present)],
        "signer_infos": [{
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
            "digest_algorithm": {"algorithm": kind},
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": {"algorithm": _scheme(signer, kind)},
            "signature": signer["signature"],
        }],
    })  # fmt: skip


def _scheme(signer: Any, kind: str) -> str:
    scheme = signer["signature_algorithm"].signature_algo
    if scheme not in {"rsassa_pkcs1v15", "ecdsa"} or kind not in {"sha256", "sha384", "sha512"}:
        raise NoTimeStamp(f"the service signs with {scheme} and {kind}")
    return f"{kind}_{'rsa' if scheme == 'rsassa_pkcs1v15' else scheme}"


def _named(signer: Any, present: Sequence[Any]) -> Any:
    """Return the certificate whose digest stands among what is signed (RFC 5035, RFC 2634)."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native in {"signing_certificate", "signing_certificate_v2"}:
            identity = attribute["values"][0]["certs"][0]
            newer = attribute["type"].native.endswith("v2")
            kind = identity["hash_algorithm"]["algorithm"].native if newer else "sha1"
            for certificate in present:
                if digest(kind, certificate.dump(), usedforsecurity=False).digest() == identity["cert_hash"].native:
                    return certificate
    raise NoTimeStamp("the token does not bring the certificate that it names")


def _proven(own: Any, present: Sequence[Any]) -> list[Any]:
    """Return those of the other certificates that one of those that stay vouches for, in a fixed order.

    Services often leave the root out: the certificate below it is vouched for by nobody then and is left out, and so
    on down. So the checker, who sees only what was written, writes the same again.
    """
    read = {one.dump(): x509.load_der_x509_certificate(one.dump()) for one in present}
    kept = set(read) - {own.dump()}
    while gone := {one for one in kept if not any(_vouches(read[two], read[one]) for two in (*kept, own.dump()))}:
        kept -= gone
    return [one for one in sorted(present, key=lambda one: bytes(one.dump())) if one.dump() in kept]


def _vouches(above: x509.Certificate, below: x509.Certificate) -> bool:
    """Whether `above` signed `below`, in a way that the check in a browser can read too (`signed-file.js`)."""
    whole = below.public_bytes(Encoding.DER).endswith(b"\0" + below.signature)  # no bit of it is said to be unused
    if below.signature_algorithm_oid not in _READ_BY_BROWSERS or not whole:
        return False
    try:
        below.verify_directly_issued_by(above)
    except Exception:  # another name, another kind of key, a signature that does not hold
        return False
    return True

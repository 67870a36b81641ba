"""Signs again and again with one key: what stays the same in the container of a signature is made once.

pyHanko builds a container anew for each signature, out of some hundred small objects, which takes longer than all the
rest of signing. For one key only the digest of the document and the signature differ. So pyHanko builds one container,
and each further one is that one with another digest, signed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core
from pyhanko.sign import signers

_NO_DIGEST = bytes(32)
_SEQUENCE, _SET, _OCTETS, _EXPLICIT = 0x30, 0x31, 0x04, 0xA0
_LONG_FORM = 0x80  # a length from here on is written with a byte that says how many bytes it takes (X.690, 8.1.3)
_SIGNED_DATA = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()


class RepeatingSigner(signers.SimpleSigner):
    """A key whose containers without a time stamp are made from its first one; with a time stamp pyHanko makes each.

    All containers of one object have the same form, so it is used for one kind of signature only.
    """

    _form: _Form | None = None

    async def async_sign(
        self, data_digest: bytes, digest_algorithm: str, dry_run: Any = False, use_pades: Any = False,
        timestamper: Any = None, signed_attr_settings: Any = None, is_pdf_sig: Any = True,
        encap_content_info: Any = None,
    ) -> cms.ContentInfo:  # fmt: skip
        """Return the container of a signature over `data_digest`."""
        given = (dry_run, use_pades, timestamper, signed_attr_settings, is_pdf_sig, encap_content_info)
        if dry_run or timestamper is not None or len(data_digest) != len(_NO_DIGEST):
            return await super().async_sign(data_digest, digest_algorithm, *given)
        if self._form is None:
            self._form = _form_of(await super().async_sign(_NO_DIGEST, digest_algorithm, *given))
        attributes = self._form.attributes(data_digest)
        signature = await self.async_sign_raw(bytes([_SET]) + attributes[1:], digest_algorithm)
        return cms.ContentInfo.load(self._form.container(attributes, signature))


@dataclass(frozen=True, slots=True)
class _Form:
    """The parts of a container that stay, as DER: before and behind the digest, before and behind the attributes."""

    before_digest: bytes
    behind_digest: bytes
    of_data: bytes
    of_signer: bytes
    scheme: bytes

    def attributes(self, digest: bytes) -> bytes:
        """Return the signed attributes as they stand in a container; they are signed as a set (RFC 5652, 5.4)."""
        return self.before_digest + digest + self.behind_digest

    def container(self, attributes: bytes, signature: bytes) -> bytes:
        """Return the container: ContentInfo, SignedData, one SignerInfo (RFC 5652, 3, 5.1 and 5.3)."""
        signer = _written(_SEQUENCE, self.of_signer + attributes + self.scheme + _written(_OCTETS, signature))
        data = _written(_SEQUENCE, self.of_data + _written(_SET, signer))
        return _written(_SEQUENCE, _SIGNED_DATA + _written(_EXPLICIT, data))


def _form_of(container: cms.ContentInfo) -> _Form:
    data = cms.ContentInfo.load(container.dump())["content"]
    (signer,) = data["signer_infos"]
    before, behind = signer["signed_attrs"].dump().split(_NO_DIGEST)
    return _Form(
        before, behind, _parts(data, "version", "digest_algorithms", "encap_content_info", "certificates"),
        _parts(signer, "version", "sid", "digest_algorithm"), _parts(signer, "signature_algorithm"),
    )  # fmt: skip


def _parts(of: Any, *names: str) -> bytes:
    return b"".join(of[name].dump() for name in names)


def _written(tag: int, content: bytes) -> bytes:
    """Return tag, length and content (X.690, 8.1)."""
    size = len(content)
    if size < _LONG_FORM:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG_FORM | len(length)]) + length + content

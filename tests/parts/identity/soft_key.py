"""A passkey made of software, for tests: answers as a phone would (W3C Web Authentication, sections 6.1 and 6.5)."""

from __future__ import annotations

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, OWNER_CHECKED, KEY_INCLUDED = 1, 4, 64


def packed(data: bytes) -> str:
    """Return bytes as browsers write them in JSON."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """Return what `packed` wrote."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(slots=True)
class SoftKey:
    """One key pair, kept for `host`; `count` goes up with each use where it `counts`."""

    origin: str = "http://localhost"
    host: str = "localhost"
    flags: int = PRESENT | OWNER_CHECKED
    count: int = 0
    counts: bool = True
    id_as: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def id(self) -> bytes:
        """Return the credential id: here, the hash of the public key, unless it claims to be another."""
        if self.id_as:
            return self.id_as
        numbers = self.key.public_key().public_numbers()
        return hashlib.sha256(numbers.x.to_bytes(32, "big")).digest()

    def made(self, options: str) -> str:
        """Answer the request to make a key."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(cose)
        data = self._data(self.flags | KEY_INCLUDED) + attested
        said = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(self._client("webauthn.create", options), attestationObject=packed(said))

    def used(self, options: str) -> str:
        """Answer the request to use the key."""
        self.count += self.counts
        client, data = self._client("webauthn.get", options), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(client, authenticatorData=packed(data), signature=packed(signature))

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, client: bytes, **response: Any) -> str:
        said = {"clientDataJSON": packed(client), **response}
        return json.dumps({"id": packed(self.id), "rawId": packed(self.id), "type": "public-key", "response": said})

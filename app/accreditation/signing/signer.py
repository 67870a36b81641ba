"""What a key does, whatever it is made of and wherever it lies: the three keys behind one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.accreditation.signing.ed25519 import SigningKey
from app.accreditation.signing.keys import IssuerKey


class Signer(Protocol):
    """A key that signs. A key in a hardware module is one more class with these four names."""

    @property
    def key_id(self) -> str:
        """The name of the key, as it is published."""

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration key."""

    def covers(self, at: datetime) -> bool:
        """Whether the key may sign at this moment."""

    def sign(self, data: bytes) -> bytes:
        """Return the signature of `data`."""


@dataclass(frozen=True, slots=True)
class Signers:
    """The keys of an issuer: for the PDF, for badges and status lists, for QR codes."""

    pdf: IssuerKey
    credential: SigningKey
    qr: SigningKey

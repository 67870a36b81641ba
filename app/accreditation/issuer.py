"""Who issues: the name on the certificate, where it is verified, whether this instance may issue for real."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing body. `demo` prints SPECIMEN and allows schemes that rest on unreviewed courses."""

    name: str
    base_url: str
    demo: bool

    def verify_url(self, number: str) -> str:
        """Return the address that the QR code carries."""
        return f"{self.base_url}/verify/{number}"

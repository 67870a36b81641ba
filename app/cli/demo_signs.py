"""How demo people sign in: passwords and codes derived from the instance's own secret, so none is shared or stored."""

from __future__ import annotations

import base64
import hashlib
import hmac


def demo_password(secret: str, name: str) -> str:
    """Return the password of a demo person: three groups of letters and digits, 15 characters and more."""
    text = base64.b32encode(_derived(secret, "password", name)).decode().lower()
    return f"{text[:5]}-{text[5:10]}-{text[10:15]}"


def demo_totp(secret: str, name: str) -> str:
    """Return the TOTP secret of a demo person in base 32 (RFC 6238)."""
    return base64.b32encode(_derived(secret, "totp", name)[:20]).decode()


def _derived(secret: str, purpose: str, name: str) -> bytes:
    return hmac.new(secret.encode(), f"demo/{purpose}/{name}".encode(), hashlib.sha256).digest()

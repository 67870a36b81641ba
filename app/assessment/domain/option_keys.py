"""Keys of options that betray nothing: neither the place that the author gave an option nor what it belongs to."""

from __future__ import annotations

import hashlib


def opaque_key(question: str, text: str) -> str:
    """Return the key of an option by what it says; it stays when options change places or others come in."""
    return hashlib.sha256(f"{question}\n{' '.join(text.split())}".encode("utf-8", "replace")).hexdigest()[:8]

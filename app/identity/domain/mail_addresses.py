"""E-mail addresses as people write them, brought into the form that every mail server takes (RFC 5321)."""

from __future__ import annotations

import re

LONGEST = 254
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*", re.ASCII)
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}", re.ASCII)


def deliverable(written: str) -> str | None:
    """Return the address that letters can go to; None for what is none.

    Marks of writing direction do not count; a domain in its own script is written as the name service knows it
    (RFC 3490). Before the @ only ASCII is taken: many servers know nothing else.
    """
    local, at, domain = _UNSEEN.sub("", written).strip().partition("@")
    try:
        name = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    address = f"{local}{at}{name}"
    fits = len(local) <= 64 and len(address) <= LONGEST
    return address if fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(name) else None


def shown_part(address: str) -> str:
    """Return an address as its owner recognises it and a stranger who looks on does not: first letter and domain."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"

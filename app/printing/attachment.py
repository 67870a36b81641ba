"""A file that travels inside a certificate, such as its credential: a plain value, given by who asks for the print."""

from __future__ import annotations

from typing import NamedTuple


class Attached(NamedTuple):
    """A file to attach. `relationship` is one of ISO 32000-2, table 43: Source, Data, Alternative, Supplement …"""

    name: str
    mime: str
    content: bytes
    relationship: str
    description: str = ""

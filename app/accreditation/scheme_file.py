"""A version of a scheme as a file: what the reader makes of it is the version again, to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

PAPERS = ("sheets", "conduct")
"""What stands in files of its own beside the scheme, and is never changed in the browser."""


def scheme_file(document: Mapping[str, Any]) -> str:
    """Return the YAML of a document; the sheets and codes of conduct that it names stay in their own files."""
    writer, written = YAML(), StringIO()
    writer.width = 118
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump({key: value for key, value in document.items() if key not in PAPERS}, written)
    return written.getvalue()

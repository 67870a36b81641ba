"""Linked data as one text: RDF Dataset Canonicalization (W3C), over contexts that lie beside; for the worker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pyld import jsonld

CONTEXTS: Mapping[str, str] = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
}
FOLDER = Path(__file__).parent / "contexts"


class ForbiddenContext(Exception):
    """A document names a context that is not kept here; nothing is ever fetched."""


def canonical_quads(document: Mapping[str, Any]) -> bytes:
    """Return the canonical N-Quads of a JSON-LD document (RDFC-1.0, SHA-256); raises `ForbiddenContext`.

    What a context does not define is left out by JSON-LD, and so is not signed: a badge may hold defined words only.
    """
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _kept}
    try:
        quads: str = jsonld.normalize(dict(document), options)
    except jsonld.JsonLdError as error:
        raise ForbiddenContext(str(error.args[0] if error.args else error)) from error
    return quads.encode()


def _kept(url: str, _options: object = None) -> dict[str, Any]:
    if url not in CONTEXTS:
        raise ForbiddenContext(url)
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": _read(CONTEXTS[url]),
        "contentType": "application/ld+json",
        "tag": "static",  # it never changes: PyLD resolves it once for the process, not once for each document
    }


@cache
def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_bytes())

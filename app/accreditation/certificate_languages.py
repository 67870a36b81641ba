"""The languages that a certificate can be had in: its design has words for them, and its scheme was frozen in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.accreditation.domain.wording import Wording, languages
from app.printing.designs import design

LANGUAGE = "en"


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages a certificate can be had in: the design has words for them, and the scheme its texts."""
    scheme = json.loads(text)["scheme"]
    given = languages(said_in(scheme, "title")) & languages(said_in(scheme, "statement"))
    return tuple(one for one in design(design_of(text)).languages if one in given or one == LANGUAGE)


def language_for(text: str, wanted: str) -> str:
    """Return `wanted` where the certificate can be had in it, else English."""
    return wanted if wanted in languages_of(text) else LANGUAGE


def design_of(text: str) -> str:
    """Return the key of the design that the statement asks for."""
    return str(json.loads(text)["scheme"]["design"])


def said_in(scheme: Mapping[str, Any], name: str) -> Wording:
    """Return a text of the scheme in all the languages that it was frozen in."""
    said: Wording = scheme.get(f"{name}s") or scheme[name]
    return said

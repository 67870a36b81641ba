"""The words of a transcript in each of its languages, as its design gives them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from app.printing.reports import report_design

DESIGN = "transcript"
Words = Mapping[str, str]


@cache
def transcript_words() -> Mapping[str, Words]:
    """Return language → words of a transcript, as its design gives them."""
    return tomllib.loads((report_design(DESIGN).folder / "words.toml").read_text(encoding="utf-8"))

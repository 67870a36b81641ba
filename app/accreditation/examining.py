"""Examines a PDF that somebody sent in a process apart: what it costs, a hostile one costs that process alone."""

from __future__ import annotations

from collections.abc import Sequence

from app.accreditation.signing.verdict import Check, PdfVerdict, Verdict
from app.accreditation.signing.verdict_text import from_json
from app.foundation.apart import WITH_STRANGERS, TooMuch, ask_apart
from app.foundation.words import N_

_APART = "app.accreditation.apart_examination"
WITHIN_LIMITS = N_("The file can be examined with the time and memory that one certificate may take")


def examined_apart(pdf: bytes, roots: Sequence[bytes]) -> PdfVerdict:
    """Return what `signing.check.examine` finds, or that the file is too much to be examined. Raises `Busy`.

    Nothing is said of a file that is too much: neither that it is signed nor which number it names.
    """
    try:
        return from_json(
            ask_apart(_APART, b"".join([*roots, pdf]), *map(str, map(len, roots)), patience=WITH_STRANGERS)
        )
    except TooMuch:
        return PdfVerdict(Verdict.UNREADABLE, checked=(Check(WITHIN_LIMITS, passed=False),))

"""A verdict as one process tells it to another: what JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.accreditation.signing.verdict import Change, Check, PdfVerdict, Verdict

_TIMES = ("signed_at", "stamped_at")


def to_json(found: PdfVerdict) -> dict[str, Any]:
    """Return a verdict as names, numbers and lists; times as ISO 8601 has them."""
    values = asdict(found)
    return {**values, **{name: at.isoformat() for name in _TIMES if (at := values[name])}}


def from_json(values: Mapping[str, Any]) -> PdfVerdict:
    """Return the verdict that `to_json` told. Raises `TypeError`, `KeyError` or `ValueError` for anything else."""
    read = {
        "verdict": Verdict(values["verdict"]),
        "checked": tuple(Check(**one) for one in values["checked"]),
        "changes": tuple(Change(**one) for one in values["changes"]),
        **{name: datetime.fromisoformat(at) if (at := values[name]) else None for name in _TIMES},
    }
    return PdfVerdict(**{**values, **read})

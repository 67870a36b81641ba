"""How a translated file stands: of which source it was made, by a machine or not, reviewed by whom."""

from __future__ import annotations

from app.curriculum.domain.course import Review, TextStatus
from app.curriculum.domain.fields import Fields
from app.curriculum.domain.findings import Findings


def read_status(fields: Fields, wanted: str, findings: Findings) -> TextStatus:
    """Return the status that a front matter gives; `wanted` is the hash of the source as it stands."""
    given = fields.text("of")
    if not given:
        findings.add("T05", fields.place, hash=wanted)
    elif given != wanted:
        findings.add("T02", fields.place_of("of"), hash=wanted)
    return TextStatus(bool(given) and given != wanted, fields.flag("assisted"), review_of(fields))


def review_of(fields: Fields) -> Review | None:
    """Return who reviewed a text, and when."""
    inner = fields.nested("reviewed")
    if inner is None:
        return None
    complete = inner.require("by", "by: B. Expert") & inner.require("on", "on: 2027-01-31")
    by, on = inner.text("by"), inner.day("on")
    inner.finish()
    return Review(by, on) if complete and on else None

"""Material whose label is above GREEN opens only to officers whose vetting is in force now (X16, U11)."""

from __future__ import annotations

from app.curriculum.domain.labels import highest, is_for_everybody
from app.curriculum.outline import CourseOutline
from app.foundation.errors import Refusal
from app.foundation.words import N_
from app.identity.copy_mark import copy_mark
from app.identity.vetting_queries import vetted_now
from app.web.visit import Visit


class VettingNeeded(Refusal):
    """The label asks for a vetting that is in force."""

    code = "vetting_needed"
    message = N_(
        "This is labelled TLP:%(label)s and opens only while your vetting is in force. Ask your agency "
        "coordinator to record it. What you have learnt and answered is kept."
    )
    status = 403


def mark_for(visit: Visit, label: str) -> str:
    """Return the reader's mark for what bears the label; nothing where everybody is let in (X17)."""
    return "" if is_for_everybody(label) else copy_mark(visit.parts["keyring"], visit.me.id)


def refuse_unvetted(visit: Visit, outline: CourseOutline, label: str = "CLEAR") -> None:
    """Raise `VettingNeeded` where the course or what bears `label` asks for it and no record is in force now."""
    if not may_open(visit, outline, label):
        raise VettingNeeded(label=highest(outline.tlp, label))


def may_open(visit: Visit, outline: CourseOutline, label: str = "CLEAR") -> bool:
    """Whether the labels, or the person's vetting, open it; reads nothing where the labels open it to all."""
    return is_for_everybody(highest(outline.tlp, label)) or vetted_now(visit.read, visit.me.id, visit.now)

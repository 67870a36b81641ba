"""Material whose label is above GREEN opens only to officers whose vetting is in force now (X16, U11)."""

from __future__ import annotations

from app.curriculum.outline import CourseOutline
from app.foundation.errors import Refusal
from app.foundation.words import N_
from app.identity.vetting_queries import vetted_now
from app.web.visit import Visit


class VettingNeeded(Refusal):
    """The label asks for a vetting that is in force."""

    code = "vetting_needed"
    message = N_(
        "This course is labelled TLP:%(label)s and opens only while your vetting is in force. Ask your agency "
        "coordinator to record it. What you have learnt and answered is kept."
    )
    status = 403


def refuse_unvetted(visit: Visit, outline: CourseOutline) -> None:
    """Raise `VettingNeeded` where the label asks for it and no record is in force at this instant."""
    if not may_open(visit, outline):
        raise VettingNeeded(label=outline.tlp)


def may_open(visit: Visit, outline: CourseOutline) -> bool:
    """Whether the label, or the person's vetting, opens the course; reads nothing where the label opens it to all."""
    return outline.for_everybody or vetted_now(visit.read, visit.me.id, visit.now)

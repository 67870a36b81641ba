"""The words of appeals: what may follow, why a colleague may not hear one, what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from app.accreditation.domain.parting import Bar
from app.foundation.words import N_

STATES: Mapping[str, str] = {
    "": N_("Received"),
    "acknowledged": N_("Acknowledged"),
    "panel-named": N_("Being heard"),
    "upheld": N_("Upheld"),
    "dismissed": N_("Dismissed"),
    "answered": N_("Answered"),
    "taken-back": N_("Taken back"),
}
KINDS = {"appeal": N_("Appeal"), "complaint": N_("Complaint")}
LISTS = {"open": N_("Open"), "over": N_("Closed")}
KINDS_LISTED = {"appeal": N_("Appeals"), "complaint": N_("Complaints")}
OUTCOMES: Mapping[str, str] = {
    "reinstate": N_("The suspension is lifted"),
    "decide-again": N_("The case is decided again, by others"),
    "examine-again": N_("The examination is held again: one more attempt is open"),
    "mark-again": N_("The answers are marked again, by the present key"),
    "none": N_("Nothing is changed"),
}
CASE_STATES = {
    "waiting": N_("It waits for a decision."),
    "deferred": N_("More was asked for."),
    "decided": N_("It is decided."),
}
MATTERS = {
    "refuse": N_("Refused: %(what)s"),
    "suspended": N_("Suspended: %(what)s"),
    "withdrawn": N_("Withdrawn: %(what)s"),
    "not-passed": N_("Examination not passed: %(what)s"),
}
_PARTS: Mapping[str, str] = {
    "trainer": N_("trained this person"),
    "marker": N_("marked this person’s work"),
    "assessor": N_("assessed this person"),
    "supervisor": N_("supervised this person’s work"),
    "decider": N_("decided about this person"),
    "approver": N_("approved a decision about this person"),
    "panel": N_("hears another appeal of this person"),
}
_OWN = N_("filed it")
_DECLARED = N_("declared a conflict of interest")


def why_not(bars: tuple[Bar, ...]) -> tuple[str, ...]:
    """Return why somebody may not hear an appeal, as keys of the catalogue."""
    return tuple(
        _OWN if bar.code == "own-case" else _DECLARED if bar.code == "declared" else _PARTS[bar.part] for bar in bars
    )

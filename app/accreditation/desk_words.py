"""The words of the desk: why somebody may not decide, classes of reasons, what a decision does."""

from __future__ import annotations

from collections.abc import Mapping

from app.accreditation.domain.parting import Bar
from app.foundation.words import N_

BARS: Mapping[str, str] = {
    "own-case": N_("It is their own case."),
    "declared": N_("A conflict of interest is declared."),
    "trainer": N_("Trained this officer: that keeps them out until %(day)s."),
    "supervisor": N_("Confirmed this officer's practice as their supervisor."),
    "marker": N_("Marked this officer's work."),
    "assessor": N_("Assessed this officer."),
    "decider": N_("Decided in this officer's accreditation."),
    "approver": N_("Decided in this officer's accreditation."),
    "panel": N_("Heard an appeal of this officer."),
    "appealed": N_("Decided what is decided again here, after an appeal."),
}
REASONS: Mapping[str, str] = {
    "requirement-not-met": N_("A requirement is not met"),
    "evidence-not-genuine": N_("Evidence is not genuine, or not this person's own"),
    "practice-not-shown": N_("Practical skill was not shown"),
    "identity-in-doubt": N_("Identity or service is in doubt"),
    "integrity-finding": N_("A finding about integrity"),
    "other": N_("Another reason, written below"),
}
EVENTS: Mapping[str, str] = {
    "issued": N_("Issued"),
    "suspended": N_("Suspended"),
    "reinstated": N_("Suspension lifted"),
    "withdrawn": N_("Withdrawn"),
    "superseded": N_("Replaced"),
}
ACTORS: Mapping[str, str] = {"rule": N_("Rule of the scheme"), "system": N_("This system")}
"""Who acts without being a person."""
OUTCOMES: Mapping[str, str] = {
    "grant": N_("Grant the certificate"),
    "refuse": N_("Refuse"),
    "defer": N_("Ask for more"),
}
DECIDED: Mapping[str, str] = {
    "grant": N_("Granted"),
    "refuse": N_("Refused"),
    "defer": N_("More was asked for"),
}
ANSWERS: Mapping[str, str] = {
    "approved": N_("agreed to"),
    "objected": N_("objected to"),
    "taken-back": N_("taken back"),
}
SHOWN: Mapping[str, str] = {
    "waiting": N_("Waiting"),
    "approve": N_("For a second person"),
    "mine": N_("Taken by you"),
    "deferred": N_("More was asked for"),
    "decided": N_("Decided"),
}
OPENED: Mapping[str, str] = {
    "requirements-met": N_("All requirements are met"),
    "sampled": N_("Drawn as a sample: the rule would grant it"),
    "appeal": N_("An appeal was upheld"),
    "renewal": N_("Renewal"),
}


def bar_words(bar: Bar) -> str:
    """Return the sentence of a bar; it takes the `day` on which the bar ends by itself."""
    return BARS[bar.part or bar.code]

"""The words of evidence: its kinds, what stands of it, and what an officer reads before adding it."""

from __future__ import annotations

from collections.abc import Mapping

from app.foundation.words import N_

KINDS: Mapping[str, str] = {
    "code-of-conduct": N_("Code of conduct"),
    "practical": N_("Practical exercise"),
    "interview": N_("Interview"),
    "logged-case": N_("Supervised case"),
    "contact-hours": N_("Further training"),
    "employer-statement": N_("Statement of the agency"),
    "prior-learning": N_("Prior learning"),
    "other-certificate": N_("Certificate of another body"),
}
ADD: Mapping[str, str] = {
    "code-of-conduct": N_("Read and accept the code of conduct"),
    "practical": N_("Ask for the practical exercise: %(what)s"),
    "interview": N_("Ask for the interview: %(what)s"),
    "logged-case": N_("Log a supervised case: %(what)s"),
    "contact-hours": N_("Add hours of further training"),
    "employer-statement": N_("Ask your agency to state that you do this work"),
    "prior-learning": N_("Claim prior learning: %(what)s"),
    "other-certificate": N_("Send a certificate of another body: %(what)s"),
}
STATES: Mapping[str, str] = {
    "counts": N_("Accepted"),
    "waiting": N_("Waiting"),
    "refused": N_("Not accepted"),
    "annulled": N_("Annulled"),
    "taken-back": N_("Taken back"),
}
OUTCOMES: Mapping[str, str] = {"passed": N_("Passed"), "failed": N_("Not passed")}
WHO: Mapping[str, str] = {
    "logged-case": N_("Your agency coordinator confirms it: choose cases that somebody supervised."),
    "contact-hours": N_("Your agency coordinator confirms the hours."),
    "prior-learning": N_(
        "Accreditation staff compare it with what the training teaches, and accept it or say why not."
    ),
    "other-certificate": N_("Accreditation staff look at it. It counts until its own last day."),
}
NO_NAMES = N_("Write no names and no case numbers: what kind of device, what you did, with which result.")
CASES: Mapping[str, str] = {
    "seizure": N_("seizure"),
    "acquisition": N_("acquisition"),
    "request-pack": N_("request to a provider"),
}
"""Kinds of cases that the schemes of this house name; of others the scheme's own word is shown."""
VERDICTS: Mapping[str, str] = {
    "accepted": N_("Accepted"),
    "refused": N_("Not accepted"),
    "annulled": N_("Annulled"),
}

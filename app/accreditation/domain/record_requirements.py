"""Requirements that rest on what was recorded, claimed and confirmed: cases, hours, statements, other certificates.

Modelled on ISO/IEC 17024:2012, 9.1 (application) and 9.3 (records of work, prior learning).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.accreditation.domain.evidence import Evidence, PracticeEvidence
from app.accreditation.domain.judged import Judged, earliest, read_key, read_months, read_whole
from app.foundation.words import N_

HREF = "/accreditation/evidence"


def code_of_conduct(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """The person has accepted this version of the code of conduct."""
    version = read_key(arguments, "version")
    title = N_("Accept the code of conduct")
    href = f"{HREF}/code-of-conduct/{version}"
    own = [one for one in evidence.practice if (one.kind, one.key) == ("code-of-conduct", version) and one.counts]
    if own:
        first = min(own, key=lambda one: one.on)
        return Judged("code-of-conduct", "met", title, N_("Accepted on %(at)s"), {"at": first.on}, href, first.id)
    return Judged("code-of-conduct", "not-met", title, N_("Read it, then accept it. It takes two minutes."), {}, href)


def logged_cases(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """So many cases of a kind were logged, and confirmed by the agency."""
    kind, asked = read_key(arguments, "kind"), read_whole(arguments.get("n", 1), "n", 1, 100)
    found = [one for one in evidence.practice if (one.kind, one.key) == ("logged-case", kind)]
    fresh = [one for one in found if _fresh(one, arguments, evidence)]
    counted = [one for one in fresh if one.counts]
    waiting = sum(one.state == "waiting" for one in fresh)
    values: dict[str, object] = {"case": kind, "n": asked, "have": len(counted), "waiting": waiting}
    values |= {"months": read_months(arguments)} if read_months(arguments) else {}
    title = (
        N_("Log %(n)s supervised cases within %(months)s months: %(case)s")
        if "months" in values
        else N_("Log %(n)s supervised cases: %(case)s")
    )
    href = f"{HREF}/logged-case"
    if len(counted) >= asked:
        proof = ", ".join(one.id for one in counted[:asked])
        return Judged("logged-cases", "met", title, N_("%(have)s confirmed"), values, href, proof)
    if waiting:
        reason = N_("%(have)s of %(n)s confirmed; %(waiting)s wait for your agency coordinator.")
        return Judged("logged-cases", "waiting", title, reason, values, href)
    reason = N_("%(have)s of %(n)s confirmed. Log each case; your agency coordinator confirms it.")
    return Judged("logged-cases", "in-progress" if counted else "not-met", title, reason, values, href)


def contact_hours(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """So many hours of further training were accepted."""
    asked = read_whole(arguments.get("n"), "n", 1, 1_000)
    own = [one for one in evidence.practice if one.kind == "contact-hours" and _fresh(one, arguments, evidence)]
    minutes = sum(one.minutes for one in own if one.counts)
    values: dict[str, object] = {"n": asked, "have": minutes // 60}
    title, href = N_("Attend %(n)s hours of further training"), f"{HREF}/contact-hours"
    if minutes >= asked * 60:
        proof = ", ".join(one.id for one in own if one.counts)
        return Judged("contact-hours", "met", title, N_("%(have)s hours accepted"), values, href, proof)
    if any(one.state == "waiting" for one in own):
        reason = N_("%(have)s of %(n)s hours accepted; the others wait for your agency coordinator.")
        return Judged("contact-hours", "waiting", title, reason, values, href)
    reason = N_("%(have)s of %(n)s hours accepted. Send each training; your agency coordinator confirms it.")
    return Judged("contact-hours", "in-progress" if minutes else "not-met", title, reason, values, href)


def employer_statement(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """The agency has stated that the person does this work."""
    title = N_("A statement of your agency that you do this work")
    own = [one for one in evidence.practice if one.kind == "employer-statement"]
    reason = N_("Ask your agency coordinator for it here.")
    return _claimed(
        "employer-statement", title, reason, own, arguments, evidence, f"{HREF}/employer-statement/agency", {}
    )


def prior_learning(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """What the person learnt elsewhere on a topic was accepted."""
    topic = read_key(arguments, "topic")
    own = [one for one in evidence.practice if (one.kind, one.key) == ("prior-learning", topic)]
    title = N_("Prior learning accepted: %(topic)s")
    reason = N_("Send a proof of what you learnt elsewhere; accreditation staff look at it.")
    href = f"{HREF}/prior-learning"
    return _claimed("prior-learning", title, reason, own, arguments, evidence, href, {"topic": topic})


def other_certificate(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """A certificate of another body was accepted and has not run out."""
    body = read_key(arguments, "body")
    own = [one for one in evidence.practice if (one.kind, one.key) == ("other-certificate", body)]
    title = N_("A valid certificate of another body: %(body)s")
    reason = N_("Send a copy of it; accreditation staff look at it.")
    href = f"{HREF}/other-certificate"
    return _claimed("other-certificate", title, reason, own, arguments, evidence, href, {"body": body})


def credential(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """The person holds another credential that is valid on the day."""
    scheme = read_key(arguments, "scheme")
    held = [one for one in evidence.credentials if one.scheme == scheme]
    valid = [one for one in held if one.state == "valid" and (evidence.on is None or one.valid_until >= evidence.on)]
    values: dict[str, object] = {"scheme": scheme}
    title, href = N_("Hold a valid accreditation: %(scheme)s"), "/certificates"
    if valid:
        best = max(valid, key=lambda one: one.valid_until)
        values |= {"at": best.valid_until}
        return Judged("credential", "met", title, N_("Valid until %(at)s"), values, href, best.number)
    if any(one.state == "suspended" for one in held):
        reason = N_("It is suspended. Ask accreditation staff what ends the suspension.")
        return Judged("credential", "not-met", title, reason, values, href)
    if any(one.state == "valid" for one in held):
        values |= {"at": max(one.valid_until for one in held)}
        return Judged("credential", "expired", title, N_("It ended on %(at)s. Renew it first."), values, href)
    return Judged("credential", "not-met", title, N_("You do not hold it. Earn it first."), values, href)


def _claimed(
    kind: str,
    title: str,
    what_to_do: str,
    own: Iterable[PracticeEvidence],
    arguments: Mapping[str, Any],
    evidence: Evidence,
    href: str,
    values: Mapping[str, object],
) -> Judged:
    claims = sorted(own, key=lambda one: one.on)
    counted = [one for one in claims if one.counts]
    holding = [one for one in counted if _fresh(one, arguments, evidence) and not _ran_out(one, evidence)]
    if holding:
        last = holding[-1]
        return Judged(kind, "met", title, N_("Accepted; of %(at)s"), {**values, "at": last.on}, href, last.id)
    if any(one.state == "waiting" for one in claims):
        return Judged(kind, "waiting", title, N_("Sent. Accreditation staff will look at it."), values, href)
    if counted:
        last = counted[-1]
        more = {**values, "at": last.valid_until or last.on}
        return Judged(kind, "expired", title, N_("What you had holds no longer (%(at)s). Bring a new one."), more, href)
    if any(one.state == "refused" for one in claims):
        reason = N_("Not accepted: the reason stands beside it. Send a better proof.")
        return Judged(kind, "not-met", title, reason, values, href)
    return Judged(kind, "not-met", title, what_to_do, values, href)


def _fresh(one: PracticeEvidence, arguments: Mapping[str, Any], evidence: Evidence) -> bool:
    first = earliest(evidence.on, read_months(arguments))
    return first is None or one.on >= first


def _ran_out(one: PracticeEvidence, evidence: Evidence) -> bool:
    return evidence.on is not None and one.valid_until is not None and one.valid_until < evidence.on

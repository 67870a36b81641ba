"""Requirements that assessors judge: practicals against criteria, interviews.

Modelled on ISO/IEC 17024:2012, 9.2 (assessment against criteria, by persons who are competent and not involved).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.accreditation.domain.evidence import Evidence, PracticeEvidence
from app.accreditation.domain.judged import Judged, earliest, read_key, read_months, read_whole
from app.accreditation.domain.months import months_after, months_before
from app.foundation.words import N_

HREF = "/accreditation/evidence"
_TITLES = {
    "practical": N_("Pass the practical exercise: %(sheet)s"),
    "interview": N_("Pass the interview: %(sheet)s"),
}
_TWICE = {
    "practical": N_("Pass the practical exercise before %(asked)s assessors, each judging alone: %(sheet)s"),
    "interview": N_("Pass the interview before %(asked)s assessors: %(sheet)s"),
}


def practical(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """So many assessors, each judging alone, saw at least so many criteria met and every critical one."""
    return _assessed("practical", read_key(arguments, "sheet"), arguments, evidence)


def interview(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """So many assessors passed the person in an interview."""
    return _assessed("interview", read_key(arguments, "sheet"), arguments, evidence)


def _assessed(kind: str, sheet: str, arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    asked = read_whole(arguments.get("assessors", 1), "assessors", 1, 5)
    least = read_whole(arguments.get("at-least", 0), "at-least", 0, 100)
    title = (_TITLES if asked == 1 else _TWICE)[kind]
    values: dict[str, object] = {"sheet": sheet, "asked": asked}
    href = f"{HREF}/{kind}/{sheet}"
    own = [one for one in evidence.practice if (one.kind, one.key) == (kind, sheet) and one.counts]
    fresh = [one for one in own if _in_time(one.on, arguments, evidence)]
    latest = _latest_by_assessor(fresh)
    passed = [one for one in latest if is_passed(one, least)]
    if len(passed) >= asked:
        values |= {"at": max(one.on for one in passed)}
        proof = ", ".join(f"{one.id} {one.met}/{one.asked}" for one in passed)
        return Judged(kind, "met", title, N_("Passed on %(at)s"), values, href, proof)
    state, reason, more = _why_not(own, latest, passed, least)
    return Judged(kind, state, title, reason, values | more, href)


def is_passed(one: PracticeEvidence, least: int) -> bool:
    """Whether a sheet is passed: no critical criterion missed, and at least so many met; without them, its outcome."""
    return not one.critical_missed and one.met >= least if one.asked and least else one.outcome == "passed"


def _latest_by_assessor(entries: Iterable[PracticeEvidence]) -> list[PracticeEvidence]:
    latest = {one.by: one for one in sorted(entries, key=lambda one: one.on)}
    return list(latest.values())


def _why_not(
    own: list[PracticeEvidence], latest: list[PracticeEvidence], passed: list[PracticeEvidence], least: int
) -> tuple[str, str, dict[str, object]]:
    if passed:
        reason = N_("%(have)s of %(asked)s assessors have passed you. Arrange it with another appointed assessor.")
        return "in-progress", reason, {"have": len(passed)}
    if latest:
        last = max(latest, key=lambda one: one.on)
        more: dict[str, object] = {"at": last.on, "met": last.met, "of": last.asked}
        if last.critical_missed:
            return (
                "not-met",
                N_("Not passed on %(at)s: a critical criterion was missed. Practise it, then try again."),
                more,
            )
        if last.asked:
            return (
                "not-met",
                N_("Not passed on %(at)s: %(met)s of %(of)s criteria met. Practise, then try again."),
                more,
            )
        return "not-met", N_("Not passed on %(at)s. Prepare with your trainer, then try again."), more
    if any(is_passed(one, least) for one in own):
        reason = N_("Passed on %(at)s, which lies outside the time that is asked. Take it again with an assessor.")
        return "expired", reason, {"at": max(one.on for one in own)}
    return (
        "not-met",
        N_("Not done yet. Ask for it here; an assessor who is appointed for this accreditation arranges it with you."),
        {},
    )


def _in_time(day: date, arguments: Mapping[str, Any], evidence: Evidence) -> bool:
    """Within the months before the day of judging or, with `near`, of a finished attempt at that examination."""
    months = read_months(arguments)
    if months is None:
        return True
    if "near" not in arguments:
        first = earliest(evidence.on, months)
        return first is None or day >= first
    taken = [attempt.at.date() for attempt in evidence.examinations.get(read_key(arguments, "near"), ())]
    return not taken or any(months_before(at, months) <= day <= months_after(at, months) for at in taken)

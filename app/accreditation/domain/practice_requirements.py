"""Requirements that assessors judge: practicals against criteria, interviews.

Modelled on ISO/IEC 17024:2012, 9.2 (assessment against criteria, by persons who are competent and not involved).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accreditation.domain.evidence import Evidence, PracticeEvidence
from app.accreditation.domain.judged import Judged, UnreadableScheme, earliest, read_key, read_months, read_whole
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
_AGENCIES = {
    "practical": N_("Pass the practical exercise before %(asked)s assessors of %(agencies)s agencies, each judging "
                    "alone: %(sheet)s"),
    "interview": N_("Pass the interview before %(asked)s assessors of %(agencies)s agencies: %(sheet)s"),
}  # fmt: skip
_THIRD = {
    "practical": N_("Pass the practical exercise before two assessors, each judging alone; where they differ, a third "
                    "one decides: %(sheet)s"),
    "interview": N_("Pass the interview before two assessors; where they differ, a third one decides: %(sheet)s"),
}  # fmt: skip
Why = tuple[str, str, dict[str, object]]
"""State, reason, and the values of its sentence."""


@dataclass(frozen=True, slots=True)
class PracticeRule:
    """What a requirement asks of its sheets: so many assessors, of so many agencies, pass.

    Each sees `least` criteria met, and every critical one; `third` says that a third assessor decides where two differ.
    """

    assessors: int
    least: int
    agencies: int
    third: bool


def practical(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """So many assessors, each judging alone, saw at least so many criteria met and every critical one."""
    return _assessed("practical", read_key(arguments, "sheet"), arguments, evidence)


def interview(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """So many assessors passed the person in an interview."""
    return _assessed("interview", read_key(arguments, "sheet"), arguments, evidence)


def read_practice_rule(arguments: Mapping[str, Any]) -> PracticeRule:
    """Return what a requirement asks of assessors. Raises `UnreadableScheme` for anything that is no such rule."""
    asked = read_whole(arguments.get("assessors", 1), "assessors", 1, 5)
    third = "split" in arguments
    if third and (arguments["split"] != "third" or asked != 2 or "agencies" in arguments):
        raise UnreadableScheme("split: third, beside `assessors: 2` and without `agencies`")
    return PracticeRule(
        assessors=asked,
        least=read_whole(arguments.get("at-least", 0), "at-least", 0, 100),
        agencies=read_whole(arguments.get("agencies", 1), "agencies", 1, asked),
        third=third,
    )


def _assessed(kind: str, sheet: str, arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    rule = read_practice_rule(arguments)
    values: dict[str, object] = {"sheet": sheet, "asked": rule.assessors, "agencies": rule.agencies}
    href = f"{HREF}/{kind}/{sheet}"
    own = [one for one in evidence.practice if (one.kind, one.key) == (kind, sheet) and one.counts]
    fresh = [one for one in own if _in_time(one.on, arguments, evidence)]
    standing = _last_sitting(fresh, rule) if rule.third else _latest_by_assessor(fresh)
    passed = [one for one in standing if is_passed(one, rule.least)]
    if len(passed) >= rule.assessors and _agencies(passed) >= rule.agencies:
        values |= {"at": max(one.on for one in passed)}
        proof = ", ".join(f"{one.id} {one.met}/{one.asked}" for one in passed)
        return Judged(kind, "met", _title(kind, rule), N_("Passed on %(at)s"), values, href, proof)
    state, reason, more = _why_not(own, standing, passed, rule)
    return Judged(kind, state, _title(kind, rule), reason, values | more, href)


def _title(kind: str, rule: PracticeRule) -> str:
    if rule.third:
        return _THIRD[kind]
    if rule.agencies > 1:
        return _AGENCIES[kind]
    return (_TITLES if rule.assessors == 1 else _TWICE)[kind]


def is_passed(one: PracticeEvidence, least: int) -> bool:
    """Whether a sheet is passed: no critical criterion missed, and at least so many met; without them, its outcome."""
    return not one.critical_missed and one.met >= least if one.asked and least else one.outcome == "passed"


def _agencies(sheets: Iterable[PracticeEvidence]) -> int:
    """Return of how many agencies the assessors are; one whose agency is not known counts for none but the first."""
    return max(len({one.agency for one in sheets if one.agency}), 1)


def _in_order(entries: Iterable[PracticeEvidence]) -> list[PracticeEvidence]:
    return sorted(entries, key=lambda one: (one.on, one.id))  # ids are in the order of time


def _latest_by_assessor(entries: Iterable[PracticeEvidence]) -> list[PracticeEvidence]:
    latest = {one.by: one for one in _in_order(entries)}
    return list(latest.values())


def _last_sitting(entries: Iterable[PracticeEvidence], rule: PracticeRule) -> list[PracticeEvidence]:
    """Return the sheets of the last exercise: it is over once as many assessors agree as are asked.

    Each assessor judges an exercise once, so nobody mends their own word where two differ.
    """
    sitting: dict[str, PracticeEvidence] = {}
    for one in _in_order(entries):
        if _is_over(sitting.values(), rule):
            sitting = {}
        sitting.setdefault(one.by, one)
    return list(sitting.values())


def _is_over(sheets: Iterable[PracticeEvidence], rule: PracticeRule) -> bool:
    outcomes = [is_passed(one, rule.least) for one in sheets]
    return max(outcomes.count(True), outcomes.count(False)) >= rule.assessors


def _why_not(
    own: list[PracticeEvidence], standing: list[PracticeEvidence], passed: list[PracticeEvidence], rule: PracticeRule
) -> Why:
    if rule.third and standing:
        return _why_split(standing, passed, rule)
    if len(passed) >= rule.assessors:
        reason = N_("Assessors of %(agencies)s agencies must pass you; those who did so far are of %(have)s. Arrange "
                    "it with an appointed assessor of another agency.")  # fmt: skip
        return "in-progress", reason, {"have": _agencies(passed)}
    if passed:
        reason = N_("%(have)s of %(asked)s assessors have passed you. Arrange it with another appointed assessor.")
        return "in-progress", reason, {"have": len(passed)}
    if standing:
        return _why_failed(max(standing, key=lambda one: one.on))
    if any(is_passed(one, rule.least) for one in own):
        reason = N_("Passed on %(at)s, which lies outside the time that is asked. Take it again with an assessor.")
        return "expired", reason, {"at": max(one.on for one in own)}
    return (
        "not-met",
        N_("Not done yet. Ask for it here; an assessor who is appointed for this accreditation arranges it with you."),
        {},
    )


def _why_split(standing: Sequence[PracticeEvidence], passed: Sequence[PracticeEvidence], rule: PracticeRule) -> Why:
    """Say what lacks where a third decides: the other assessor, the third, or a new exercise."""
    if _is_over(standing, rule):
        reason = N_("Not passed on %(at)s: two assessors did not pass you. Practise, then ask for it again.")
        return "not-met", reason, {"at": max(one.on for one in standing)}
    if len(standing) == rule.assessors:
        reason = N_("One of two assessors has passed you and one has not. A third one decides: arrange it with another "
                    "appointed assessor.")  # fmt: skip
        return "in-progress", reason, {}
    if passed:
        reason = N_("%(have)s of %(asked)s assessors have passed you. Arrange it with another appointed assessor.")
        return "in-progress", reason, {"have": len(passed)}
    reason = N_("%(have)s of %(asked)s assessors have sent their sheet. Arrange it with another appointed assessor.")
    return "in-progress", reason, {"have": len(standing)}


def _why_failed(last: PracticeEvidence) -> Why:
    more: dict[str, object] = {"at": last.on, "met": last.met, "of": last.asked}
    if last.critical_missed:
        reason = N_("Not passed on %(at)s: a critical criterion was missed. Practise it, then try again.")
    elif last.asked:
        reason = N_("Not passed on %(at)s: %(met)s of %(of)s criteria met. Practise, then try again.")
    else:
        reason = N_("Not passed on %(at)s. Prepare with your trainer, then try again.")
    return "not-met", reason, more


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

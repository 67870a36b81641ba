"""Requirements of identity and of study: confirmed, completed, examined.

Modelled on ISO/IEC 17024:2012, 8.3 (prerequisites) and 9.2 (assessment).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.accreditation.domain.evidence import CourseEvidence, Evidence, ExaminationEvidence
from app.accreditation.domain.judged import Judged, UnreadableScheme, earliest, percent_shown, read_months, read_percent
from app.assessment.domain.areas import Areas, Points, weak_areas
from app.foundation.fixed import Fixed
from app.foundation.words import N_


def identity(_arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """The agency has confirmed who the person is, and that they serve."""
    title = N_("Identity and service confirmed by your agency")
    at = evidence.identity_confirmed_at
    if at is None:
        reason = N_("Ask your agency coordinator to confirm it: bring your service card or passport.")
        return Judged("identity-confirmed", "waiting", title, reason, {})
    return Judged("identity-confirmed", "met", title, N_("Confirmed on %(at)s"), {"at": at}, evidence=at.isoformat())


def course(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """A course is completed; with `modules`, those of its modules."""
    if "modules" in arguments:
        return _modules(arguments, evidence)
    found = evidence.courses.get(arguments["course"])
    values: dict[str, object] = {"course": found.title if found else arguments["course"]}
    title = N_("Complete the course: %(course)s")
    if found is None:
        reason = N_("Not started. Open the course and join it.")
        return Judged("course-completed", "not-met", title, reason, values, f"/courses/{arguments['course']}")
    values |= {"done": found.done, "asked": found.asked}
    if found.completed_at is None:
        reason = N_("%(done)s of %(asked)s parts done")
        return Judged("course-completed", "in-progress", title, reason, values, found.href)
    values |= {"at": found.completed_at}
    if _too_old(arguments, evidence, found.completed_at.date()):
        reason = N_("Completed on %(at)s, which is too long ago. Go through the course again.")
        return Judged("course-completed", "expired", title, reason, values, found.href)
    proof = f"version {found.version} on {found.completed_at.isoformat()}"
    return Judged("course-completed", "met", title, N_("Completed on %(at)s"), values, found.href, proof)


def _modules(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    asked = arguments["modules"]
    if not isinstance(asked, list) or not asked or not all(isinstance(one, str) for one in asked):
        raise UnreadableScheme("modules: a list of the modules' names")
    found = evidence.courses.get(arguments["course"])
    done = [one for one in asked if found and (found.modules.get(one) or found.modules.get(_key_of(one)))]
    values: dict[str, object] = {"course": found.title if found else arguments["course"]}
    values |= {"done": len(done), "asked": len(asked), "modules": ", ".join(one.split("-")[0] for one in asked)}
    title = N_("Complete modules %(modules)s of the course: %(course)s")
    href = _href(arguments, found)
    if len(done) == len(asked) and found:
        proof = f"version {found.version}: {', '.join(done)}"
        return Judged("course-completed", "met", title, N_("These modules are completed."), values, href, proof)
    if found is None:
        return Judged(
            "course-completed", "not-met", title, N_("Not started. Open the course and join it."), values, href
        )
    reason = N_("%(done)s of %(asked)s modules completed. Open the course and go on with the others.")
    return Judged("course-completed", "in-progress", title, reason, values, href)


def _key_of(module: str) -> str:
    """Return the key of a module that is named by its folder: the folder without the number before it."""
    number, _, key = module.partition("-")
    return key if number.isdigit() else module


def examination(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """An attempt reached the cut score and, where the scheme asks for it, a least share in each area.

    The proof is the best of those at a version that an expert reviewed, where there is one.
    """
    cut, least = read_percent(arguments["cut"]), read_areas(arguments)
    found = evidence.courses.get(arguments["course"])
    paper = f"{arguments['course']}/{arguments['quiz']}"
    values: dict[str, object] = {"cut": percent_shown(cut), "course": found.title if found else arguments["course"]}
    values |= {"paper": found.papers.get(arguments["quiz"], paper) if found else paper}
    title = N_("Pass “%(paper)s” of the course %(course)s with at least %(cut)s %%")
    if least is not None:
        values |= {
            "least": percent_shown(least.share),
            "named": ", ".join(sorted(least.outcomes)),
        }  # a frozen document loses their order
        title = N_("Pass “%(paper)s” of the course %(course)s with at least %(cut)s %%, and %(least)s %% in each area")
        if least.outcomes:
            title = N_("Pass “%(paper)s” of the course %(course)s with at least %(cut)s %%, and %(least)s %% in each "
                       "of these areas: %(named)s")  # fmt: skip
    taken = _taken(arguments, evidence)
    href = _href(arguments, found)
    reached = [attempt for attempt in taken if attempt.score >= cut and not _weak(attempt, least)]
    fresh = [attempt for attempt in reached if not _too_old(arguments, evidence, attempt.at.date())]
    if fresh:
        best = max(fresh, key=lambda attempt: (attempt.reviewed, attempt.score))
        values |= {"score": percent_shown(best.score), "at": best.at}
        proof = f"attempt {best.attempt_id}: {best.score}"
        return Judged("examination-passed", "met", title, N_("%(score)s %% on %(at)s"), values, href, proof)
    if not taken:
        reason = N_("Not taken yet. It opens when the course is completed and your identity is confirmed.")
        if found and arguments["quiz"] not in found.papers:
            reason = N_("Your version of the course does not hold it. Open the course, and move to its newer version.")
        return Judged("examination-passed", "not-met", title, reason, values, href)
    best = max(reached or taken, key=lambda attempt: attempt.score)
    values |= {"score": percent_shown(best.score), "at": best.at}
    if reached:
        reason = N_("Passed on %(at)s, which is too long ago. Take it again.")
        return Judged("examination-passed", "expired", title, reason, values, href)
    if best.score >= cut:
        values |= {"areas": len(_weak(best, least))}
        reason = N_("%(score)s %%, but too little in %(areas)s areas. Your result shows which; learn them again.")
        return Judged("examination-passed", "not-met", title, reason, values, href)
    return Judged("examination-passed", "not-met", title, N_("Best so far: %(score)s %%"), values, href)


def red_lines(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    """An attempt that reached the cut score had every red-line question right."""
    title = N_("Every red-line question of that examination right")
    cut = read_percent(arguments.get("cut", "0%"))
    href = _href(arguments, evidence.courses.get(arguments["course"]))
    for attempt in sorted(_taken(arguments, evidence), key=lambda one: not one.reviewed):
        if attempt.redlines_right and attempt.score >= cut:
            proof = f"attempt {attempt.attempt_id}"
            return Judged("red-lines-right", "met", title, N_("All right on %(at)s"), {"at": attempt.at}, href, proof)
    reason = N_("These are the questions where a wrong act destroys evidence or endangers people.")
    return Judged("red-lines-right", "not-met", title, reason, {}, href)


def _taken(arguments: Mapping[str, Any], evidence: Evidence) -> tuple[ExaminationEvidence, ...]:
    return evidence.examinations.get(f"{arguments['course']}/{arguments['quiz']}", ())


def read_areas(arguments: Mapping[str, Any]) -> Areas | None:
    """Return `areas: 60%`, with the outcomes that each area is made of where `area-outcomes` names them; None without.

    Raises `UnreadableScheme` for anything else, and for an outcome that stands in two areas.
    """
    made = arguments.get("area-outcomes", {})
    if "areas" not in arguments and not made:
        return None
    lists: list[Any] = list(made.values()) if isinstance(made, Mapping) else [None]
    if not all(isinstance(one, list) and one and all(isinstance(name, str) for name in one) for one in lists):
        raise UnreadableScheme("area-outcomes: each area with a list of its outcomes")
    named = [name for one in lists for name in one]
    if "areas" not in arguments or len(set(named)) < len(named):
        raise UnreadableScheme("area-outcomes: beside `areas`, and each outcome once")
    return Areas(read_percent(arguments["areas"]), Fixed({str(area): tuple(one) for area, one in made.items()}))


def points_of(attempt: ExaminationEvidence) -> Points:
    """Return outcome → (points earned, points possible); an outcome whose points are not known weighs as one."""
    possible = {name: attempt.possible.get(name, Fraction(1)) for name in attempt.areas}
    return {name: (attempt.areas[name] * points, points) for name, points in possible.items()}


def _weak(attempt: ExaminationEvidence, least: Areas | None) -> list[str]:
    """Return the areas below the least share; an attempt that knows no areas has shown none."""
    weak = list(weak_areas(points_of(attempt), least))
    return weak if attempt.areas or least is None else weak or [""]


def _too_old(arguments: Mapping[str, Any], evidence: Evidence, day: Any) -> bool:
    first = earliest(evidence.on, read_months(arguments))
    return first is not None and day < first


def _href(arguments: Mapping[str, Any], found: CourseEvidence | None) -> str:
    return found.href if found else f"/courses/{arguments['course']}"

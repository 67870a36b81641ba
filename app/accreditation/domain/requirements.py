"""Requirements: a tree of all / any / at-least-n over leaves, each judged from the evidence with its reason.

Modelled on ISO/IEC 17024:2012 clause 8 (schemes) and 9.4 (decisions rest on evidence alone).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.accreditation.domain.evidence import CourseEvidence, Evidence
from app.foundation.words import N_


@dataclass(frozen=True, slots=True)
class Judged:
    """A leaf requirement as judged: `state` is met, not-met, in-progress or waiting; `reason` says why in words."""

    kind: str
    state: str
    title: str
    reason: str
    values: Mapping[str, object]
    href: str = ""
    evidence: str = ""

    @property
    def met(self) -> bool:
        """Whether the requirement is met."""
        return self.state == "met"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole tree as judged: whether it is met, and its leaves in the scheme's order."""

    met: bool
    leaves: tuple[Judged, ...]

    @property
    def met_count(self) -> int:
        """How many leaves are met."""
        return sum(leaf.met for leaf in self.leaves)


class UnreadableScheme(Exception):
    """The requirement tree names something this installation does not know; the message says what."""


def judge(tree: Mapping[str, Any], evidence: Evidence) -> Judgement:
    """Judge a requirement tree. Raises `UnreadableScheme` for an unknown node."""
    kind, arguments = _single(tree)
    if kind in _BRANCHES:
        return _branch(kind, arguments, evidence)
    if kind not in _LEAVES:
        raise UnreadableScheme(f"unknown requirement {kind!r}")
    leaf = _LEAVES[kind](arguments or {}, evidence)
    return Judgement(leaf.met, (leaf,))


def _single(tree: Mapping[str, Any]) -> tuple[str, Any]:
    if not isinstance(tree, Mapping) or len(tree) != 1:
        raise UnreadableScheme("a requirement is one key with its values")
    return next(iter(tree.items()))


_BRANCHES = {"all", "any", "at-least"}


def _branch(kind: str, arguments: Any, evidence: Evidence) -> Judgement:
    children: Sequence[Any] = arguments["of"] if kind == "at-least" else arguments
    if not children:
        raise UnreadableScheme(f"{kind!r} holds no requirement")
    judged = [judge(child, evidence) for child in children]
    needed = {"all": len(judged), "any": 1}.get(kind) or int(arguments["n"])
    if not 1 <= needed <= len(judged):
        raise UnreadableScheme(f"at least {needed} of {len(judged)} cannot be met")
    leaves = tuple(leaf for one in judged for leaf in one.leaves)
    return Judgement(sum(one.met for one in judged) >= needed, leaves)


def _identity(_arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    title = N_("Identity and service confirmed by your agency")
    at = evidence.identity_confirmed_at
    if at is None:
        reason = N_("Ask your agency coordinator to confirm it: bring your service card or passport.")
        return Judged("identity-confirmed", "waiting", title, reason, {})
    return Judged("identity-confirmed", "met", title, N_("Confirmed on %(at)s"), {"at": at}, evidence=at.isoformat())


def _course(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
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
    proof = f"version {found.version} on {found.completed_at.isoformat()}"
    reason = N_("Completed on %(at)s")
    return Judged("course-completed", "met", title, reason, values | {"at": found.completed_at}, found.href, proof)


def _examination(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    cut = read_percent(arguments["cut"])
    values: dict[str, object] = {"cut": _shown(cut)}
    title = N_("Pass the final examination with at least %(cut)s %%")
    taken = evidence.examinations.get(f"{arguments['course']}/{arguments['quiz']}", ())
    href = _href(arguments, evidence.courses.get(arguments["course"]))
    reached = [attempt for attempt in taken if attempt.score >= cut]
    if reached:
        best = max(reached, key=lambda attempt: attempt.score)
        values |= {"score": _shown(best.score), "at": best.at}
        proof = f"attempt {best.attempt_id}: {best.score}"
        return Judged("examination-passed", "met", title, N_("%(score)s %% on %(at)s"), values, href, proof)
    if not taken:
        reason = N_("Not taken yet. It opens when the course is completed and your identity is confirmed.")
        return Judged("examination-passed", "not-met", title, reason, values, href)
    values |= {"score": _shown(max(attempt.score for attempt in taken))}
    return Judged("examination-passed", "not-met", title, N_("Best so far: %(score)s %%"), values, href)


def _red_lines(arguments: Mapping[str, Any], evidence: Evidence) -> Judged:
    title = N_("Every red-line question of that examination right")
    cut = read_percent(arguments.get("cut", "0%"))
    taken = evidence.examinations.get(f"{arguments['course']}/{arguments['quiz']}", ())
    href = _href(arguments, evidence.courses.get(arguments["course"]))
    for attempt in taken:
        if attempt.redlines_right and attempt.score >= cut:
            proof = f"attempt {attempt.attempt_id}"
            return Judged("red-lines-right", "met", title, N_("All right on %(at)s"), {"at": attempt.at}, href, proof)
    reason = N_("These are the questions where a wrong act destroys evidence or endangers people.")
    return Judged("red-lines-right", "not-met", title, reason, {}, href)


def _href(arguments: Mapping[str, Any], course: CourseEvidence | None) -> str:
    return course.href if course else f"/courses/{arguments['course']}"


def read_percent(text: object) -> Fraction:
    """Return `80%` as 4/5. Raises `UnreadableScheme` for anything but a percentage from 0 to 100."""
    number = str(text).strip().removesuffix("%").strip()
    if not str(text).strip().endswith("%") or not number.isdigit() or int(number) > 100:
        raise UnreadableScheme(f"{text!r} is not a percentage such as 80%")
    return Fraction(int(number), 100)


def _shown(fraction: Fraction) -> int:
    return int(fraction * 100)  # rounded down, so that 79.9 never looks like 80


_LEAVES: dict[str, Callable[[Mapping[str, Any], Evidence], Judged]] = {
    "identity-confirmed": _identity,
    "course-completed": _course,
    "examination-passed": _examination,
    "red-lines-right": _red_lines,
}


def courses_named(tree: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of the courses that the tree rests on. Raises `UnreadableScheme` for an unreadable tree."""
    kind, arguments = _single(tree)
    if kind in _BRANCHES:
        children = arguments["of"] if kind == "at-least" else arguments
        return frozenset().union(*(courses_named(child) for child in children))
    return frozenset({arguments["course"]}) if arguments and "course" in arguments else frozenset()

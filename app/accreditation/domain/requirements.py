"""Requirements: a tree of all / any / at-least-n over leaves, each judged from the evidence with its reason.

Modelled on ISO/IEC 17024:2012 clause 8 (schemes) and 9.4 (decisions rest on evidence alone).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.accreditation.domain import practice_requirements as practice
from app.accreditation.domain import record_requirements as records
from app.accreditation.domain import study_requirements as study
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.judged import (
    Judged,
    Judgement,
    UnreadableScheme,
    read_key,
    read_months,
    read_percent,
    read_whole,
)

__all__ = [
    "Judged",
    "Judgement",
    "UnreadableScheme",
    "check_tree",
    "courses_named",
    "judge",
    "leaves_of",
    "read_percent",
    "rests_on_practice",
]

_BRANCHES = {"all", "any", "at-least"}
_WITHIN = ("within", "within-months")
_ASSESSED = frozenset({"sheet", "assessors", "agencies", "split", "at-least", "near", *_WITHIN})
_LEAVES: dict[str, tuple[Callable[[Mapping[str, Any], Evidence], Judged], frozenset[str]]] = {
    "identity-confirmed": (study.identity, frozenset()),
    "service-confirmed": (study.identity, frozenset()),
    "course-completed": (study.course, frozenset({"course", "modules", *_WITHIN})),
    "examination-passed": (study.examination, frozenset({"course", "quiz", "cut", "areas", "area-outcomes", *_WITHIN})),
    "red-lines-right": (study.red_lines, frozenset({"course", "quiz", "cut"})),
    "practical": (practice.practical, _ASSESSED),
    "interview": (practice.interview, _ASSESSED),
    "code-of-conduct": (records.code_of_conduct, frozenset({"version"})),
    "logged-cases": (records.logged_cases, frozenset({"kind", "n", *_WITHIN})),
    "contact-hours": (records.contact_hours, frozenset({"n", *_WITHIN})),
    "employer-statement": (records.employer_statement, frozenset(_WITHIN)),
    "prior-learning": (records.prior_learning, frozenset({"topic", *_WITHIN})),
    "other-certificate": (records.other_certificate, frozenset({"body", *_WITHIN})),
    "credential": (records.credential, frozenset({"scheme"})),
}
"""Requirement → its rule, and the values it may carry."""
_STUDY = {"identity-confirmed", "service-confirmed", "course-completed", "examination-passed", "red-lines-right"}


def judge(tree: Mapping[str, Any], evidence: Evidence) -> Judgement:
    """Judge a requirement tree. Raises `UnreadableScheme` for an unknown node."""
    kind, arguments = _single(tree)
    if kind in _BRANCHES:
        return _branch(kind, arguments, evidence)
    if kind not in _LEAVES:
        raise UnreadableScheme(f"unknown requirement {kind!r}")
    leaf = _LEAVES[kind][0](arguments or {}, evidence)
    return Judgement(leaf.met, (leaf,), int(leaf.met), 1)


def _single(tree: Mapping[str, Any]) -> tuple[str, Any]:
    if not isinstance(tree, Mapping) or len(tree) != 1:
        raise UnreadableScheme("a requirement is one key with its values")
    return next(iter(tree.items()))


def _branch(kind: str, arguments: Any, evidence: Evidence) -> Judgement:
    children = _children(kind, arguments)
    judged = [judge(child, evidence) for child in children]
    needed = {"all": len(judged), "any": 1}.get(kind) or int(arguments["n"])
    if not 1 <= needed <= len(judged):
        raise UnreadableScheme(f"at least {needed} of {len(judged)} cannot be met")
    nearest = sorted(judged, key=lambda one: (one.asked_count - one.met_count, one.asked_count))[:needed]
    met = sum(one.met for one in judged) >= needed
    return Judgement(
        met, tuple(leaf for one in judged for leaf in one.leaves),
        sum(one.met_count for one in nearest), sum(one.asked_count for one in nearest), _spare(judged, met=met),
    )  # fmt: skip


def _spare(judged: Sequence[Judgement], *, met: bool) -> frozenset[int]:
    """Return the places of the leaves that nobody needs: the ways that were not gone where another one is met."""
    found, start = set(), 0
    for one in judged:
        places = range(len(one.leaves)) if met and not one.met else one.spare
        found |= {start + place for place in places if not one.leaves[place].met}
        start += len(one.leaves)
    return frozenset(found)


def _children(kind: str, arguments: Any) -> Sequence[Any]:
    children: Sequence[Any] = arguments["of"] if kind == "at-least" else arguments
    if not children:
        raise UnreadableScheme(f"{kind!r} holds no requirement")
    return children


def leaves_of(tree: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give kind and values of each leaf in order. Raises `UnreadableScheme` for an unreadable tree."""
    kind, arguments = _single(tree)
    if kind in _BRANCHES:
        for child in _children(kind, arguments):
            yield from leaves_of(child)
    else:
        yield kind, arguments or {}


def check_tree(tree: Mapping[str, Any]) -> None:
    """Read every leaf once. Raises `UnreadableScheme` for one that is unknown or carries a value nobody reads."""
    judge(tree, Evidence())
    for kind, arguments in leaves_of(tree):
        unknown = set(arguments) - _LEAVES[kind][1]
        if unknown:
            raise UnreadableScheme(f"{kind}: unknown value {', '.join(sorted(unknown))}")
        read_months(arguments)
        if "near" in arguments:
            read_key(arguments, "near")
        if "n" in arguments:
            read_whole(arguments["n"], "n", 1, 1_000)


def rests_on_practice(tree: Mapping[str, Any]) -> bool:
    """Whether anything but identity and study is asked."""
    return any(kind not in _STUDY for kind, _ in leaves_of(tree))


def courses_named(tree: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of the courses that the tree rests on. Raises `UnreadableScheme` for an unreadable tree."""
    return frozenset(arguments["course"] for _, arguments in leaves_of(tree) if "course" in arguments)

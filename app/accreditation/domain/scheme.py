"""A scheme as its owner wrote it: what it certifies, what must be met, how long it holds."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.renewal import RenewalRules
from app.accreditation.domain.requirements import UnreadableScheme, courses_named, judge

_OPTIONAL = {"renewal"}
_KEYS = {"id", "title", "kind", "decision", "valid-months", "version", "design", "statement", "requirements"}


@dataclass(frozen=True, slots=True)
class DecisionMode:
    """Who decides under a scheme: `by` its rule or staff, and how many persons of staff must agree (`approvals`).

    Of what the rule decides, `sample` of a hundred cases are looked at by staff first.
    """

    by: str = "rule"
    approvals: int = 1
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A version of a scheme; `requirements` is the tree that `requirements.judge` reads."""

    key: str
    title: str
    kind: str
    number: int
    valid_months: int
    design: str
    statement: str
    requirements: Mapping[str, Any]
    decision: DecisionMode = DecisionMode()
    renewal: RenewalRules | None = None

    @property
    def courses(self) -> frozenset[str]:
        """The courses that the scheme rests on."""
        return courses_named(self.requirements)


def read_scheme(document: Mapping[str, Any]) -> Scheme:
    """Return the scheme of a document. Raises `UnreadableScheme` naming what is missing, unknown or wrong."""
    unknown, missing = set(document) - _KEYS - _OPTIONAL, _KEYS - set(document)
    if unknown or missing:
        named = ", ".join(sorted(unknown | missing))
        raise UnreadableScheme(f"missing or unknown: {named}")
    if document["kind"] != "knowledge":
        raise UnreadableScheme("kind: only `knowledge` is known to this version")
    scheme = Scheme(
        key=str(document["id"]),
        title=str(document["title"]),
        kind=str(document["kind"]),
        number=_whole(document["version"], "version", 1, 10_000),
        valid_months=_whole(document["valid-months"], "valid-months", 1, 120),
        design=str(document["design"]),
        statement=str(document["statement"]),
        requirements=document["requirements"],
        decision=read_decision(document["decision"]),
        renewal=read_renewal(document.get("renewal")),
    )
    judge(scheme.requirements, Evidence())
    return scheme


def read_decision(value: object) -> DecisionMode:
    """Return `automatic`, `{automatic: {sample: 10}}`, `staff` or `{staff: {approvals: 2}}` as a value.

    Raises `UnreadableScheme` for anything else.
    """
    name, more = (value, {}) if isinstance(value, str) else _one_key(value, "decision")
    if name == "automatic" and set(more) <= {"sample"}:
        return DecisionMode(sample=_whole(more.get("sample", 0), "sample", 0, 100))
    if name == "staff" and set(more) <= {"approvals"}:
        return DecisionMode(by="staff", approvals=_whole(more.get("approvals", 1), "approvals", 1, 2))
    raise UnreadableScheme("decision: `automatic`, or `staff`, with `sample` or `approvals`")


def read_renewal(value: object) -> RenewalRules | None:
    """Return `{opens-months: 6, grace-days: 90, requirements: <tree>}` as a value; None where a scheme has none.

    Raises `UnreadableScheme` for anything else.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"opens-months", "grace-days", "requirements"}:
        raise UnreadableScheme("renewal: `opens-months`, `grace-days` and `requirements`")
    judge(value["requirements"], Evidence())
    return RenewalRules(
        opens_months=_whole(value["opens-months"], "opens-months", 1, 60),
        grace_days=_whole(value["grace-days"], "grace-days", 0, 366),
        requirements=value["requirements"],
    )


def _one_key(value: object, name: str) -> tuple[object, Mapping[str, Any]]:
    if isinstance(value, Mapping) and len(value) == 1:
        key, more = next(iter(value.items()))
        if isinstance(more, Mapping):
            return key, more
    raise UnreadableScheme(f"{name}: one word, or one word with its values")


def _whole(value: object, name: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UnreadableScheme(f"{name}: a whole number from {least} to {most}")
    return value


def valid_until(issued_on: date, months: int) -> date:
    """Return the last day of validity: the day before the same day `months` later, or that month's last day if none."""
    index = issued_on.month - 1 + months
    year, month = issued_on.year + index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if issued_on.day > last:
        return date(year, month, last)
    return date(year, month, issued_on.day) - timedelta(days=1)

"""What may be recorded of an officer's practice: whatever a scheme asks, at the first grant or at a renewal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.accreditation.domain.requirements import leaves_of
from app.accreditation.domain.scheme import Scheme

CLAIMED = ("logged-case", "contact-hours", "prior-learning", "other-certificate")
"""Kinds that an officer records and somebody else accepts."""
ASKED_FOR = ("practical", "interview", "employer-statement")
"""Kinds that somebody else records after the officer has asked for it."""
_NAMED = {
    "code-of-conduct": ("code-of-conduct", "version"),
    "logged-cases": ("logged-case", "kind"),
    "contact-hours": ("contact-hours", ""),
    "employer-statement": ("employer-statement", ""),
    "prior-learning": ("prior-learning", "topic"),
    "other-certificate": ("other-certificate", "body"),
    "practical": ("practical", "sheet"),
    "interview": ("interview", "sheet"),
}
"""Requirement → the kind of evidence that meets it, and the value of the requirement that is the evidence's key."""
_PLAIN = {"contact-hours": "training", "employer-statement": "agency"}


@dataclass(frozen=True, slots=True)
class Recordable:
    """A kind of evidence under its key, and the scheme that asks for it."""

    kind: str
    key: str
    scheme: str


def recordable(schemes: Iterable[Scheme]) -> tuple[Recordable, ...]:
    """Return each kind and key once, in the order of the schemes, under the first scheme that asks for it."""
    found: dict[tuple[str, str], Recordable] = {}
    for scheme in schemes:
        trees = [scheme.requirements, *([scheme.renewal.requirements] if scheme.renewal else [])]
        for kind, values in (leaf for tree in trees for leaf in leaves_of(tree) if leaf[0] in _NAMED):
            one = _of_leaf(kind, values, scheme.key)
            found.setdefault((one.kind, one.key), one)
    return tuple(found.values())


def assessors_asked(scheme: Scheme, sheet: str) -> int:
    """Return how many assessors a scheme asks for one of its sheets."""
    return max((int(values.get("assessors", 1)) for values in _asking_for(scheme, sheet)), default=1)


def assessors_needed(scheme: Scheme, sheet: str, outcomes: Iterable[str]) -> int:
    """Return how many assessors must send their sheet: a third one where the two `outcomes` differ."""
    asked, found = assessors_asked(scheme, sheet), list(outcomes)
    decides = any("split" in values for values in _asking_for(scheme, sheet))
    return asked + 1 if decides and len(set(found[:asked])) > 1 else asked


def _asking_for(scheme: Scheme, sheet: str) -> Iterator[Mapping[str, Any]]:
    trees = [scheme.requirements, *([scheme.renewal.requirements] if scheme.renewal else [])]
    return (values for tree in trees for _, values in leaves_of(tree) if values.get("sheet") == sheet)


def _of_leaf(kind: str, values: Mapping[str, Any], scheme: str) -> Recordable:
    evidence, named = _NAMED[kind]
    return Recordable(evidence, str(values[named]) if named else _PLAIN[evidence], scheme)

"""A case before the desk: when one is opened, what it is decided on, and whether that has changed since it was seen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accreditation.domain.requirements import Judged, Judgement
from app.accreditation.domain.scheme import DecisionMode

CLAIM_HOLDS = timedelta(hours=12)
"""A case that somebody took and left lying is free again after this."""
REFUSALS = (
    "requirement-not-met",
    "evidence-not-genuine",
    "practice-not-shown",
    "identity-in-doubt",
    "integrity-finding",
    "other",
)
"""Classes of reasons for which accreditation is refused (ISO/IEC 17024:2012, 9.4.3: the reasons are recorded)."""
_MARK = 8


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """The newest case of a person in a scheme; `evidence_hash` is that of the evidence it was last decided on."""

    id: str
    cycle: int
    turn: int
    state: str
    evidence_hash: str


def next_step(mode: DecisionMode, sampled: bool, newest: CaseStanding | None, evidence_hash: str) -> str:
    """Return what is to be done with requirements that are met: grant, open, reopen or nothing.

    The desk keeps what once came before it: new evidence brings it back, asking again never goes round it.
    """
    if newest is None:
        return "grant" if mode.by == "rule" and not sampled else "open"
    if newest.state == "waiting" or newest.evidence_hash == evidence_hash:
        return "nothing"
    return "reopen" if newest.state == "deferred" else "open"


def is_sampled(mode: DecisionMode, draw: int) -> bool:
    """Whether staff look at this case first; `draw` is a number that the case itself gives, the same for ever."""
    return mode.by == "rule" and draw % 100 < mode.sample


def marks(judgement: Judgement) -> str:
    """Return a short mark of each leaf, joined by dots: what a form carries to say what its reader saw."""
    return ".".join(_mark(leaf) for leaf in judgement.leaves)


def evidence_hash(judgement: Judgement) -> str:
    """Return the SHA-256 of what the judgement rests on: each requirement, its state and its evidence."""
    return hashlib.sha256(_text([_plain(leaf) for leaf in judgement.leaves]).encode()).hexdigest()


def changed_since(judgement: Judgement, seen: str) -> tuple[Judged, ...]:
    """Return the requirements whose state or evidence is not what `seen` marks; all where it marks other ones."""
    then = seen.split(".")
    if len(then) != len(judgement.leaves):
        return judgement.leaves
    return tuple(leaf for leaf, mark in zip(judgement.leaves, then, strict=True) if _mark(leaf) != mark)


def claim_is_held(claimed_at: datetime | None, now: datetime) -> bool:
    """Whether a claim still keeps colleagues from deciding."""
    return claimed_at is not None and claimed_at + CLAIM_HOLDS > now


def _plain(leaf: Judged) -> list[str]:
    return [leaf.kind, leaf.state, leaf.title, leaf.evidence]


def _mark(leaf: Judged) -> str:
    return hashlib.sha256(_text(_plain(leaf)).encode()).hexdigest()[:_MARK]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""How the cut score of an examination was set: by which method, by how many experts, when (A33).

ISO/IEC 17024:2012, 9.2.6 and 9.3.4: decisions on results rest on a documented standard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.accreditation.domain.judged import UnreadableScheme, read_key, read_percent, read_whole
from app.accreditation.domain.requirements import leaves_of


@dataclass(frozen=True, slots=True)
class CutScore:
    """The cut score that a panel of so many experts set on a day by a method, such as modified Angoff."""

    cut: Fraction
    method: str
    panel: int
    on: date


def read_cut_scores(value: object, tree: Mapping[str, Any]) -> dict[str, CutScore]:
    """Return `course/quiz` → how its cut score was set.

    Raises `UnreadableScheme`, also where the requirements ask another cut score than the panel set.
    """
    if not isinstance(value, Mapping):
        raise UnreadableScheme("cut-scores: course/quiz, each with cut, method, panel and on")
    found, asked = {str(key): _read(str(key), one) for key, one in value.items()}, cuts_asked(tree)
    for key, one in found.items():
        if one.cut not in {read_percent(cut) for cut in asked.get(key, ())}:
            raise UnreadableScheme(f"cut-scores: {key}: the requirements ask another cut score than the panel set")
    return found


def cuts_asked(tree: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return `course/quiz` → the cut scores that the requirements ask, as they are written."""
    found: dict[str, list[str]] = {}
    for kind, arguments in leaves_of(tree):
        if kind == "examination-passed":
            found.setdefault(f"{arguments['course']}/{arguments['quiz']}", []).append(str(arguments["cut"]))
    return found


def cuts_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return `course/quiz` → the new cut score of each examination of which a requirement tree asks another one now."""
    old = cuts_asked(before)
    found = {key: [cut for cut in cuts if cut not in old.get(key, ())] for key, cuts in cuts_asked(after).items()}
    return {key: cuts[0] for key, cuts in found.items() if cuts}


def _read(key: str, value: object) -> CutScore:
    if not isinstance(value, Mapping) or set(value) != {"cut", "method", "panel", "on"}:
        raise UnreadableScheme(f"cut-scores: {key}: exactly cut, method, panel and on")
    try:
        on = date.fromisoformat(str(value["on"]))
    except ValueError as error:
        raise UnreadableScheme(f"cut-scores: {key}: on: a day such as 2026-06-30") from error
    panel = read_whole(value["panel"], f"cut-scores: {key}: panel", 1, 500)
    return CutScore(read_percent(value["cut"]), read_key(value, "method"), panel, on)

"""Sheets that assessors fill in, and the code of conduct: read from a scheme's files, kept with its version."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from app.accreditation.domain.judged import UnreadableScheme, read_whole


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line that is met or not met; missing a critical one fails the whole."""

    text: str
    critical: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A practical exercise: what is prepared, how long it takes (minutes), and what is looked at.

    `handed_in` says which files the candidate hands in; empty where an assessor is there and looks on.
    """

    key: str
    title: str
    instructions: str
    minutes: int
    criteria: tuple[Criterion, ...]
    handed_in: str = ""


@dataclass(frozen=True, slots=True)
class Conduct:
    """A version of the code of conduct: what whoever is accredited promises, point by point."""

    version: str
    title: str
    points: tuple[str, ...]


def read_sheet(key: str, document: Mapping[str, Any]) -> Sheet:
    """Return a sheet. Raises `UnreadableScheme` naming what is missing or wrong."""
    _only(document, {"title", "instructions", "minutes", "criteria"}, f"sheet {key}", may={"handed-in"})
    lines = document["criteria"]
    if not isinstance(lines, list) or not 1 <= len(lines) <= 60:
        raise UnreadableScheme(f"sheet {key}: criteria: a list of 1 to 60 lines")
    return Sheet(
        key=key,
        title=_text(document["title"], f"sheet {key}: title"),
        instructions=_text(document["instructions"], f"sheet {key}: instructions"),
        minutes=read_whole(document["minutes"], f"sheet {key}: minutes", 1, 2_000),
        criteria=tuple(_criterion(key, line) for line in lines),
        handed_in=_text(document["handed-in"], f"sheet {key}: handed-in") if "handed-in" in document else "",
    )


def _criterion(key: str, line: object) -> Criterion:
    if isinstance(line, Mapping) and set(line) == {"critical"}:
        return Criterion(_text(line["critical"], f"sheet {key}: criterion"), critical=True)
    return Criterion(_text(line, f"sheet {key}: criterion"), critical=False)


def read_conduct(version: str, document: Mapping[str, Any]) -> Conduct:
    """Return a version of the code of conduct. Raises `UnreadableScheme`."""
    _only(document, {"title", "points"}, f"code of conduct {version}")
    points = document["points"]
    if not isinstance(points, list) or not points:
        raise UnreadableScheme(f"code of conduct {version}: points: a list")
    title = _text(document["title"], f"code of conduct {version}: title")
    return Conduct(version, title, tuple(_text(point, f"code of conduct {version}: point") for point in points))


def _only(document: object, keys: set[str], name: str, may: Set[str] = frozenset()) -> None:
    if not isinstance(document, Mapping) or set(document) - may != keys:
        raise UnreadableScheme(f"{name}: exactly {', '.join(sorted(keys))}")


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UnreadableScheme(f"{name}: words")
    return value.strip()

"""A cohort that is to get certificates together: how it is named, and why somebody of it gets none (A14)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.accreditation.domain.judged import Judged
from app.accreditation.domain.parting import Bar

MOST = 500
"""So many people at once; a larger cohort is divided."""
_LONGEST = 100
_HEADINGS = frozenset({"service_number", "service number", "sign_in_name", "number"})
_SEPARATORS = ",;\t"


class TooMany(Exception):
    """The list names more people than are taken at once."""


class Why(StrEnum):
    """Why somebody of a cohort is not granted the certificate."""

    HOLDS = "holds"
    NOT_MET = "not-met"
    NOT_REVIEWED = "not-reviewed"
    DEFERRED = "deferred"
    DECIDED = "decided"
    PROPOSED = "proposed"
    CLAIMED = "claimed"
    ALONE = "alone"
    BARRED = "barred"
    SECOND_BARRED = "second-barred"
    CHANGED = "changed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why not: with the number that is held, what is missing, or what bars who decides."""

    why: Why
    number: str = ""
    missing: tuple[Judged, ...] = ()
    bars: tuple[Bar, ...] = ()


def read_list(text: str) -> tuple[str, ...]:
    """Return the names of a pasted list or of a table's first column, each once, in their order.

    One line alone may hold several, between commas, semicolons or tabs. A heading is passed over. Raises `TooMany`.
    """
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    cells = _cells(lines[0]) if len(lines) == 1 else [_cells(line)[0] for line in lines]
    named = [cell.strip().strip('"').strip()[:_LONGEST] for cell in cells]
    if named and named[0].casefold() in _HEADINGS:
        named = named[1:]
    found = tuple(dict.fromkeys(one for one in named if one))
    if len(found) > MOST:
        raise TooMany
    return found


def seen_mark(version_id: str, evidence_hash: str) -> str:
    """Return the mark of what somebody was judged by: the version of the rules and the evidence."""
    return hashlib.sha256(f"{version_id} {evidence_hash}".encode()).hexdigest()


def hindrance_record(one: Hindrance) -> dict[str, Any]:
    """Return a hindrance as JSON values."""
    return {
        "why": one.why.value,
        "number": one.number,
        "missing": [
            {"kind": leaf.kind, "state": leaf.state, "title": leaf.title, "reason": leaf.reason,
             "values": {name: _plain(value) for name, value in leaf.values.items()}}
            for leaf in one.missing
        ],
        "bars": [{"code": bar.code, "part": bar.part, "until": bar.until.isoformat() if bar.until else None}
                 for bar in one.bars],
    }  # fmt: skip


def read_hindrance(record: Mapping[str, Any]) -> Hindrance:
    """Return the hindrance of a record."""
    return Hindrance(
        Why(record["why"]),
        record["number"],
        tuple(
            Judged(leaf["kind"], leaf["state"], leaf["title"], leaf["reason"],
                   {name: _read(value) for name, value in leaf["values"].items()})
            for leaf in record["missing"]
        ),
        tuple(Bar(bar["code"], bar["part"], until=_moment(bar["until"])) for bar in record["bars"]),
    )  # fmt: skip


def _cells(line: str) -> list[str]:
    for separator in _SEPARATORS[1:]:
        line = line.replace(separator, _SEPARATORS[0])
    return line.split(_SEPARATORS[0])


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _read(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

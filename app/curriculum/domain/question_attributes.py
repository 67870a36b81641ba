"""Reads what stands in braces at the end of a question's line: {#id for=… level=… redline source=…}."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.fields import ID
from app.curriculum.domain.findings import Findings, Place
from app.foundation.markdown_blocks import read_attributes

KNOWN = (
    *("for", "level", "redline", "source", "module", "points", "case", "type", "words", "grade", "shuffle"),
    *("capitals", "accents", "strict"),
)
TYPES_BY_NAME = ("essay", "upload", "time", "date")
GRADES = {"order": ("exact", "position", "neighbours"), "match": ("parts", "exact"), "gaps": ("parts", "exact")}
"""Type → how it can be scored by `grade=`; the first is what it is without. Other types are scored by their weights."""
FITTING = {
    "capitals": ("text", "gaps"),
    "accents": ("text", "gaps"),
    "strict": ("text", "gaps"),
    "words": ("essay",),
    "shuffle": ("single", "multiple", "gaps", "truefalse", "number", "text"),
}
"""Attribute → the types that it means something to, where not to all; `shuffle=false` would show an order's key."""


@dataclass(slots=True)
class Attributes:
    """The attributes of a question, checked one by one; references to other things are checked later."""

    key: str = ""
    text: str = ""
    given: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """Return a given value, or nothing."""
        return self.given.get(name) or None

    def number(self, name: str, default: int) -> int:
        """Return a given whole number; those that are wrong have been reported and were left out."""
        return int(self.given.get(name, default))


def judge_fit(given: Attributes, kind: str, place: Place, findings: Findings) -> None:
    """Report attributes that mean nothing to this type; an author who writes them expects that they do."""
    for name, kinds in FITTING.items():
        if name in given.given and kind not in kinds:
            findings.add("Q33", place, key=name)
    if "grade" in given.given and given.given["grade"] not in GRADES.get(kind, ()):
        findings.add("Q33", place, key=f"grade={given.given['grade']}")


def split_heading(heading: str, place: Place, findings: Findings) -> Attributes:
    """Return the text of a question's line and its attributes; a missing id is an error (fmt writes ids)."""
    text = heading.rstrip()
    start = text.rfind("{") if text.endswith("}") else -1
    inside = text[start + 1 : -1] if start >= 0 else ""
    read = Attributes(text=(text[:start] if start >= 0 else text).strip())
    for name, value in read_attributes(inside):
        _take(read, name, value, place, findings)
    if not read.key:
        findings.add("Q01", place)
    return read


def _take(read: Attributes, name: str, value: str, place: Place, findings: Findings) -> None:
    if name == "#":
        if read.key:
            findings.add("Q19", place, key="#id")
        read.key = _id(value, place, findings)
    elif name == "source":
        read.sources += [one for one in value.replace(",", " ").split() if one not in read.sources]
    elif name.startswith("x-"):
        return
    elif name not in KNOWN:
        findings.add("Q03", place, key=name, meant=did_you_mean(name, KNOWN))
    elif name in read.given:
        findings.add("Q19", place, key=name)
    elif expected := _wrong(name, value):
        findings.add("Q04", place, key=name, value=value, expected=expected)
    else:
        read.given[name] = value


def _id(value: str, place: Place, findings: Findings) -> str:
    if not ID.fullmatch(value):
        findings.add("Q02", place, value=value)
        return value[:40] or "?"
    return value


def _wrong(name: str, value: str) -> str:
    """Return what a value should look like, or nothing where it is right."""
    checks: dict[str, tuple[bool, str]] = {
        "level": (value in ("1", "2", "3"), "level=1, 2 or 3"),
        "points": (value.isascii() and value.isdigit() and 0 < int(value[:4]) <= 100, "points=1 to 100"),
        "redline": (value in ("", "true"), "redline alone"),
        "shuffle": (value in ("true", "false"), "shuffle=false"),
        "grade": (any(value in grades for grades in GRADES.values()), "exact, parts, position or neighbours"),
        "capitals": (value in ("", "true"), "capitals alone"),
        "accents": (value == "ignore", "accents=ignore"),
        "strict": (value in ("", "true"), "strict alone"),
        "type": (value in TYPES_BY_NAME, " or ".join(f"type={one}" for one in TYPES_BY_NAME)),
    }
    right, expected = checks.get(name, (bool(value), f"{name}=a-value"))
    return "" if right and len(value) <= 100 else expected

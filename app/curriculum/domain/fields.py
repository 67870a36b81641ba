"""Reads typed values from a YAML map: text, ids, times, days, shares; a wrong value is a finding at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar

from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.yaml_nodes import Entry, Node

T = TypeVar("T")
ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
"""A language as files and forms name it: fr, pt-BR, zh-Hans."""
_MINUTES = re.compile(r"(\d{1,5}) ?(min|minutes|h|hours|d|days)?")
_MINUTES_IN = {"h": 60, "hours": 60, "d": 1440, "days": 1440}
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?%")
_DECIMAL = re.compile(r"\d{1,6}(?:\.\d{1,4})?")
_TEXT_LENGTH = 2_000


class Fields:
    """The keys of one map. Ask for each known key, then call `finish` to report the keys nobody asked for."""

    def __init__(self, node: Node | None, place: Place, findings: Findings) -> None:
        self.place = place
        self.findings = findings
        self._entries: dict[str, Entry] = {entry.key: entry for entry in node.entries} if node else {}
        self._asked: set[str] = set()

    def node(self, key: str) -> Node | None:
        """Return the value of a key as it stands, or nothing."""
        self._asked.add(key)
        entry = self._entries.get(key)
        return None if entry is None or entry.value.kind == "nothing" else entry.value

    def place_of(self, key: str) -> Place:
        """Return where the value of a key stands; the place of the map where the key is missing."""
        entry = self._entries.get(key)
        return entry.value.place if entry else self.place

    def wrong(self, key: str, node: Node, expected: str) -> None:
        """Report that a value is not of the kind expected."""
        shown = node.text if node.kind == "scalar" else f"a {node.kind}"
        self.findings.add("F10", node.place, key=key, value=shown, expected=expected)

    def require(self, key: str, example: str) -> bool:
        """Say whether the key is there with a value, and report it where not."""
        if self.node(key) is None:
            self.findings.add("F09", self.place, key=key, example=example)
            return False
        return True

    def text(self, key: str, default: str = "") -> str:
        """Return a single text of at most 2,000 characters."""
        node = self.node(key)
        if node is None:
            return default
        if node.kind != "scalar" or not node.text or len(node.text) > _TEXT_LENGTH:
            self.wrong(key, node, "a short text")
            return default
        return " ".join(node.text.split())

    def title(self) -> str:
        """Return the required title, at most 200 characters."""
        if not self.require("title", "title: First steps"):
            return ""
        title = self.text("title")
        if len(title) > 200:
            self.wrong("title", Node("scalar", self.place_of("title"), title), "at most 200 characters")
        return title

    def id(self, key: str = "id") -> str:
        """Return the required id, or nothing where it is missing or badly formed."""
        if not self.require(key, "id: first-steps"):
            return ""
        text = self.text(key)
        if text and not ID.fullmatch(text):
            self.findings.add("F11", self.place_of(key), value=text)
            return ""
        return text

    def one_of(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words."""
        node = self.node(key)
        if node is None:
            return default
        if node.kind != "scalar" or node.text not in allowed:
            self.wrong(key, node, " or ".join(allowed))
            return default
        return node.text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of short texts; a single text counts as a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        items = (node,) if node.kind == "scalar" else node.items
        if node.kind == "map" or any(item.kind != "scalar" or not item.text for item in items):
            self.wrong(key, node, "a list of texts")
            return ()
        return tuple(item.text for item in items)

    def minutes(self, key: str) -> int | None:
        """Return a length of time in whole minutes: `12`, `12 min`, `48 h` or `2 d`."""
        return self._scalar(key, _minutes, "a time like 12 min or 48 h")

    def count(self, key: str, most: int = 10_000) -> int | None:
        """Return a whole number from 0 to `most`."""
        return self._scalar(key, lambda text: _count(text, most), f"a whole number up to {most}")

    def percent(self, key: str) -> Fraction | None:
        """Return a share from 0 to 1, written as 0% to 100%."""
        return self._scalar(key, _percent, "a share like 60%")

    def decimal(self, key: str) -> Fraction | None:
        """Return a number of at most four places, such as 1.5."""
        return self._scalar(key, lambda text: Fraction(text) if _DECIMAL.fullmatch(text) else None, "a number like 1.5")

    def day(self, key: str) -> date | None:
        """Return a day, written 2027-01-31."""
        return self._scalar(key, _date, "a day like 2027-01-31")

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is missing."""
        return self.one_of(key, ("true", "false"), "false") == "true"

    def nested(self, key: str) -> Fields | None:
        """Return the fields of a map under a key."""
        node = self.node(key)
        if node is None:
            return None
        if node.kind != "map":
            self.wrong(key, node, "keys with values")
            return None
        return Fields(node, node.place, self.findings)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The keys as they stand, for maps whose keys are the author's own (outcomes, sources)."""
        return self._entries

    def finish(self) -> None:
        """Report every key that was not asked for; keys that begin with x- are the author's own."""
        for key, entry in self._entries.items():
            if key not in self._asked and not key.startswith("x-"):
                self.findings.add("F08", entry.place, key=key, meant=did_you_mean(key, self._asked))

    def _scalar(self, key: str, read: Callable[[str], T | None], expected: str) -> T | None:
        node = self.node(key)
        if node is None:
            return None
        value = read(node.text) if node.kind == "scalar" else None
        if value is None:
            self.wrong(key, node, expected)
        return value


def _minutes(text: str) -> int | None:
    match = _MINUTES.fullmatch(text)
    return int(match[1]) * _MINUTES_IN.get(match[2] or "", 1) if match else None


def _count(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) <= most else None


def _percent(text: str) -> Fraction | None:
    match = _PERCENT.fullmatch(text)
    share = Fraction(match[1]) / 100 if match else None
    return share if share is not None and share <= 1 else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
